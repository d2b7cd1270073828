//! Status lists with how many places are handed out, and the purpose.

use jiff_sqlx::ToSqlx;
use sqlx::PgConnection;
use store::{KeptList, Record, StoreError};

use super::FirstKey;
use crate::errors::failed;
use crate::purpose::purpose_named;
use crate::values::RowOf;

pub(super) async fn read(
    from: FirstKey,
    limit: i64,
    db: &mut PgConnection,
) -> Result<Vec<Record>, StoreError> {
    let records = sqlx::query!(
        "SELECT list, expires_on, used FROM status_lists WHERE list >= $1::bigint ORDER BY list LIMIT $2",
        from.number(),
        limit
    )
    .fetch_all(db)
    .await
    .map_err(failed)?;
    let read = records.into_iter().map(|kept| {
        let row = RowOf::new("status_lists", kept.list);
        Ok(Record::List(KeptList {
            list: row.number("list", kept.list)?,
            expires_on: kept.expires_on.to_jiff(),
            used: row.number("used", kept.used)?,
        }))
    });
    read.collect()
}

pub(super) async fn write(records: &[Record], db: &mut PgConnection) -> Result<u64, StoreError> {
    let mut written = 0;
    for record in records {
        if let Record::List(kept) = record {
            written += write_one(kept, db).await?;
        }
    }
    sqlx::query!(
        "SELECT setval(pg_get_serial_sequence('status_lists', 'list'), greatest(max(list), 1)) FROM status_lists"
    )
    .fetch_all(db)
    .await
    .map_err(failed)?;
    Ok(written)
}

/// A day's lists come in the order of their numbers, which is that of their parts.
async fn write_one(kept: &KeptList, db: &mut PgConnection) -> Result<u64, StoreError> {
    let new = sqlx::query!(
        "INSERT INTO status_lists (list, expires_on, part, used, block) OVERRIDING SYSTEM VALUE
         SELECT $1::bigint::integer, $2::date, count(*)::integer, $3::bigint::integer, $3::bigint::integer
         FROM status_lists WHERE expires_on = $2::date AND list < $1::bigint
         ON CONFLICT DO NOTHING",
        i64::from(kept.list),
        kept.expires_on.to_sqlx() as _,
        i64::from(kept.used)
    )
    .execute(db)
    .await
    .map_err(failed)?;
    Ok(new.rows_affected())
}

pub(super) async fn read_purpose(
    from: FirstKey,
    limit: i64,
    db: &mut PgConnection,
) -> Result<Vec<Record>, StoreError> {
    let names = sqlx::query_scalar!(
        "SELECT name FROM purpose WHERE single >= $1::bigint LIMIT $2",
        from.number(),
        limit
    )
    .fetch_all(db)
    .await
    .map_err(failed)?;
    names
        .iter()
        .map(|name| purpose_named(name).map(Record::Purpose))
        .collect()
}

pub(super) async fn write_purpose(records: &[Record], db: &mut PgConnection) -> Result<u64, StoreError> {
    let mut written = 0;
    for record in records {
        if let Record::Purpose(purpose) = record {
            let new = sqlx::query!(
                "INSERT INTO purpose (single, name) VALUES (1, $1) ON CONFLICT DO NOTHING",
                purpose.as_str()
            )
            .execute(&mut *db)
            .await
            .map_err(failed)?;
            written += new.rows_affected();
        }
    }
    Ok(written)
}
