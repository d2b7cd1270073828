//! Drafts, written by connections that do not wait for the disk.

use async_trait::async_trait;
use forms::ContentHash;
use jiff::Timestamp;
use store::{Draft, DraftId, Drafts, StoreError};

use crate::PostgresStore;
use crate::errors::failed;
use crate::values::{RowOf, json, time, words};

#[async_trait]
impl Drafts for PostgresStore {
    async fn save_draft(&self, draft: &Draft) -> Result<(), StoreError> {
        let answers = json(&draft.answers)?;
        let replaces = draft.replaces.as_ref().map(json).transpose()?;
        let mut db = self.lent_swift.lend().await?;
        sqlx::query!(
            "INSERT INTO drafts (id, service, version, answers, language, updated_at, expires_at, sent, replaces)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
             ON CONFLICT (id) DO UPDATE SET service = excluded.service, version = excluded.version,
                 answers = excluded.answers, language = excluded.language,
                 updated_at = excluded.updated_at, expires_at = excluded.expires_at,
                 sent = coalesce(excluded.sent, drafts.sent)",
            &draft.id.0[..],
            draft.service.as_str(),
            &draft.version.0[..],
            answers,
            draft.language.as_str(),
            time(draft.updated_at),
            time(draft.expires_at),
            draft.sent.map(|reference| reference.to_string()),
            replaces as _
        )
        .execute(&mut *db)
        .await
        .map_err(failed)?;
        db.answered();
        Ok(())
    }

    async fn draft(&self, id: &DraftId, now: Timestamp) -> Result<Option<Draft>, StoreError> {
        let key = &id.0[..];
        let mut db = self.lent_reads.lend().await?;
        let record = sqlx::query!(
            r#"SELECT service, version, answers, language, updated_at, expires_at, sent, replaces FROM drafts
               WHERE id = $1 AND expires_at > $2"#,
            key,
            time(now)
        )
        .fetch_optional(&mut *db)
        .await
        .map_err(failed)?;
        db.answered();
        let Some(record) = record else { return Ok(None) };
        let row = RowOf::keyed("drafts", key);
        Ok(Some(Draft {
            id: *id,
            service: record.service.as_str().into(),
            version: ContentHash(row.bytes("version", &record.version)?),
            answers: row.json("answers", words(&record.answers))?,
            language: record.language.as_str().into(),
            updated_at: record.updated_at.to_jiff(),
            expires_at: record.expires_at.to_jiff(),
            sent: row.checked("sent", record.sent.map(|sent| sent.parse()).transpose())?,
            replaces: row.maybe_json("replaces", record.replaces.as_ref().map(words))?,
        }))
    }
}
