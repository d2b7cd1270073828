//! Status lists with how many places are handed out, and the purpose.

use sqlx::SqliteConnection;
use store::{KeptList, Purpose, Record, StoreError};

use super::FirstKey;
use crate::errors::failed;
use crate::purpose::purpose_named;
use crate::values::RowOf;

pub(super) async fn read(
    from: FirstKey,
    limit: u32,
    db: &mut SqliteConnection,
) -> Result<Vec<Record>, StoreError> {
    let from = from.number();
    let records = sqlx::query!(
        "SELECT list, expires_on, used FROM status_lists WHERE list >= ? ORDER BY list LIMIT ?",
        from,
        limit
    )
    .fetch_all(db)
    .await
    .map_err(failed)?;
    let read = records.into_iter().map(|kept| {
        let row = RowOf::new("status_lists", kept.list);
        Ok(Record::List(KeptList {
            list: row.number("list", kept.list)?,
            expires_on: row.checked("expires_on", kept.expires_on.parse())?,
            used: row.number("used", kept.used)?,
        }))
    });
    read.collect()
}

pub(super) async fn write(kept: &KeptList, db: &mut SqliteConnection) -> Result<bool, StoreError> {
    let expires_on = kept.expires_on.to_string();
    let new = sqlx::query!(
        "INSERT INTO status_lists (list, expires_on, used) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
        kept.list,
        expires_on,
        kept.used
    )
    .execute(db)
    .await
    .map_err(failed)?;
    Ok(new.rows_affected() == 1)
}

pub(super) async fn read_purpose(
    from: FirstKey,
    limit: u32,
    db: &mut SqliteConnection,
) -> Result<Vec<Record>, StoreError> {
    let from = from.number();
    let names = sqlx::query_scalar!("SELECT name FROM purpose WHERE only >= ? LIMIT ?", from, limit)
        .fetch_all(db)
        .await
        .map_err(failed)?;
    names
        .iter()
        .map(|name| purpose_named(name).map(Record::Purpose))
        .collect()
}

pub(super) async fn write_purpose(purpose: Purpose, db: &mut SqliteConnection) -> Result<bool, StoreError> {
    let name = purpose.as_str();
    let new = sqlx::query!(
        "INSERT INTO purpose (only, name) VALUES (1, ?) ON CONFLICT DO NOTHING",
        name
    )
    .execute(db)
    .await
    .map_err(failed)?;
    Ok(new.rows_affected() == 1)
}
