//! Rate limits, in the file that does not wait for the disk.

use async_trait::async_trait;
use jiff::{SignedDuration, Timestamp};
use store::{Hits, Limits, StoreError};

use crate::SqliteStore;
use crate::errors::failed;
use crate::values::{RowOf, micros};

#[async_trait]
impl Limits for SqliteStore {
    async fn hit(&self, bucket: &str, window: SignedDuration, now: Timestamp) -> Result<Hits, StoreError> {
        let bucket = bucket.to_owned();
        let end = now
            .checked_add(window)
            .map_err(|_| StoreError::Contradiction("a window that ends after all time"))?;
        let (now, end) = (micros(now), micros(end));
        self.drafts
            .write_at_once(move |db| {
                Box::pin(async move {
                    let hits = sqlx::query!(
                        "INSERT INTO rate_limits (bucket, window_ends_at, hits) VALUES (?1, ?2, 1)
                         ON CONFLICT (bucket) DO UPDATE SET
                             hits = CASE WHEN window_ends_at <= ?3 THEN 1 ELSE hits + 1 END,
                             window_ends_at = CASE WHEN window_ends_at <= ?3 THEN ?2 ELSE window_ends_at END
                         RETURNING hits, window_ends_at",
                        bucket,
                        end,
                        now
                    )
                    // All rows, though there is one: the statement ends, and is committed, only when it was read to
                    // its end, and a commit that fails is told only then.
                    .fetch_all(db)
                    .await
                    .map_err(failed)?;
                    let row = hits
                        .first()
                        .map_or((0, now), |row| (row.hits, row.window_ends_at));
                    read(&bucket, row)
                })
            })
            .await
    }

    async fn take_back_hit(&self, bucket: &str, now: Timestamp) -> Result<(), StoreError> {
        let (bucket, now) = (bucket.to_owned(), micros(now));
        self.drafts
            .write_at_once(move |db| {
                Box::pin(async move {
                    sqlx::query!(
                        "UPDATE rate_limits SET hits = hits - 1
                         WHERE bucket = ? AND window_ends_at > ? AND hits > 0",
                        bucket,
                        now
                    )
                    .execute(db)
                    .await
                    .map_err(failed)?;
                    Ok(())
                })
            })
            .await
    }

    async fn hits(&self, bucket: &str, now: Timestamp) -> Result<Hits, StoreError> {
        let now = micros(now);
        let hits = sqlx::query!(
            "SELECT hits, window_ends_at FROM rate_limits WHERE bucket = ? AND window_ends_at > ?",
            bucket,
            now
        )
        .fetch_optional(&mut *self.draft_reads.lend().await?)
        .await
        .map_err(failed)?;
        read(
            bucket,
            hits.map_or((0, now), |row| (row.hits, row.window_ends_at)),
        )
    }
}

fn read(bucket: &str, (hits, ends_at): (i64, i64)) -> Result<Hits, StoreError> {
    let row = RowOf::new("rate_limits", bucket);
    Ok(Hits {
        count: row.number("hits", hits)?,
        ends_at: row.time("window_ends_at", ends_at)?,
    })
}
