//! Status lists and the places on them.

use async_trait::async_trait;
use jiff::civil::Date;
use jiff::{Timestamp, tz::TimeZone};
use jiff_sqlx::ToSqlx;
use sqlx::PgConnection;
use store::{CAPACITY, IndexBlock, ListInfo, PermitStatus, StatusLists, StoreError, Subject};

use crate::PostgresStore;
use crate::errors::failed;
use crate::values::RowOf;

/// How often a list may turn out to be full, or begun by another node, just when it was to be used. Each time
/// somebody else got places: that nobody gets any is impossible, and that one caller never does is not likely.
const TRIES: usize = 64;

/// A day's last list. Those before it are full.
struct Last {
    list: i32,
    part: i32,
    used: i32,
}

#[async_trait]
impl StatusLists for PostgresStore {
    async fn reserve_indexes(&self, expires_on: Date, count: u32) -> Result<IndexBlock, StoreError> {
        if count == 0 {
            return Err(StoreError::Contradiction("a block of no places"));
        }
        for _ in 0..TRIES {
            let taken = self
                .writer
                .write_at_once(move |db| Box::pin(reserve(expires_on, count, db)))
                .await?;
            if let Some(block) = taken {
                return Ok(block);
            }
        }
        Err(StoreError::unavailable("others always reserve places first"))
    }

    async fn status_list(&self, list: u32) -> Result<ListInfo, StoreError> {
        let Ok(number) = i32::try_from(list) else {
            return Err(StoreError::NotFound(Subject::List));
        };
        let day = sqlx::query_scalar!("SELECT expires_on FROM status_lists WHERE list = $1", number)
            .fetch_optional(&self.reads)
            .await
            .map_err(failed)?
            .ok_or(StoreError::NotFound(Subject::List))?;
        Ok(ListInfo {
            list,
            expires_on: day.to_jiff(),
        })
    }

    async fn status_lists(&self, now: Timestamp) -> Result<Vec<ListInfo>, StoreError> {
        let today = now.to_zoned(TimeZone::UTC).date();
        let records = sqlx::query!(
            "SELECT list, expires_on FROM status_lists WHERE expires_on >= $1 ORDER BY expires_on, list",
            today.to_sqlx()
        )
        .fetch_all(&self.reads)
        .await
        .map_err(failed)?;
        let read = records.into_iter().map(|record| {
            Ok(ListInfo {
                list: RowOf::new("status_lists", record.list).number("list", record.list)?,
                expires_on: record.expires_on.to_jiff(),
            })
        });
        read.collect()
    }

    async fn list_changes(&self, list: u32) -> Result<Vec<(u32, PermitStatus)>, StoreError> {
        let Ok(number) = i32::try_from(list) else {
            return Ok(Vec::new());
        };
        let records = sqlx::query!(
            "SELECT place, status FROM permits WHERE list = $1 AND status <> 'Active' ORDER BY place",
            number
        )
        .fetch_all(&self.reads)
        .await
        .map_err(failed)?;
        let read = records.iter().map(|record| {
            let row = RowOf::new("permits", format_args!("list {list}, place {}", record.place));
            Ok((
                row.number("place", record.place)?,
                row.named("status", &record.status)?,
            ))
        });
        read.collect()
    }
}

/// Takes places on the day's last list; none if there were none left, or if there was no list yet. Then the
/// next list has been begun, by this node or by another, and the caller comes again.
async fn reserve(day: Date, count: u32, db: &mut PgConnection) -> Result<Option<IndexBlock>, StoreError> {
    let last = sqlx::query_as!(
        Last,
        "SELECT list, part, used FROM status_lists WHERE expires_on = $1 ORDER BY part DESC LIMIT 1",
        day.to_sqlx()
    )
    .fetch_optional(&mut *db)
    .await
    .map_err(failed)?;
    match last {
        Some(last) if u32::try_from(last.used).is_ok_and(|used| used < CAPACITY) => {
            take(last.list, count, db).await
        }
        Some(Last { part, .. }) => begin(day, part + 1, db).await.map(|()| None),
        None => begin(day, 0, db).await.map(|()| None),
    }
}

/// Each statement here is a transaction of its own and locks one row; nothing is held from one to the next.
async fn take(list: i32, count: u32, db: &mut PgConnection) -> Result<Option<IndexBlock>, StoreError> {
    let row = RowOf::new("status_lists", list);
    let taken = sqlx::query!(
        "UPDATE status_lists SET block = used, used = least(used + $2::bigint, $3::bigint)::integer
         WHERE list = $1 AND used < $3::bigint RETURNING block, used",
        list,
        i64::from(count),
        i64::from(CAPACITY)
    )
    .fetch_optional(db)
    .await
    .map_err(failed)?;
    let Some(taken) = taken else { return Ok(None) };
    Ok(Some(IndexBlock {
        list: row.number("list", list)?,
        capacity: CAPACITY,
        first: row.number("block", taken.block)?,
        count: row.number("used", taken.used - taken.block)?,
    }))
}

/// Begins a day's list of this part; if another node has begun it, there is nothing to do.
async fn begin(day: Date, part: i32, db: &mut PgConnection) -> Result<(), StoreError> {
    sqlx::query!(
        "INSERT INTO status_lists (expires_on, part, used, block) VALUES ($1, $2, 0, 0)
         ON CONFLICT ON CONSTRAINT status_lists_expires_on_part_key DO NOTHING",
        day.to_sqlx(),
        part
    )
    .execute(db)
    .await
    .map_err(failed)?;
    Ok(())
}
