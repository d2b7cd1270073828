//! What applications are found by: a value of each application's row, and the same hashes in a table that is searched.

mod write;

use async_trait::async_trait;
use review::ApplicationId;
use sqlx::SqliteConnection;
use store::{LookUp, LookUps, LookedThrough, StoreError};

use crate::SqliteStore;
use crate::errors::failed;
use crate::values::{RowOf, count};

pub(crate) use write::{Columns, erase, forget_all, insert, replace, value};

#[async_trait]
impl LookUps for SqliteStore {
    async fn applications_by(&self, look_up: LookUp, limit: u32) -> Result<Vec<ApplicationId>, StoreError> {
        let hash = look_up.number();
        let found = sqlx::query_scalar!(
            "WITH RECURSIVE runs (number) AS (
                 SELECT 0 UNION ALL SELECT number + 1 FROM runs WHERE number < (SELECT max(run) FROM look_ups)
             )
             SELECT application FROM runs CROSS JOIN look_ups ON run = number AND hash = ?
             ORDER BY application LIMIT ?",
            hash,
            limit
        )
        .fetch_all(&mut *self.reads.lend().await?)
        .await
        .map_err(failed)?;
        found.iter().map(|id| read_id(id)).collect()
    }

    async fn look_ups_missing(
        &self,
        after: Option<ApplicationId>,
        limit: u32,
    ) -> Result<LookedThrough, StoreError> {
        let after = after.map_or_else(Vec::new, |id| id.0.as_bytes().to_vec());
        let records = sqlx::query!(
            r#"SELECT id, look_ups IS NULL AS "is_missing: bool"
               FROM applications WHERE id > ? ORDER BY id LIMIT ?"#,
            after,
            limit
        )
        .fetch_all(&mut *self.reads.lend().await?)
        .await
        .map_err(failed)?;
        let mut through = LookedThrough::default();
        for record in records {
            let id = read_id(&record.id)?;
            through.last = Some(id);
            if record.is_missing {
                through.missing.push(id);
            }
        }
        Ok(through)
    }

    async fn fill_in_look_ups(
        &self,
        application: ApplicationId,
        revision: u64,
        look_ups: Vec<LookUp>,
    ) -> Result<(), StoreError> {
        let (columns, revision) = (Columns::new(application, look_ups), count(revision));
        self.main
            .write(move |db| Box::pin(async move { write::fill_in(&columns, revision, db).await }))
            .await
    }
}

/// What all applications between these two are found by; none of those that nobody has looked at yet.
pub(crate) async fn between(
    first: &[u8],
    last: &[u8],
    db: &mut SqliteConnection,
) -> Result<Vec<(ApplicationId, Option<Vec<LookUp>>)>, StoreError> {
    let records = sqlx::query!(
        "SELECT id, look_ups FROM applications WHERE id BETWEEN ? AND ?",
        first,
        last
    )
    .fetch_all(db)
    .await
    .map_err(failed)?;
    let read = records.into_iter().map(|kept| {
        let look_ups = kept.look_ups.map(|kept| read_value(&kept));
        Ok((read_id(&kept.id)?, look_ups))
    });
    read.collect()
}

/// The value's hashes: the table refuses any that is not whole.
fn read_value(kept: &[u8]) -> Vec<LookUp> {
    let (hashes, _) = kept.as_chunks();
    hashes.iter().copied().map(LookUp).collect()
}

fn read_id(id: &[u8]) -> Result<ApplicationId, StoreError> {
    let row = RowOf::keyed("look_ups", id);
    row.uuid("application", id).map(ApplicationId)
}
