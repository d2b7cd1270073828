//! What applications are found by.

mod write;

use async_trait::async_trait;
use review::ApplicationId;
use sqlx::PgConnection;
use store::{LookUp, LookUps, LookedThrough, StoreError};
use uuid::Uuid;

use crate::PostgresStore;
use crate::errors::failed;
use crate::values::RowOf;
use crate::writer::Writer;

pub(crate) use write::{Columns, Row, erase, forget_others};

#[async_trait]
impl LookUps for PostgresStore {
    async fn applications_by(&self, look_up: &LookUp, limit: u32) -> Result<Vec<ApplicationId>, StoreError> {
        let found = sqlx::query_scalar!(
            "SELECT application FROM look_ups WHERE kind = $1 AND hash = $2 ORDER BY application LIMIT $3",
            look_up.kind.as_str(),
            &look_up.hash[..],
            i64::from(limit)
        )
        .fetch_all(&self.reads)
        .await
        .map_err(failed)?;
        Ok(found.into_iter().map(ApplicationId).collect())
    }

    async fn look_ups_missing(
        &self,
        after: Option<ApplicationId>,
        limit: u32,
    ) -> Result<LookedThrough, StoreError> {
        let after = after.map_or(Uuid::nil(), |id| id.0);
        let records = sqlx::query!(
            r#"SELECT id AS "id!", NOT EXISTS (SELECT FROM look_ups WHERE application = looked_at.id) AS "is_missing!"
               FROM (SELECT id FROM applications WHERE id > $1 ORDER BY id LIMIT $2) AS looked_at
               ORDER BY id"#,
            after,
            i64::from(limit)
        )
        .fetch_all(&self.reads)
        .await
        .map_err(failed)?;
        let missing = records.iter().filter(|record| record.is_missing);
        Ok(LookedThrough {
            missing: missing.map(|record| ApplicationId(record.id)).collect(),
            last: records.last().map(|record| ApplicationId(record.id)),
        })
    }

    async fn add_look_ups(
        &self,
        application: ApplicationId,
        look_ups: Vec<LookUp>,
    ) -> Result<(), StoreError> {
        self.writer
            .write(move |db| Box::pin(async move { write::add(application.0, &look_ups, db).await }))
            .await
    }
}

/// Forgets all, to be filled in anew, so many at a time: a write of millions would be given up.
pub(crate) async fn forget_all(writer: &Writer) -> Result<(), StoreError> {
    while writer
        .write_at_once(|db| Box::pin(write::forget_some(db)))
        .await?
    {}
    Ok(())
}

/// The rows of these applications; one that says that there is nothing is empty.
pub(crate) async fn of_all(
    ids: &[Uuid],
    db: &mut PgConnection,
) -> Result<Vec<(ApplicationId, Option<LookUp>)>, StoreError> {
    let records = sqlx::query!(
        "SELECT application, kind, hash FROM look_ups WHERE application = ANY($1)",
        ids
    )
    .fetch_all(db)
    .await
    .map_err(failed)?;
    let read = records.into_iter().map(|kept| {
        let hash = RowOf::new("look_ups", kept.application).bytes("hash", &kept.hash)?;
        Ok((ApplicationId(kept.application), LookUp::of_row(kept.kind, hash)))
    });
    read.collect()
}
