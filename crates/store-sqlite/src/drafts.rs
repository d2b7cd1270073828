//! Drafts, in the file that does not wait for the disk.

use async_trait::async_trait;
use forms::{Answers, ContentHash};
use jiff::Timestamp;
use serde::Serialize;
use sqlx::SqliteConnection;
use store::{Draft, DraftId, Drafts, StoreError};

use crate::SqliteStore;
use crate::errors::failed;
use crate::rows::{Hex, Rows};
use crate::values::{RowOf, micros};

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
        }
    }
}

/// Keeps drafts, of any number of applicants, by one statement; of the same draft the last.
pub(crate) async fn save(rows: String, db: &mut SqliteConnection) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "INSERT INTO drafts (id, service, version, answers, language, updated_at, expires_at, sent)
         SELECT unhex(value ->> 'id'), value ->> 'service', unhex(value ->> 'version'), value -> 'answers',
             value ->> 'language', value ->> 'updated_at', value ->> 'expires_at', value ->> 'sent'
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
        self.drafts.save_draft(Rows::of([Columns::of(draft)])?).await
    }

    async fn draft(&self, id: &DraftId, now: Timestamp) -> Result<Option<Draft>, StoreError> {
        let (key, now) = (&id.0[..], micros(now));
        let record = sqlx::query!(
            "SELECT service, version, answers, language, updated_at, expires_at, sent FROM drafts
             WHERE id = ? AND expires_at > ?",
            key,
            now
        )
        .fetch_optional(&mut *self.draft_reads.lend().await?)
        .await
        .map_err(failed)?;
        let Some(record) = record else { return Ok(None) };
        let row = RowOf::keyed("drafts", key);
        Ok(Some(Draft {
            id: *id,
            service: record.service.as_str().into(),
            version: ContentHash(row.bytes("version", &record.version)?),
            answers: row.json("answers", &record.answers)?,
            language: record.language.as_str().into(),
            updated_at: row.time("updated_at", record.updated_at)?,
            expires_at: row.time("expires_at", record.expires_at)?,
            sent: row.checked("sent", record.sent.map(|sent| sent.parse()).transpose())?,
        }))
    }

    async fn delete_draft(&self, id: &DraftId) -> Result<(), StoreError> {
        let id = *id;
        self.drafts
            .write_at_once(move |db| {
                Box::pin(async move {
                    let key = &id.0[..];
                    sqlx::query!("DELETE FROM drafts WHERE id = ?", key)
                        .execute(db)
                        .await
                        .map_err(failed)?;
                    Ok(())
                })
            })
            .await
    }
}
