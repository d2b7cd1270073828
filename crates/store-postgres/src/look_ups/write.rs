//! Writing what applications are found by: with a transition in its own statement, and afterwards where there is nothing yet.

use review::ApplicationId;
use serde::Serialize;
use sqlx::PgConnection;
use store::{LookUp, StoreError};
use uuid::Uuid;

use crate::errors::failed;
use crate::moving::columns::Bytes;

/// How many rows one statement forgets.
const AT_ONCE: i64 = 50_000;

/// A row on its way into the table.
#[derive(Debug)]
pub(crate) struct Row {
    pub(crate) application: Uuid,
    pub(crate) kind: String,
    pub(crate) hash: [u8; 32],
}

impl Row {
    /// An application's rows; where there is nothing to find it by, the one that says so.
    pub(crate) fn all(application: Uuid, look_ups: &[LookUp]) -> Vec<Self> {
        let rows = LookUp::rows(look_ups).into_iter();
        let rows = rows.map(|(kind, hash)| Self {
            application,
            kind: kind.to_owned(),
            hash,
        });
        rows.collect()
    }
}

/// The same by the names of its columns.
#[derive(Serialize)]
pub(crate) struct Columns<'a> {
    application: ApplicationId,
    kind: &'a str,
    hash: Bytes<[u8; 32]>,
}

impl<'a> Columns<'a> {
    pub(crate) fn all(application: ApplicationId, look_ups: &'a [LookUp]) -> impl Iterator<Item = Self> {
        let rows = LookUp::rows(look_ups).into_iter();
        rows.map(move |(kind, hash)| Self {
            application,
            kind,
            hash: Bytes(hash),
        })
    }
}

/// Forgets what these applications were found by before, all but these rows. A statement after the one that wrote the rows: it
/// sees what somebody filled in while that one waited for the application.
pub(crate) async fn forget_others(
    applications: &[Uuid],
    rows: &[&Row],
    db: &mut PgConnection,
) -> Result<(), StoreError> {
    let owners: Vec<Uuid> = rows.iter().map(|row| row.application).collect();
    let kinds: Vec<&str> = rows.iter().map(|row| row.kind.as_str()).collect();
    let hashes: Vec<&[u8]> = rows.iter().map(|row| &row.hash[..]).collect();
    sqlx::query!(
        "DELETE FROM look_ups kept USING UNNEST($1::uuid[]) AS replaced (application)
         WHERE kept.application = replaced.application AND (kept.application, kept.kind, kept.hash) NOT IN (
             SELECT row.application, row.kind, row.hash
             FROM UNNEST($2::uuid[], $3::text[], $4::bytea[]) AS row (application, kind, hash)
         )",
        applications,
        &owners,
        &kinds as _,
        &hashes as _
    )
    .execute(db)
    .await
    .map_err(failed)?;
    Ok(())
}

/// Forgets them for good: the row that stays keeps others from being filled in.
pub(crate) async fn erase(application: Uuid, db: &mut PgConnection) -> Result<(), StoreError> {
    sqlx::query!("DELETE FROM look_ups WHERE application = $1", application)
        .execute(&mut *db)
        .await
        .map_err(failed)?;
    insert(&Row::all(application, &[]), db).await
}

/// Forgets some rows, of whatever application; whether there were any.
pub(super) async fn forget_some(db: &mut PgConnection) -> Result<bool, StoreError> {
    let gone = sqlx::query!(
        "DELETE FROM look_ups WHERE ctid = ANY (ARRAY (SELECT ctid FROM look_ups LIMIT $1))",
        AT_ONCE
    )
    .execute(db)
    .await
    .map_err(failed)?;
    Ok(gone.rows_affected() > 0)
}

pub(super) async fn add(
    application: Uuid,
    look_ups: &[LookUp],
    db: &mut PgConnection,
) -> Result<(), StoreError> {
    // Locked in a statement of its own: the next one sees what was written by whoever had it before.
    let kept = sqlx::query!(
        "SELECT erased_at FROM applications WHERE id = $1 FOR NO KEY UPDATE",
        application
    )
    .fetch_optional(&mut *db)
    .await
    .map_err(failed)?;
    let Some(kept) = kept else { return Ok(()) };
    let is_filled = sqlx::query_scalar!(
        r#"SELECT EXISTS (SELECT FROM look_ups WHERE application = $1) AS "is_filled!""#,
        application
    )
    .fetch_one(&mut *db)
    .await
    .map_err(failed)?;
    if is_filled {
        return Ok(());
    }
    if kept.erased_at.is_some() {
        // A program of before left no row that says so.
        return erase(application, db).await;
    }
    insert(&Row::all(application, look_ups), db).await
}

async fn insert(rows: &[Row], db: &mut PgConnection) -> Result<(), StoreError> {
    let owners: Vec<Uuid> = rows.iter().map(|row| row.application).collect();
    let kinds: Vec<&str> = rows.iter().map(|row| row.kind.as_str()).collect();
    let hashes: Vec<&[u8]> = rows.iter().map(|row| &row.hash[..]).collect();
    sqlx::query!(
        "INSERT INTO look_ups (application, kind, hash)
         SELECT row.* FROM UNNEST($1::uuid[], $2::text[], $3::bytea[]) AS row (application, kind, hash)
         ON CONFLICT DO NOTHING",
        &owners,
        &kinds as _,
        &hashes as _
    )
    .execute(db)
    .await
    .map_err(failed)?;
    Ok(())
}
