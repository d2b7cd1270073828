//! What applications are found by: a row of hashes for each.

mod write;

use async_trait::async_trait;
use review::ApplicationId;
use sqlx::PgConnection;
use store::{LookUp, LookUps, LookedThrough, StoreError};
use uuid::Uuid;

use crate::PostgresStore;
use crate::errors::failed;
use crate::values::count;
use crate::writer::Writer;

use write::Row;
pub(crate) use write::{erase, literal};

#[async_trait]
impl LookUps for PostgresStore {
    async fn applications_by(&self, look_up: LookUp, limit: u32) -> Result<Vec<ApplicationId>, StoreError> {
        let found = sqlx::query_scalar!(
            // Found first and sorted afterwards: with the two in one the planner walks all applications in order.
            r#"WITH found AS MATERIALIZED (
                   SELECT application FROM application_look_ups WHERE hashes @> ARRAY[$1::bigint]
               )
               SELECT application AS "application!" FROM found ORDER BY application LIMIT $2"#,
            look_up.number(),
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
            r#"SELECT id AS "id!",
                   NOT EXISTS (SELECT FROM application_look_ups WHERE application = looked_at.id) AS "is_missing!"
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

    async fn fill_in_look_ups(
        &self,
        application: ApplicationId,
        revision: u64,
        look_ups: Vec<LookUp>,
    ) -> Result<(), StoreError> {
        let (row, revision) = (Row::new(application.0, look_ups), count(revision));
        self.writer
            .write_at_once(move |db| Box::pin(async move { write::fill_in(&row, revision, db).await }))
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

/// What these applications are found by, where somebody has looked.
pub(crate) async fn of_all(
    ids: &[Uuid],
    db: &mut PgConnection,
) -> Result<Vec<(ApplicationId, Option<Vec<LookUp>>)>, StoreError> {
    let records = sqlx::query!(
        "SELECT application, hashes FROM application_look_ups WHERE application = ANY($1)",
        ids
    )
    .fetch_all(db)
    .await
    .map_err(failed)?;
    let read = records.into_iter().map(|kept| {
        let look_ups = kept.hashes.into_iter().map(LookUp::of_number);
        (ApplicationId(kept.application), Some(look_ups.collect()))
    });
    Ok(read.collect())
}
