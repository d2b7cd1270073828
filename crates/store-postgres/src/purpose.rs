//! What the database is for, and the mark of the secret that its nodes share.

use sqlx::{PgConnection, PgExecutor};
use store::{Banner, CAPACITY, Purpose, SecretMark, StoreError};

use crate::errors::failed;
use crate::values::RowOf;

pub(crate) async fn dedicate(purpose: Purpose, db: &mut PgConnection) -> Result<Purpose, StoreError> {
    let name = purpose.as_str();
    sqlx::query!(
        "INSERT INTO purpose (single, name) VALUES (1, $1) ON CONFLICT DO NOTHING",
        name
    )
    .execute(&mut *db)
    .await
    .map_err(failed)?;
    let kept = sqlx::query_scalar!("SELECT name FROM purpose")
        .fetch_one(db)
        .await
        .map_err(failed)?;
    purpose_named(&kept)
}

pub(crate) async fn keep_mark(mine: SecretMark, db: &mut PgConnection) -> Result<SecretMark, StoreError> {
    sqlx::query!(
        "UPDATE purpose SET secret_mark = $1 WHERE secret_mark IS NULL",
        &mine.0[..]
    )
    .execute(&mut *db)
    .await
    .map_err(failed)?;
    mark(db)
        .await?
        .ok_or(StoreError::Contradiction("dedicate the database first"))
}

pub(crate) async fn mark(db: impl PgExecutor<'_>) -> Result<Option<SecretMark>, StoreError> {
    let kept = sqlx::query_scalar!("SELECT secret_mark FROM purpose")
        .fetch_optional(db)
        .await
        .map_err(failed)?
        .flatten();
    let read = |mark: Vec<u8>| {
        RowOf::new("purpose", 1)
            .bytes("secret_mark", &mark)
            .map(SecretMark)
    };
    kept.map(read).transpose()
}

/// Keeps another mark, and closes the lists whose places another secret has mixed.
pub(crate) async fn replace_mark(new: SecretMark, db: &mut PgConnection) -> Result<(), StoreError> {
    sqlx::query!("UPDATE purpose SET secret_mark = $1", &new.0[..])
        .execute(&mut *db)
        .await
        .map_err(failed)?;
    sqlx::query!(
        "UPDATE status_lists SET used = $1",
        i32::try_from(CAPACITY).unwrap_or(i32::MAX)
    )
    .execute(db)
    .await
    .map(drop)
    .map_err(failed)
}

pub(crate) async fn banner(db: impl PgExecutor<'_>) -> Result<Option<Banner>, StoreError> {
    let kept = sqlx::query_scalar!("SELECT banner FROM purpose")
        .fetch_optional(db)
        .await
        .map_err(failed)?
        .flatten();
    RowOf::new("purpose", 1).maybe_json("banner", kept.as_deref())
}

pub(crate) async fn set_banner(words: Option<String>, db: &mut PgConnection) -> Result<(), StoreError> {
    let changed = sqlx::query!("UPDATE purpose SET banner = $1", words)
        .execute(db)
        .await
        .map_err(failed)?;
    if changed.rows_affected() == 0 {
        return Err(StoreError::Contradiction("dedicate the database first"));
    }
    Ok(())
}

pub(crate) fn purpose_named(name: &str) -> Result<Purpose, StoreError> {
    let corrupt = || RowOf::new("purpose", 1).corrupt("name", format!("{name:?} is no purpose"));
    Purpose::read(name).ok_or_else(corrupt)
}
