//! Writing what applications are found by: with a transition that brings answers, and afterwards where there is nothing yet.

use review::ApplicationId;
use serde::Serialize;
use sqlx::SqliteConnection;
use store::{LookUp, StoreError};

use super::read_value;
use crate::errors::failed;
use crate::rows::{Hex, Rows};

/// What an application is found by, in the tables' words.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Columns {
    application: ApplicationId,
    /// The value of the application's row.
    kept: Hex<Vec<u8>>,
    hashes: Vec<i64>,
}

impl Columns {
    pub(crate) fn new(application: ApplicationId, look_ups: Vec<LookUp>) -> Self {
        let look_ups = LookUp::distinct(look_ups);
        Self {
            application,
            kept: value(&look_ups),
            hashes: look_ups.into_iter().map(LookUp::number).collect(),
        }
    }
}

/// As one value of the application's row, where each is once.
pub(crate) fn value(look_ups: &[LookUp]) -> Hex<Vec<u8>> {
    Hex(look_ups.iter().flat_map(|look_up| look_up.0).collect())
}

/// Makes applications found by what their rows say already. An application is in the run of its place in the table: those that
/// come one after the other share a run.
pub(crate) async fn insert(columns: String, db: &mut SqliteConnection) -> Result<(), StoreError> {
    sqlx::query!(
        "INSERT INTO look_ups (run, hash, application)
         SELECT applications.rowid / 2048, hash.value, applications.id
         FROM jsonb_each(?) AS found_by
             CROSS JOIN applications ON applications.id = unhex(found_by.value ->> 'application', '-')
             CROSS JOIN json_each(found_by.value, '$.hashes') AS hash
         WHERE true
         ON CONFLICT DO NOTHING",
        columns
    )
    .execute(db)
    .await
    .map_err(failed)?;
    Ok(())
}

/// Keeps what these applications are found by in place of what was kept before, in their rows and in the table.
pub(crate) async fn replace(columns: String, db: &mut SqliteConnection) -> Result<(), StoreError> {
    let before = sqlx::query!(
        r#"SELECT applications.id, look_ups AS "look_ups!"
           FROM jsonb_each(?) JOIN applications ON applications.id = unhex(value ->> 'application', '-')
           WHERE look_ups IS NOT NULL"#,
        columns
    )
    .fetch_all(&mut *db)
    .await
    .map_err(failed)?;
    let before = before.iter().flat_map(|kept| {
        let hashes = read_value(&kept.look_ups).into_iter();
        hashes.map(|look_up| (look_up.number(), Hex(&kept.id)))
    });
    if let Some(rows) = Rows::together([&Rows::of(before)?]) {
        forget(rows, db).await?;
    }
    sqlx::query!(
        "UPDATE applications SET look_ups = unhex(value ->> 'kept') FROM jsonb_each(?)
         WHERE applications.id = unhex(value ->> 'application', '-')",
        columns
    )
    .execute(&mut *db)
    .await
    .map_err(failed)?;
    insert(columns, db).await
}

/// Forgets rows of the table, each given as its hash and its application, in whichever run it is.
async fn forget(rows: String, db: &mut SqliteConnection) -> Result<(), StoreError> {
    sqlx::query!(
        "WITH RECURSIVE runs (number) AS (
             SELECT 0 UNION ALL SELECT number + 1 FROM runs WHERE number < (SELECT max(run) FROM look_ups)
         )
         DELETE FROM look_ups WHERE (run, hash, application) IN (
             SELECT number, value ->> 0, unhex(value ->> 1) FROM runs CROSS JOIN jsonb_each(?)
         )",
        rows
    )
    .execute(db)
    .await
    .map_err(failed)?;
    Ok(())
}

/// Forgets them for good: the empty value keeps others from being filled in.
pub(crate) async fn erase(application: ApplicationId, db: &mut SqliteConnection) -> Result<(), StoreError> {
    let nothing = Rows::of([Columns::new(application, Vec::new())])?;
    match Rows::together([&nothing]) {
        Some(columns) => replace(columns, db).await,
        None => Ok(()),
    }
}

/// Forgets all, to be filled in anew.
pub(crate) async fn forget_all(db: &mut SqliteConnection) -> Result<(), StoreError> {
    sqlx::query!("UPDATE applications SET look_ups = NULL WHERE look_ups IS NOT NULL")
        .execute(&mut *db)
        .await
        .map_err(failed)?;
    sqlx::query!("DELETE FROM look_ups")
        .execute(db)
        .await
        .map_err(failed)?;
    Ok(())
}

pub(super) async fn fill_in(
    columns: &Columns,
    revision: i64,
    db: &mut SqliteConnection,
) -> Result<(), StoreError> {
    let key = &columns.application.0.as_bytes()[..];
    let kept = sqlx::query!(
        r#"SELECT revision, erased_at FROM applications WHERE id = ? AND look_ups IS NULL"#,
        key
    )
    .fetch_optional(&mut *db)
    .await
    .map_err(failed)?;
    match kept {
        // A program of before left no value that says so.
        Some(kept) if kept.erased_at.is_some() => erase(columns.application, db).await,
        Some(kept) if kept.revision == revision => match Rows::together([&Rows::of([columns])?]) {
            Some(columns) => replace(columns, db).await,
            None => Ok(()),
        },
        _ => Ok(()),
    }
}
