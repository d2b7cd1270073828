//! Drafts, in the file that does not wait for the disk.

mod recent;

use std::sync::Arc;

use async_trait::async_trait;
use forms::ServiceId;
use jiff::Timestamp;
use sqlx::SqliteConnection;
use store::columns::DraftColumns;
use store::{Draft, DraftId, Drafts, StoreError};

use crate::SqliteStore;
use crate::errors::failed;
use crate::rows::{JsonRow, Rows};
use crate::values::{Sqlite, micros, select};

use recent::Moment;
pub(crate) use recent::Recent;

pub(crate) type DraftRecord = DraftColumns<Sqlite>;

macro_rules! drafts {
    ($($condition:tt)+) => { select!(draft_columns of DraftRecord from "drafts", $($condition)+) };
}

/// Inserts drafts, of any number of applicants, by one statement; what becomes of one that is there is the condition.
macro_rules! insert_drafts {
    ($($condition:tt)+) => { store::draft_columns!(insert_drafts_of!($($condition)+)) };
}
macro_rules! insert_drafts_of {
    ([$first:literal $($column:literal)*] $condition:literal, $rows:ident) => {
        sqlx::query!(
            "INSERT INTO drafts (" + $first $(+ ", " + $column)* + ")
             SELECT unhex(value ->> 'id'), value ->> 'service', unhex(value ->> 'version'), value -> 'answers',
                 value ->> 'language', value ->> 'updated_at', value ->> 'expires_at', value ->> 'sent',
                 nullif(value -> 'replaces', 'null'), unhex(value ->> 'begun_from', '-')
             FROM jsonb_each(?)
             WHERE true
             ON CONFLICT " + $condition,
            $rows
        )
    };
}

pub(crate) fn rows<'a>(drafts: impl IntoIterator<Item = &'a Draft>) -> Result<Rows, StoreError> {
    let columns = drafts.into_iter().map(DraftColumns::<JsonRow>::of);
    Rows::of(columns.collect::<Result<Vec<_>, _>>()?)
}

/// A draft on its way into its row. Whoever waits for it may go away; what is recent is told of its end all the same.
pub(crate) struct Saving {
    draft: Draft,
    began: Moment,
    recent: Arc<Recent>,
}

impl Saving {
    fn begin(draft: Draft, recent: Arc<Recent>) -> Self {
        Self {
            began: recent.begin(&draft.id),
            draft,
            recent,
        }
    }

    pub(crate) fn end(self, committed: bool) {
        self.recent.end(self.draft, self.began, committed);
    }
}

/// Keeps drafts, of any number of applicants, by one statement; of the same draft the last.
pub(crate) async fn save(rows: String, db: &mut SqliteConnection) -> Result<(), sqlx::Error> {
    insert_drafts!(
        "(id) DO UPDATE SET service = excluded.service, version = excluded.version,
             answers = excluded.answers, language = excluded.language, updated_at = excluded.updated_at,
             expires_at = excluded.expires_at, sent = coalesce(excluded.sent, sent)",
        rows
    )
    .execute(db)
    .await
    .map(drop)
}

/// Keeps drafts as they were kept before, elsewhere; those that are there are left. Answers how many are new.
pub(crate) async fn insert(rows: String, db: &mut SqliteConnection) -> Result<u64, StoreError> {
    let new = insert_drafts!("DO NOTHING", rows)
        .execute(db)
        .await
        .map_err(failed)?;
    Ok(new.rows_affected())
}

/// Drafts in the order of their ids, from that one on.
pub(crate) async fn from(
    id: Vec<u8>,
    limit: u32,
    db: &mut SqliteConnection,
) -> Result<Vec<Draft>, StoreError> {
    let records = drafts!("WHERE id >= ? ORDER BY id LIMIT ?", id, limit)
        .fetch_all(db)
        .await
        .map_err(failed)?;
    records.into_iter().map(DraftRecord::read).collect()
}

#[async_trait]
impl Drafts for SqliteStore {
    async fn save_draft(&self, draft: &Draft) -> Result<(), StoreError> {
        let rows = rows([draft])?;
        let saving = Saving::begin(draft.clone(), Arc::clone(&self.recent_drafts));
        self.drafts.save_draft(rows, saving).await
    }

    async fn drafts_of(
        &self,
        service: &ServiceId,
        after: Option<&DraftId>,
        now: Timestamp,
        limit: u32,
    ) -> Result<Vec<Draft>, StoreError> {
        let service = service.as_str();
        let after = after.map_or(&[][..], |after| &after.0[..]);
        let now = micros(now);
        let records = drafts!(
            "WHERE service = ? AND id > ? AND expires_at > ? AND sent IS NULL ORDER BY id LIMIT ?",
            service,
            after,
            now,
            limit
        )
        .fetch_all(&mut *self.draft_reads.lend().await?)
        .await
        .map_err(failed)?;
        records.into_iter().map(DraftRecord::read).collect()
    }

    async fn draft(&self, id: &DraftId, now: Timestamp) -> Result<Option<Draft>, StoreError> {
        let before = match self.recent_drafts.find(id) {
            Ok(draft) => return Ok(Some(draft).filter(|draft| draft.expires_at > now)),
            Err(before) => before,
        };
        let (key, now) = (&id.0[..], micros(now));
        let record = drafts!("WHERE id = ? AND expires_at > ?", key, now)
            .fetch_optional(&mut *self.draft_reads.lend().await?)
            .await
            .map_err(failed)?;
        let Some(record) = record else { return Ok(None) };
        let draft = record.read()?;
        self.recent_drafts.was_read(&draft, before);
        Ok(Some(draft))
    }
}
