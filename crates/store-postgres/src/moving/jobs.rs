//! Jobs: who has just taken one has been stopped.

use jiff::Timestamp;
use review::MaybeNewer;
use serde::Serialize;
use sqlx::PgConnection;
use store::{AuditActor, Instruction, JobId, JobProgress, JobResult, Record, StoreError};

use super::columns::cut;
use super::{FirstKey, rows};
use crate::errors::failed;
use crate::jobs;

#[derive(Serialize)]
struct Columns<'a> {
    id: JobId,
    instruction: &'a MaybeNewer<Instruction>,
    asked_by: &'a MaybeNewer<AuditActor>,
    asked_at: Timestamp,
    progress: &'a MaybeNewer<JobProgress>,
    due_at: Timestamp,
    attempts: u32,
    last_error: Option<&'a str>,
    ended_at: Option<Timestamp>,
    result: Option<&'a MaybeNewer<JobResult>>,
}

pub(super) async fn read(
    from: FirstKey,
    limit: i64,
    db: &mut PgConnection,
) -> Result<Vec<Record>, StoreError> {
    let kept = jobs::after(from.id(), limit, db).await?;
    Ok(kept.into_iter().map(|job| Record::Job(Box::new(job))).collect())
}

pub(super) async fn write(records: &[Record], db: &mut PgConnection) -> Result<u64, StoreError> {
    let jobs = records.iter().filter_map(|record| match record {
        Record::Job(kept) => Some(Columns {
            id: kept.id,
            instruction: &kept.instruction,
            asked_by: &kept.by,
            asked_at: cut(kept.at),
            progress: &kept.progress,
            due_at: cut(kept.due_at),
            attempts: kept.attempts,
            last_error: kept.last_error.as_deref(),
            ended_at: kept.ended.as_ref().map(|(at, _)| cut(*at)),
            result: kept.ended.as_ref().map(|(_, result)| result),
        }),
        _ => None,
    });
    let new = sqlx::query!(
        "INSERT INTO jobs SELECT * FROM jsonb_populate_recordset(NULL::jobs, $1) ON CONFLICT DO NOTHING",
        rows(jobs)? as _
    )
    .execute(db)
    .await
    .map_err(failed)?;
    Ok(new.rows_affected())
}
