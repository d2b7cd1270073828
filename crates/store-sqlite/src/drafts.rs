//! Drafts, in the file that does not wait for the disk.

use async_trait::async_trait;
use forms::ContentHash;
use jiff::Timestamp;
use store::{Draft, DraftId, Drafts, StoreError};

use crate::SqliteStore;
use crate::errors::failed;
use crate::values::{RowOf, json, micros};

#[async_trait]
impl Drafts for SqliteStore {
    async fn save_draft(&self, draft: &Draft) -> Result<(), StoreError> {
        let draft = draft.clone();
        let answers = json(&draft.answers)?;
        self.drafts
            .write(move |db| {
                Box::pin(async move {
                    let (id, version) = (&draft.id.0[..], &draft.version.0[..]);
                    let (service, language) = (draft.service.as_str(), draft.language.as_str());
                    let (updated_at, expires_at) = (micros(draft.updated_at), micros(draft.expires_at));
                    sqlx::query!(
                        "INSERT INTO drafts (id, service, version, answers, language, updated_at, expires_at)
                         VALUES (?, ?, ?, ?, ?, ?, ?)
                         ON CONFLICT (id) DO UPDATE SET service = excluded.service, version = excluded.version,
                             answers = excluded.answers, language = excluded.language,
                             updated_at = excluded.updated_at, expires_at = excluded.expires_at",
                        id,
                        service,
                        version,
                        answers,
                        language,
                        updated_at,
                        expires_at
                    )
                    .execute(db)
                    .await
                    .map_err(failed)?;
                    Ok(())
                })
            })
            .await
    }

    async fn draft(&self, id: &DraftId, now: Timestamp) -> Result<Option<Draft>, StoreError> {
        let (key, now) = (&id.0[..], micros(now));
        let record = sqlx::query!(
            "SELECT service, version, answers, language, updated_at, expires_at FROM drafts
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
        }))
    }

    async fn delete_draft(&self, id: &DraftId) -> Result<(), StoreError> {
        let id = *id;
        self.drafts
            .write(move |db| {
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
