//! Forms that were not taken, in the file that does not wait for the disk.

use async_trait::async_trait;
use jiff::Timestamp;
use store::{StoreError, UnsentForm, UnsentForms, UnsentId};

use crate::SqliteStore;
use crate::errors::failed;
use crate::values::{RowOf, micros};

#[async_trait]
impl UnsentForms for SqliteStore {
    async fn keep_unsent(&self, form: &UnsentForm) -> Result<(), StoreError> {
        let form = form.clone();
        self.drafts
            .write_at_once(move |db| {
                Box::pin(async move {
                    let (id, ends_at) = (&form.id.0[..], micros(form.expires_at));
                    sqlx::query!(
                        "INSERT INTO unsent (id, about, sealed, expires_at) VALUES (?, ?, ?, ?)
                         ON CONFLICT (id) DO UPDATE SET about = excluded.about, sealed = excluded.sealed,
                             expires_at = excluded.expires_at",
                        id,
                        form.about,
                        form.sealed,
                        ends_at
                    )
                    .execute(db)
                    .await
                    .map_err(failed)?;
                    Ok(())
                })
            })
            .await
    }

    async fn unsent(&self, id: &UnsentId, now: Timestamp) -> Result<Option<UnsentForm>, StoreError> {
        let (key, now) = (&id.0[..], micros(now));
        let kept = sqlx::query!(
            "SELECT about, sealed, expires_at FROM unsent WHERE id = ? AND expires_at > ?",
            key,
            now
        )
        .fetch_optional(&mut *self.draft_reads.lend().await?)
        .await
        .map_err(failed)?;
        let read = kept.map(|kept| {
            let row = RowOf::keyed("unsent", key);
            Ok(UnsentForm {
                id: *id,
                about: kept.about,
                sealed: kept.sealed,
                expires_at: row.time("expires_at", kept.expires_at)?,
            })
        });
        read.transpose()
    }

    async fn forget_unsent(&self, id: &UnsentId) -> Result<(), StoreError> {
        let id = id.0;
        self.drafts
            .write_at_once(move |db| {
                Box::pin(async move {
                    let key = &id[..];
                    sqlx::query!("DELETE FROM unsent WHERE id = ?", key)
                        .execute(db)
                        .await
                        .map_err(failed)?;
                    Ok(())
                })
            })
            .await
    }
}
