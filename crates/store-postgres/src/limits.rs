//! Rate limits, counted by connections that do not wait for the disk: one statement a hit, so that all nodes
//! count together.

use async_trait::async_trait;
use jiff::{SignedDuration, Timestamp};
use store::{Hits, Limits, StoreError};

use crate::PostgresStore;
use crate::errors::failed;
use crate::values::{RowOf, legible, time};

#[async_trait]
impl Limits for PostgresStore {
    async fn hit(&self, bucket: &str, window: SignedDuration, now: Timestamp) -> Result<Hits, StoreError> {
        let end = now
            .checked_add(window)
            .map_err(|_| StoreError::Contradiction("a window that ends after all time"))?;
        let bucket = legible(bucket);
        let mut db = self.lent_swift.lend().await?;
        let hits = sqlx::query!(
            "INSERT INTO rate_limits AS kept (bucket, window_ends_at, hits) VALUES ($1, $2, 1)
             ON CONFLICT (bucket) DO UPDATE SET
                 hits = CASE WHEN kept.window_ends_at <= $3 THEN 1 ELSE kept.hits + 1 END,
                 window_ends_at = CASE WHEN kept.window_ends_at <= $3 THEN $2 ELSE kept.window_ends_at END
             RETURNING hits, window_ends_at",
            bucket,
            time(end),
            time(now)
        )
        .fetch_one(&mut *db)
        .await
        .map_err(failed)?;
        db.answered();
        read(&bucket, hits.hits, hits.window_ends_at.to_jiff())
    }

    async fn take_back_hit(&self, bucket: &str, now: Timestamp) -> Result<(), StoreError> {
        let bucket = legible(bucket);
        let mut db = self.lent_swift.lend().await?;
        sqlx::query!(
            "UPDATE rate_limits SET hits = hits - 1 WHERE bucket = $1 AND window_ends_at > $2 AND hits > 0",
            bucket,
            time(now)
        )
        .execute(&mut *db)
        .await
        .map_err(failed)?;
        db.answered();
        Ok(())
    }

    async fn hits(&self, bucket: &str, now: Timestamp) -> Result<Hits, StoreError> {
        let bucket = legible(bucket);
        let hits = sqlx::query!(
            "SELECT hits, window_ends_at FROM rate_limits WHERE bucket = $1 AND window_ends_at > $2",
            bucket,
            time(now)
        )
        .fetch_optional(&self.reads)
        .await
        .map_err(failed)?;
        hits.map_or(
            Ok(Hits {
                count: 0,
                ends_at: now,
            }),
            |hits| read(&bucket, hits.hits, hits.window_ends_at.to_jiff()),
        )
    }
}

fn read(bucket: &str, hits: i32, ends_at: Timestamp) -> Result<Hits, StoreError> {
    Ok(Hits {
        count: RowOf::new("rate_limits", bucket).number("hits", hits)?,
        ends_at,
    })
}
