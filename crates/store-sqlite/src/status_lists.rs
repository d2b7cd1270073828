//! Status lists and the places on them.

use async_trait::async_trait;
use jiff::civil::Date;
use jiff::{Timestamp, tz::TimeZone};
use sqlx::SqliteConnection;
use store::{CAPACITY, IndexBlock, ListInfo, PermitStatus, StatusLists, StoreError, Subject};

use crate::SqliteStore;
use crate::errors::failed;
use crate::values::RowOf;

#[async_trait]
impl StatusLists for SqliteStore {
    async fn reserve_indexes(&self, expires_on: Date, count: u32) -> Result<IndexBlock, StoreError> {
        if count == 0 {
            return Err(StoreError::Contradiction("a block of no places"));
        }
        let day = expires_on.to_string();
        self.main
            .write(move |db| Box::pin(async move { reserve(&day, count, db).await }))
            .await
    }

    async fn status_list(&self, list: u32) -> Result<ListInfo, StoreError> {
        let day = sqlx::query_scalar!("SELECT expires_on FROM status_lists WHERE list = ?", list)
            .fetch_optional(&mut *self.reads.lend().await?)
            .await
            .map_err(failed)?
            .ok_or(StoreError::NotFound(Subject::List))?;
        info(i64::from(list), &day)
    }

    async fn status_lists(&self, now: Timestamp) -> Result<Vec<ListInfo>, StoreError> {
        let today = now.to_zoned(TimeZone::UTC).date().to_string();
        let records = sqlx::query!(
            "SELECT list, expires_on FROM status_lists WHERE expires_on >= ? ORDER BY expires_on, list",
            today
        )
        .fetch_all(&mut *self.reads.lend().await?)
        .await
        .map_err(failed)?;
        records
            .iter()
            .map(|record| info(record.list, &record.expires_on))
            .collect()
    }

    async fn list_changes(&self, list: u32) -> Result<Vec<(u32, PermitStatus)>, StoreError> {
        let records = sqlx::query!(
            "SELECT place, status FROM permits WHERE list = ? AND status <> 'Active' ORDER BY place",
            list
        )
        .fetch_all(&mut *self.reads.lend().await?)
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

async fn reserve(day: &str, count: u32, db: &mut SqliteConnection) -> Result<IndexBlock, StoreError> {
    let open = sqlx::query!(
        "SELECT list, used FROM status_lists WHERE expires_on = ? AND used < ? ORDER BY list LIMIT 1",
        day,
        CAPACITY
    )
    .fetch_optional(&mut *db)
    .await
    .map_err(failed)?;
    let (list, used) = match open {
        Some(open) => (open.list, open.used),
        None => (begin(day, db).await?, 0),
    };
    let row = RowOf::new("status_lists", list);
    let first: u32 = row.number("used", used)?;
    let count = count.min(CAPACITY - first);
    let used = first + count;
    sqlx::query!("UPDATE status_lists SET used = ? WHERE list = ?", used, list)
        .execute(db)
        .await
        .map_err(failed)?;
    Ok(IndexBlock {
        list: row.number("list", list)?,
        capacity: CAPACITY,
        first,
        count,
    })
}

async fn begin(day: &str, db: &mut SqliteConnection) -> Result<i64, StoreError> {
    sqlx::query_scalar!(
        "INSERT INTO status_lists (expires_on, used) VALUES (?, 0) RETURNING list",
        day
    )
    .fetch_one(db)
    .await
    .map_err(failed)
}

fn info(list: i64, day: &str) -> Result<ListInfo, StoreError> {
    let row = RowOf::new("status_lists", list);
    Ok(ListInfo {
        list: row.number("list", list)?,
        expires_on: row.checked("expires_on", day.parse())?,
    })
}
