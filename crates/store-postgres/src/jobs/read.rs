//! Reading jobs.

use review::MaybeNewer;
use sqlx::{PgConnection, PgPool};
use store::{JobId, KeptJob, StoreError, Subject};
use uuid::Uuid;

use crate::errors::failed;
use crate::values::{Document, RowOf, maybe_time, words};

/// A row as it is.
pub(super) struct JobRecord {
    pub(super) id: Uuid,
    pub(super) instruction: Document,
    pub(super) asked_by: Document,
    pub(super) asked_at: jiff_sqlx::Timestamp,
    pub(super) progress: Document,
    pub(super) due_at: jiff_sqlx::Timestamp,
    pub(super) attempts: i32,
    pub(super) last_error: Option<String>,
    pub(super) ended_at: Option<jiff_sqlx::Timestamp>,
    pub(super) result: Option<String>,
}

/// The one select for this shape, ended by a condition.
macro_rules! jobs {
    ($condition:literal $(, $value:expr)+) => {
        sqlx::query_as!(
            JobRecord,
            "SELECT id, instruction, asked_by, asked_at, progress, due_at, attempts, last_error, ended_at, result
             FROM jobs " + $condition
            $(, $value)+
        )
    };
}

pub(super) async fn by_id(id: JobId, db: &PgPool) -> Result<KeptJob, StoreError> {
    let record = jobs!("WHERE id = $1", id.0)
        .fetch_optional(db)
        .await
        .map_err(failed)?;
    record.ok_or(StoreError::NotFound(Subject::Job))?.read()
}

pub(super) async fn newest(kind: &str, limit: u32, db: &PgPool) -> Result<Vec<KeptJob>, StoreError> {
    let newest = jobs!(
        "WHERE instruction ->> 'kind' = $1 ORDER BY asked_at DESC, id DESC LIMIT $2",
        kind,
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

impl JobRecord {
    pub(super) fn read(&self) -> Result<KeptJob, StoreError> {
        let row = RowOf::new("jobs", self.id);
        let result = self.result.clone().map(|word| MaybeNewer::read(word.into()));
        Ok(KeptJob {
            id: JobId(self.id),
            instruction: row.json("instruction", words(&self.instruction))?,
            by: row.json("asked_by", words(&self.asked_by))?,
            at: self.asked_at.to_jiff(),
            progress: row.json("progress", words(&self.progress))?,
            due_at: self.due_at.to_jiff(),
            attempts: row.number("attempts", self.attempts)?,
            last_error: self.last_error.clone(),
            ended: maybe_time(self.ended_at).zip(result),
        })
    }
}
