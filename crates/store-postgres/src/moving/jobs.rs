//! Jobs: who has just taken one has been stopped.

use sqlx::PgConnection;
use store::columns::JobColumns;
use store::{Record, StoreError};

use super::FirstKey;
use crate::errors::failed;
use crate::jobs;
use crate::values::Postgres;

pub(super) async fn read(
    from: FirstKey,
    limit: i64,
    db: &mut PgConnection,
) -> Result<Vec<Record>, StoreError> {
    let kept = jobs::after(from.id(), limit, db).await?;
    Ok(kept.into_iter().map(|job| Record::Job(Box::new(job))).collect())
}

/// One by one: jobs are few.
pub(super) async fn write(records: &[Record], db: &mut PgConnection) -> Result<u64, StoreError> {
    let mut new = 0;
    for record in records {
        if let Record::Job(kept) = record {
            new += insert(JobColumns::of(kept)?, db).await?;
        }
    }
    Ok(new)
}

async fn insert(job: JobColumns<Postgres>, db: &mut PgConnection) -> Result<u64, StoreError> {
    let new = sqlx::query!(
        "INSERT INTO jobs (id, instruction, asked_by, asked_at, progress, due_at, attempts, last_error, ended_at,
             result)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT DO NOTHING",
        job.id,
        job.instruction as _,
        job.asked_by as _,
        job.asked_at,
        job.progress as _,
        job.due_at,
        job.attempts,
        job.last_error,
        job.ended_at,
        job.result
    )
    .execute(db)
    .await
    .map_err(failed)?;
    Ok(new.rows_affected())
}
