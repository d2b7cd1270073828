//! Reading jobs.

use review::MaybeNewer;
use sqlx::SqliteConnection;
use store::{JobId, KeptJob, StoreError, Subject};

use crate::errors::failed;
use crate::values::RowOf;

/// A row as it is.
pub(super) struct JobRecord {
    pub(super) id: Vec<u8>,
    pub(super) instruction: String,
    pub(super) asked_by: String,
    pub(super) asked_at: i64,
    pub(super) progress: String,
    pub(super) due_at: i64,
    pub(super) attempts: i64,
    pub(super) last_error: Option<String>,
    pub(super) ended_at: Option<i64>,
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

pub(super) async fn by_id(id: JobId, db: &mut SqliteConnection) -> Result<KeptJob, StoreError> {
    let key = &id.0.as_bytes()[..];
    let record = jobs!("WHERE id = ?", key)
        .fetch_optional(db)
        .await
        .map_err(failed)?;
    record.ok_or(StoreError::NotFound(Subject::Job))?.read()
}

pub(super) async fn newest(
    kind: &str,
    limit: u32,
    db: &mut SqliteConnection,
) -> Result<Vec<KeptJob>, StoreError> {
    let newest = jobs!(
        "WHERE instruction ->> 'kind' = ? ORDER BY asked_at DESC, id DESC LIMIT ?",
        kind,
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

impl JobRecord {
    pub(super) fn read(&self) -> Result<KeptJob, StoreError> {
        let row = RowOf::keyed("jobs", &self.id);
        let result = self.result.clone().map(|word| MaybeNewer::read(word.into()));
        Ok(KeptJob {
            id: JobId(row.uuid("id", &self.id)?),
            instruction: row.json("instruction", &self.instruction)?,
            by: row.json("asked_by", &self.asked_by)?,
            at: row.time("asked_at", self.asked_at)?,
            progress: row.json("progress", &self.progress)?,
            due_at: row.time("due_at", self.due_at)?,
            attempts: row.number("attempts", self.attempts)?,
            last_error: self.last_error.clone(),
            ended: row.maybe_time("ended_at", self.ended_at)?.zip(result),
        })
    }
}
