//! What is in the file that does not wait for the disk.

use sqlx::SqliteConnection;
use store::{Draft, KeptLimit, Record, StoreError};

use super::FirstKey;
use crate::drafts;
use crate::errors::failed;
use crate::rows::Rows;
use crate::values::{RowOf, micros};

pub(super) async fn read(
    from: FirstKey,
    limit: u32,
    db: &mut SqliteConnection,
) -> Result<Vec<Record>, StoreError> {
    let drafts = drafts::from(from.bytes(), limit, db).await?;
    Ok(drafts.into_iter().map(Record::Draft).collect())
}

pub(super) async fn write(draft: &Draft, db: &mut SqliteConnection) -> Result<bool, StoreError> {
    match Rows::together([&drafts::rows([draft])?]) {
        Some(rows) => Ok(drafts::insert(rows, db).await? == 1),
        None => Ok(false),
    }
}

pub(super) async fn read_limits(
    from: FirstKey,
    limit: u32,
    db: &mut SqliteConnection,
) -> Result<Vec<Record>, StoreError> {
    let from = from.text();
    let records = sqlx::query!(
        "SELECT bucket, window_ends_at, hits FROM rate_limits WHERE bucket >= ? ORDER BY bucket LIMIT ?",
        from,
        limit
    )
    .fetch_all(db)
    .await
    .map_err(failed)?;
    let read = records.into_iter().map(|kept| {
        // A bucket may name an address.
        let row = RowOf::new("rate_limits", "a bucket");
        Ok(Record::Limit(KeptLimit {
            window_ends_at: row.time("window_ends_at", kept.window_ends_at)?,
            hits: row.number("hits", kept.hits)?,
            bucket: kept.bucket,
        }))
    });
    read.collect()
}

pub(super) async fn write_limit(kept: &KeptLimit, db: &mut SqliteConnection) -> Result<bool, StoreError> {
    let ends_at = micros(kept.window_ends_at);
    let new = sqlx::query!(
        "INSERT INTO rate_limits (bucket, window_ends_at, hits) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
        kept.bucket,
        ends_at,
        kept.hits
    )
    .execute(db)
    .await
    .map_err(failed)?;
    Ok(new.rows_affected() == 1)
}
