//! Rate limits, counted by connections that do not wait for the disk: one statement a hit, so that all nodes
//! count together.

use async_trait::async_trait;
use jiff::{SignedDuration, Timestamp};
use store::{Limits, StoreError};

use crate::PostgresStore;
use crate::errors::failed;
use crate::values::{RowOf, legible, time};

#[async_trait]
impl Limits for PostgresStore {
    async fn hit(&self, bucket: &str, window: SignedDuration, now: Timestamp) -> Result<u32, StoreError> {
        let end = now
            .checked_add(window)
            .map_err(|_| StoreError::Contradiction("a window that ends after all time"))?;
        let bucket = legible(bucket);
        let mut db = self.lent_swift.lend().await?;
        let hits = sqlx::query_scalar!(
            "INSERT INTO rate_limits AS kept (bucket, window_ends_at, hits) VALUES ($1, $2, 1)
             ON CONFLICT (bucket) DO UPDATE SET
                 hits = CASE WHEN kept.window_ends_at <= $3 THEN 1 ELSE kept.hits + 1 END,
                 window_ends_at = CASE WHEN kept.window_ends_at <= $3 THEN $2 ELSE kept.window_ends_at END
             RETURNING hits",
            bucket,
            time(end),
            time(now)
        )
        .fetch_one(&mut *db)
        .await
        .map_err(failed)?;
        db.answered();
        RowOf::new("rate_limits", bucket).number("hits", hits)
    }

    async fn hits(&self, bucket: &str, now: Timestamp) -> Result<u32, StoreError> {
        let bucket = legible(bucket);
        let hits = sqlx::query_scalar!(
            "SELECT hits FROM rate_limits WHERE bucket = $1 AND window_ends_at > $2",
            bucket,
            time(now)
        )
        .fetch_optional(&self.reads)
        .await
        .map_err(failed)?;
        hits.map_or(Ok(0), |hits| {
            RowOf::new("rate_limits", bucket).number("hits", hits)
        })
    }
}
