//! Forms that were not taken, written by connections that do not wait for the disk.

use async_trait::async_trait;
use jiff::Timestamp;
use store::{StoreError, UnsentForm, UnsentForms, UnsentId};

use crate::PostgresStore;
use crate::errors::failed;
use crate::values::time;

#[async_trait]
impl UnsentForms for PostgresStore {
    async fn keep_unsent(&self, form: &UnsentForm) -> Result<(), StoreError> {
        let mut db = self.lent_swift.lend().await?;
        sqlx::query!(
            "INSERT INTO unsent (id, about, sealed, expires_at) VALUES ($1, $2, $3, $4)
             ON CONFLICT (id) DO UPDATE SET about = excluded.about, sealed = excluded.sealed,
                 expires_at = excluded.expires_at",
            &form.id.0[..],
            form.about,
            form.sealed,
            time(form.expires_at)
        )
        .execute(&mut *db)
        .await
        .map_err(failed)?;
        db.answered();
        Ok(())
    }

    async fn unsent(&self, id: &UnsentId, now: Timestamp) -> Result<Option<UnsentForm>, StoreError> {
        // Where they were written: a replica that reads behind would not know it yet.
        let mut db = self.lent_swift.lend().await?;
        let kept = sqlx::query!(
            "SELECT about, sealed, expires_at FROM unsent WHERE id = $1 AND expires_at > $2",
            &id.0[..],
            time(now)
        )
        .fetch_optional(&mut *db)
        .await
        .map_err(failed)?;
        db.answered();
        Ok(kept.map(|kept| UnsentForm {
            id: *id,
            about: kept.about,
            sealed: kept.sealed,
            expires_at: kept.expires_at.to_jiff(),
        }))
    }

    async fn forget_unsent(&self, id: &UnsentId) -> Result<(), StoreError> {
        let mut db = self.lent_swift.lend().await?;
        sqlx::query!("DELETE FROM unsent WHERE id = $1", &id.0[..])
            .execute(&mut *db)
            .await
            .map_err(failed)?;
        db.answered();
        Ok(())
    }
}
