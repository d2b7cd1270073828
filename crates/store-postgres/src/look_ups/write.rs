//! Writing what applications are found by: with a transition in its own statement, and afterwards where there is nothing yet.

use sqlx::PgConnection;
use store::{LookUp, StoreError};
use uuid::Uuid;

use crate::errors::failed;

/// How many rows one statement forgets.
const AT_ONCE: i64 = 50_000;

/// A row on its way into the table.
#[derive(Debug)]
pub(super) struct Row {
    application: Uuid,
    hashes: Vec<i64>,
}

impl Row {
    pub(super) fn new(application: Uuid, look_ups: Vec<LookUp>) -> Self {
        let look_ups = LookUp::distinct(look_ups).into_iter();
        Self {
            application,
            hashes: look_ups.map(LookUp::number).collect(),
        }
    }
}

/// The hashes as one text: an array of arrays does not travel.
pub(crate) fn literal(look_ups: &[LookUp]) -> String {
    let hashes: Vec<String> = look_ups
        .iter()
        .map(|look_up| look_up.number().to_string())
        .collect();
    format!("{{{}}}", hashes.join(","))
}

/// Forgets them for good: the row that stays keeps others from being filled in.
pub(crate) async fn erase(application: Uuid, db: &mut PgConnection) -> Result<(), StoreError> {
    sqlx::query!(
        "INSERT INTO application_look_ups (application, hashes) VALUES ($1, '{}')
         ON CONFLICT (application) DO UPDATE SET hashes = '{}'",
        application
    )
    .execute(&mut *db)
    .await
    .map_err(failed)?;
    forget_of_before(application, db).await
}

/// Forgets what a program of before has kept, as long as its table is there (migrations/postgres/later).
async fn forget_of_before(application: Uuid, db: &mut PgConnection) -> Result<(), StoreError> {
    let is_there: bool = sqlx::query_scalar("SELECT to_regclass('look_ups') IS NOT NULL")
        .fetch_one(&mut *db)
        .await
        .map_err(failed)?;
    if is_there {
        sqlx::query("DELETE FROM look_ups WHERE application = $1")
            .bind(application)
            .execute(db)
            .await
            .map_err(failed)?;
    }
    Ok(())
}

/// Forgets some rows, of whatever application; whether there were any.
pub(super) async fn forget_some(db: &mut PgConnection) -> Result<bool, StoreError> {
    let gone = sqlx::query!(
        "DELETE FROM application_look_ups
         WHERE ctid = ANY (ARRAY (SELECT ctid FROM application_look_ups LIMIT $1))",
        AT_ONCE
    )
    .execute(db)
    .await
    .map_err(failed)?;
    Ok(gone.rows_affected() > 0)
}

/// Who changes the application meanwhile is waited for, and the revision is compared again with what they left.
pub(super) async fn fill_in(row: &Row, revision: i64, db: &mut PgConnection) -> Result<(), StoreError> {
    sqlx::query!(
        "INSERT INTO application_look_ups (application, hashes)
         SELECT id, CASE WHEN erased_at IS NULL THEN $3::bigint[] ELSE '{}' END FROM applications
         WHERE id = $1 AND (revision = $2 OR erased_at IS NOT NULL)
         FOR NO KEY UPDATE
         ON CONFLICT DO NOTHING",
        row.application,
        revision,
        &row.hashes
    )
    .execute(db)
    .await
    .map_err(failed)?;
    Ok(())
}
