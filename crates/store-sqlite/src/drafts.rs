//! Drafts, in the file that does not wait for the disk.

mod recent;

use std::sync::Arc;

use async_trait::async_trait;
use forms::{Answers, ContentHash};
use jiff::Timestamp;
use review::Replaces;
use serde::Serialize;
use sqlx::SqliteConnection;
use store::{Draft, DraftId, Drafts, StoreError};

use crate::SqliteStore;
use crate::errors::failed;
use crate::rows::{Hex, Rows};
use crate::values::{RowOf, micros};

use recent::Moment;
pub(crate) use recent::Recent;

#[derive(Serialize)]
struct Columns<'a> {
    id: Hex<[u8; 32]>,
    service: &'a str,
    version: Hex<[u8; 32]>,
    answers: &'a Answers,
    language: &'a str,
    updated_at: i64,
    expires_at: i64,
    sent: Option<String>,
    replaces: Option<&'a Replaces>,
}

impl<'a> Columns<'a> {
    fn of(draft: &'a Draft) -> Self {
        Self {
            id: Hex(draft.id.0),
            service: draft.service.as_str(),
            version: Hex(draft.version.0),
            answers: &draft.answers,
            language: draft.language.as_str(),
            updated_at: micros(draft.updated_at),
            expires_at: micros(draft.expires_at),
            sent: draft.sent.map(|reference| reference.to_string()),
            replaces: draft.replaces.as_ref(),
        }
    }
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
    sqlx::query!(
        "INSERT INTO drafts (id, service, version, answers, language, updated_at, expires_at, sent, replaces)
         SELECT unhex(value ->> 'id'), value ->> 'service', unhex(value ->> 'version'), value -> 'answers',
             value ->> 'language', value ->> 'updated_at', value ->> 'expires_at', value ->> 'sent',
             nullif(value -> 'replaces', 'null')
         FROM jsonb_each(?)
         WHERE true
         ON CONFLICT (id) DO UPDATE SET service = excluded.service, version = excluded.version,
             answers = excluded.answers, language = excluded.language, updated_at = excluded.updated_at,
             expires_at = excluded.expires_at, sent = coalesce(excluded.sent, sent)",
        rows
    )
    .execute(db)
    .await
    .map(drop)
}

#[async_trait]
impl Drafts for SqliteStore {
    async fn save_draft(&self, draft: &Draft) -> Result<(), StoreError> {
        let rows = Rows::of([Columns::of(draft)])?;
        let saving = Saving::begin(draft.clone(), Arc::clone(&self.recent_drafts));
        self.drafts.save_draft(rows, saving).await
    }

    async fn draft(&self, id: &DraftId, now: Timestamp) -> Result<Option<Draft>, StoreError> {
        let before = match self.recent_drafts.find(id) {
            Ok(draft) => return Ok(Some(draft).filter(|draft| draft.expires_at > now)),
            Err(before) => before,
        };
        let (key, now) = (&id.0[..], micros(now));
        let record = sqlx::query!(
            "SELECT service, version, answers, language, updated_at, expires_at, sent, replaces FROM drafts
             WHERE id = ? AND expires_at > ?",
            key,
            now
        )
        .fetch_optional(&mut *self.draft_reads.lend().await?)
        .await
        .map_err(failed)?;
        let Some(record) = record else { return Ok(None) };
        let row = RowOf::keyed("drafts", key);
        let draft = Draft {
            id: *id,
            service: record.service.as_str().into(),
            version: ContentHash(row.bytes("version", &record.version)?),
            answers: row.json("answers", &record.answers)?,
            language: record.language.as_str().into(),
            updated_at: row.time("updated_at", record.updated_at)?,
            expires_at: row.time("expires_at", record.expires_at)?,
            sent: row.checked("sent", record.sent.map(|sent| sent.parse()).transpose())?,
            replaces: row.maybe_json("replaces", record.replaces.as_deref())?,
        };
        self.recent_drafts.was_read(&draft, before);
        Ok(Some(draft))
    }
}
