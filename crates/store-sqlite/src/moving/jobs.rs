//! Jobs: who has just taken one has been stopped.

use sqlx::SqliteConnection;
use store::columns::JobColumns;
use store::{KeptJob, Record, StoreError};

use super::FirstKey;
use crate::errors::failed;
use crate::jobs;
use crate::values::Sqlite;

pub(super) async fn read(
    from: FirstKey,
    limit: u32,
    db: &mut SqliteConnection,
) -> Result<Vec<Record>, StoreError> {
    let kept = jobs::after(from.bytes(), limit, db).await?;
    Ok(kept.into_iter().map(|job| Record::Job(Box::new(job))).collect())
}

pub(super) async fn write(kept: &KeptJob, db: &mut SqliteConnection) -> Result<bool, StoreError> {
    let JobColumns {
        id,
        instruction,
        asked_by,
        asked_at,
        progress,
        due_at,
        attempts,
        last_error,
        ended_at,
        result,
    } = JobColumns::<Sqlite>::of(kept)?;
    let new = sqlx::query!(
        "INSERT INTO jobs (id, instruction, asked_by, asked_at, progress, due_at, attempts, last_error, ended_at,
             result)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
        id,
        instruction,
        asked_by,
        asked_at,
        progress,
        due_at,
        attempts,
        last_error,
        ended_at,
        result
    )
    .execute(db)
    .await
    .map_err(failed)?;
    Ok(new.rows_affected() == 1)
}
