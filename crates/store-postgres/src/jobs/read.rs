//! Reading jobs.

use sqlx::{PgConnection, PgPool};
use store::columns::JobColumns;
use store::{JobId, KeptJob, StoreError, Subject};
use uuid::Uuid;

use crate::errors::failed;
use crate::values::{Postgres, select};

pub(super) type JobRecord = JobColumns<Postgres>;

macro_rules! jobs {
    ($($condition:tt)+) => { select!(job_columns of JobRecord from "jobs", $($condition)+) };
}

pub(super) async fn by_id(id: JobId, db: &PgPool) -> Result<KeptJob, StoreError> {
    let record = jobs!("WHERE id = $1", id.0)
        .fetch_optional(db)
        .await
        .map_err(failed)?;
    record.ok_or(StoreError::NotFound(Subject::Job))?.read()
}

pub(super) async fn open(kind: &str, db: &PgPool) -> Result<Vec<KeptJob>, StoreError> {
    let open = jobs!(
        "WHERE instruction ->> 'kind' = $1 AND ended_at IS NULL ORDER BY asked_at DESC, id DESC",
        kind
    );
    let records = open.fetch_all(db).await.map_err(failed)?;
    records.iter().map(JobRecord::read).collect()
}

pub(super) async fn newest(
    kind: &str,
    before: Option<JobId>,
    limit: u32,
    db: &PgPool,
) -> Result<Vec<KeptJob>, StoreError> {
    let newest = jobs!(
        "WHERE instruction ->> 'kind' = $1
             AND ($2::uuid IS NULL OR (asked_at, id) < (SELECT asked_at, id FROM jobs WHERE id = $2))
         ORDER BY asked_at DESC, id DESC LIMIT $3",
        kind,
        before.map(|job| job.0) as _,
        i64::from(limit)
    );
    let records = newest.fetch_all(db).await.map_err(failed)?;
    records.iter().map(JobRecord::read).collect()
}

/// Jobs from this id on, in the order of their ids.
pub(crate) async fn after(from: Uuid, limit: i64, db: &mut PgConnection) -> Result<Vec<KeptJob>, StoreError> {
    let records = jobs!("WHERE id >= $1 ORDER BY id LIMIT $2", from, limit)
        .fetch_all(db)
        .await
        .map_err(failed)?;
    records.iter().map(JobRecord::read).collect()
}
