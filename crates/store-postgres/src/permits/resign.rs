//! Another signature in the place of one whose key is void.

use sqlx::PgConnection;
use store::{AuditEntry, Expected, Resigning, StoreError, Subject};
use uuid::Uuid;

use crate::errors::failed;
use crate::{audit, outbox};

pub(super) async fn resign(
    resigning: &Resigning,
    entry: &AuditEntry,
    db: &mut PgConnection,
) -> Result<(), StoreError> {
    let done = sqlx::query!(
        "UPDATE permits SET signed = $4
         WHERE application = $1 AND id = $2 AND signed = $3 AND signed <> '' AND status IN ('Active', 'Suspended')",
        resigning.application.0,
        Uuid::from_bytes(resigning.permit.0),
        resigning.seen,
        resigning.signed
    )
    .execute(&mut *db)
    .await
    .map_err(failed)?;
    if done.rows_affected() == 0 {
        return why_not(resigning, db).await;
    }
    audit::insert(entry, &mut *db).await?;
    outbox::insert(&resigning.outbox, db).await
}

/// Fine if the new signature is there already; else somebody was faster, with another one or with a revocation.
async fn why_not(resigning: &Resigning, db: &mut PgConnection) -> Result<(), StoreError> {
    let kept = sqlx::query_scalar!(
        "SELECT signed FROM permits WHERE application = $1 AND id = $2",
        resigning.application.0,
        Uuid::from_bytes(resigning.permit.0)
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
