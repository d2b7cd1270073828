//! Drafts and rate limits.

use jiff::Timestamp;
use serde::Serialize;
use sqlx::PgConnection;
use store::{KeptLimit, Record, StoreError};

use super::columns::cut;
use super::{FirstKey, rows};
use crate::drafts;
use crate::errors::failed;
use crate::values::RowOf;

pub(super) async fn read(
    from: FirstKey,
    limit: i64,
    db: &mut PgConnection,
) -> Result<Vec<Record>, StoreError> {
    let drafts = drafts::from(from.bytes(), limit, db).await?;
    Ok(drafts.into_iter().map(Record::Draft).collect())
}

/// One by one: drafts are few, since none is kept for long.
pub(super) async fn write(records: &[Record], db: &mut PgConnection) -> Result<u64, StoreError> {
    let mut new = 0;
    for record in records {
        if let Record::Draft(draft) = record {
            new += u64::from(drafts::insert(draft, db).await?);
        }
    }
    Ok(new)
}

#[derive(Serialize)]
struct LimitColumns<'a> {
    bucket: &'a str,
    window_ends_at: Timestamp,
    hits: u32,
}

pub(super) async fn read_limits(
    from: FirstKey,
    limit: i64,
    db: &mut PgConnection,
) -> Result<Vec<Record>, StoreError> {
    let records = sqlx::query!(
        "SELECT bucket, window_ends_at, hits FROM rate_limits WHERE bucket >= $1 ORDER BY bucket LIMIT $2",
        from.text(),
        limit
    )
    .fetch_all(db)
    .await
    .map_err(failed)?;
    let read = records.into_iter().map(|kept| {
        // A bucket may name an address.
        let row = RowOf::new("rate_limits", "a bucket");
        Ok(Record::Limit(KeptLimit {
            window_ends_at: kept.window_ends_at.to_jiff(),
            hits: row.number("hits", kept.hits)?,
            bucket: kept.bucket,
        }))
    });
    read.collect()
}

pub(super) async fn write_limits(records: &[Record], db: &mut PgConnection) -> Result<u64, StoreError> {
    let limits = records.iter().filter_map(|record| match record {
        Record::Limit(kept) => Some(LimitColumns {
            bucket: &kept.bucket,
            window_ends_at: cut(kept.window_ends_at),
            hits: kept.hits,
        }),
        _ => None,
    });
    let new = sqlx::query!(
        "INSERT INTO rate_limits SELECT * FROM jsonb_populate_recordset(NULL::rate_limits, $1)
         ON CONFLICT DO NOTHING",
        rows(limits)? as _
    )
    .execute(db)
    .await
    .map_err(failed)?;
    Ok(new.rows_affected())
}
