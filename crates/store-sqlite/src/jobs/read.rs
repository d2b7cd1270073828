//! Reading jobs.

use sqlx::SqliteConnection;
use store::columns::JobColumns;
use store::{JobId, KeptJob, StoreError, Subject};

use crate::errors::failed;
use crate::values::{Sqlite, select};

pub(super) type JobRecord = JobColumns<Sqlite>;

macro_rules! jobs {
    ($($condition:tt)+) => { select!(job_columns of JobRecord from "jobs", $($condition)+) };
}

pub(super) async fn by_id(id: JobId, db: &mut SqliteConnection) -> Result<KeptJob, StoreError> {
    let key = &id.0.as_bytes()[..];
    let record = jobs!("WHERE id = ?", key)
        .fetch_optional(db)
        .await
        .map_err(failed)?;
    record.ok_or(StoreError::NotFound(Subject::Job))?.read()
}

pub(super) async fn open(kind: &str, db: &mut SqliteConnection) -> Result<Vec<KeptJob>, StoreError> {
    let open = jobs!(
        "WHERE instruction ->> 'kind' = ?1 AND ended_at IS NULL ORDER BY asked_at DESC, id DESC",
        kind
    );
    let records = open.fetch_all(db).await.map_err(failed)?;
    records.iter().map(JobRecord::read).collect()
}

pub(super) async fn newest(
    kind: &str,
    before: Option<JobId>,
    limit: u32,
    db: &mut SqliteConnection,
) -> Result<Vec<KeptJob>, StoreError> {
    let before = before.map(|job| job.0.as_bytes().to_vec());
    let newest = jobs!(
        "WHERE instruction ->> 'kind' = ?1
             AND (?2 IS NULL OR (asked_at, id) < (SELECT asked_at, id FROM jobs WHERE id = ?2))
         ORDER BY asked_at DESC, id DESC LIMIT ?3",
        kind,
        before,
        limit
    );
    let records = newest.fetch_all(db).await.map_err(failed)?;
    records.iter().map(JobRecord::read).collect()
}

/// Jobs from this id on, in the order of their ids.
pub(crate) async fn after(
    from: Vec<u8>,
    limit: u32,
    db: &mut SqliteConnection,
) -> Result<Vec<KeptJob>, StoreError> {
    let records = jobs!("WHERE id >= ? ORDER BY id LIMIT ?", from, limit)
        .fetch_all(db)
        .await
        .map_err(failed)?;
    records.iter().map(JobRecord::read).collect()
}
