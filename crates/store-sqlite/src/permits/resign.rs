//! Another signature in the place of one whose key is void.

use sqlx::SqliteConnection;
use store::{AuditEntry, Expected, Resigning, StoreError, Subject};

use crate::errors::failed;
use crate::rows::Rows;
use crate::{audit, outbox};

pub(super) async fn resign(
    resigning: &Resigning,
    entry: &AuditEntry,
    db: &mut SqliteConnection,
) -> Result<(), StoreError> {
    let (id, application) = (&resigning.permit.0[..], &resigning.application.0.as_bytes()[..]);
    let (seen, signed) = (&resigning.seen[..], &resigning.signed[..]);
    let done = sqlx::query!(
        "UPDATE permits SET signed = ?
         WHERE id = ? AND application = ? AND signed = ? AND signed <> x'' AND status IN ('Active', 'Suspended')",
        signed,
        id,
        application,
        seen
    )
    .execute(&mut *db)
    .await
    .map_err(failed)?;
    if done.rows_affected() == 0 {
        return why_not(resigning, db).await;
    }
    audit::insert(entry, db).await?;
    match Rows::together([&outbox::rows(&resigning.outbox)?]) {
        Some(rows) => outbox::insert(rows, db).await,
        None => Ok(()),
    }
}

/// Fine if the new signature is there already; else somebody was faster, with another one or with a revocation.
async fn why_not(resigning: &Resigning, db: &mut SqliteConnection) -> Result<(), StoreError> {
    let (id, application) = (&resigning.permit.0[..], &resigning.application.0.as_bytes()[..]);
    let kept = sqlx::query_scalar!(
        "SELECT signed FROM permits WHERE id = ? AND application = ?",
        id,
        application
    )
    .fetch_optional(db)
    .await
    .map_err(failed)?
    .ok_or(StoreError::NotFound(Subject::Permit))?;
    if kept == resigning.signed {
        return Ok(());
    }
    Err(StoreError::Conflict {
        subject: Subject::Permit,
        expected: Expected::Signature,
    })
}
