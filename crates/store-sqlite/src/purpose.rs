//! What the database is for, and the mark of the secret that its nodes share.

use sqlx::{SqliteConnection, SqliteExecutor};
use store::{Banner, CAPACITY, Purpose, SecretMark, StoreError};

use crate::errors::failed;
use crate::look_ups;
use crate::values::RowOf;

pub(crate) async fn dedicate(purpose: Purpose, db: &mut SqliteConnection) -> Result<Purpose, StoreError> {
    let name = purpose.as_str();
    sqlx::query!(
        "INSERT INTO purpose (only, name) VALUES (1, ?) ON CONFLICT DO NOTHING",
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

pub(crate) async fn keep_mark(mine: SecretMark, db: &mut SqliteConnection) -> Result<SecretMark, StoreError> {
    let first = &mine.0[..];
    sqlx::query!(
        "UPDATE purpose SET secret_mark = ? WHERE secret_mark IS NULL",
        first
    )
    .execute(&mut *db)
    .await
    .map_err(failed)?;
    mark(db)
        .await?
        .ok_or(StoreError::Contradiction("dedicate the database first"))
}

pub(crate) async fn mark(db: impl SqliteExecutor<'_>) -> Result<Option<SecretMark>, StoreError> {
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

/// Keeps another mark, and lets go of what another secret has made: the order of begun lists' places, and what applications
/// are found by.
pub(crate) async fn replace_mark(new: SecretMark, db: &mut SqliteConnection) -> Result<(), StoreError> {
    let mark = &new.0[..];
    sqlx::query!("UPDATE purpose SET secret_mark = ?", mark)
        .execute(&mut *db)
        .await
        .map_err(failed)?;
    look_ups::forget_all(db).await?;
    let full = CAPACITY;
    sqlx::query!("UPDATE status_lists SET used = ?", full)
        .execute(db)
        .await
        .map(drop)
        .map_err(failed)
}

pub(crate) async fn banner(db: impl SqliteExecutor<'_>) -> Result<Option<Banner>, StoreError> {
    let kept = sqlx::query_scalar!("SELECT banner FROM purpose")
        .fetch_optional(db)
        .await
        .map_err(failed)?
        .flatten();
    RowOf::new("purpose", 1).maybe_json("banner", kept.as_deref())
}

pub(crate) async fn set_banner(words: Option<String>, db: &mut SqliteConnection) -> Result<(), StoreError> {
    let changed = sqlx::query!("UPDATE purpose SET banner = ?", words)
        .execute(db)
        .await
        .map_err(failed)?;
    if changed.rows_affected() == 0 {
        return Err(StoreError::Contradiction("dedicate the database first"));
    }
    Ok(())
}

/// Writes a number that nobody reads, durably: a disk that is full, or can only be read, refuses it. A row that is written as
/// it was is no change to SQLite, which would write nothing.
pub(crate) async fn touch(db: &mut SqliteConnection) -> Result<(), StoreError> {
    let number = sqlx::query("PRAGMA user_version = 0");
    number.execute(db).await.map(drop).map_err(failed)
}

pub(crate) fn purpose_named(name: &str) -> Result<Purpose, StoreError> {
    let corrupt = || RowOf::new("purpose", 1).corrupt("name", format!("{name:?} is no purpose"));
    Purpose::read(name).ok_or_else(corrupt)
}
