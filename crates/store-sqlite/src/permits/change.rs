//! What a transition makes of an earlier permit of its application.

use review::ApplicationId;
use sqlx::SqliteConnection;
use store::{Expected, PermitChange, Resigning, StoreError, Subject};

use crate::audit;
use crate::errors::failed;
use crate::values::{RowOf, name_of};

/// Changes a permit that is still as the caller saw it, with its line in the log where it has one.
pub(crate) async fn change(
    application: ApplicationId,
    change: &PermitChange,
    db: &mut SqliteConnection,
) -> Result<(), StoreError> {
    if !change.from.may_become(change.to) {
        return Err(StoreError::Contradiction(
            "a permit that was revoked or replaced stays so",
        ));
    }
    let (id, whose) = (&change.permit.0[..], &application.0.as_bytes()[..]);
    let (from, to) = (name_of(&change.from)?, name_of(&change.to)?);
    let number = sqlx::query_scalar!(
        "UPDATE permits SET status = ? WHERE id = ? AND application = ? AND status = ? RETURNING number",
        to,
        id,
        whose,
        from
    )
    .fetch_optional(&mut *db)
    .await
    .map_err(failed)?;
    let Some(number) = number else {
        return Err(why_not(application, id, Expected::Permit(change.from), db).await);
    };
    let Some(line) = &change.line else { return Ok(()) };
    let number = RowOf::keyed("permits", id).checked("number", number.parse())?;
    audit::insert(&line.entry(number, change.from, change.to), db).await
}

/// Puts another signature in the place of the one that the caller saw.
pub(crate) async fn sign_anew(
    application: ApplicationId,
    resigning: &Resigning,
    db: &mut SqliteConnection,
) -> Result<(), StoreError> {
    let (id, whose) = (&resigning.permit.0[..], &application.0.as_bytes()[..]);
    let (seen, signed) = (&resigning.seen[..], &resigning.signed[..]);
    let done = sqlx::query!(
        "UPDATE permits SET signed = ?
         WHERE id = ? AND application = ? AND signed = ? AND signed <> x'' AND status IN ('Active', 'Suspended')",
        signed,
        id,
        whose,
        seen
    )
    .execute(&mut *db)
    .await
    .map_err(failed)?;
    if done.rows_affected() == 0 {
        return Err(why_not(application, id, Expected::Signature, db).await);
    }
    Ok(())
}

async fn why_not(
    application: ApplicationId,
    id: &[u8],
    expected: Expected,
    db: &mut SqliteConnection,
) -> StoreError {
    let whose = &application.0.as_bytes()[..];
    let kept = sqlx::query_scalar!(
        "SELECT count(*) FROM permits WHERE id = ? AND application = ?",
        id,
        whose
    )
    .fetch_one(db)
    .await;
    match kept {
        Ok(0) => StoreError::NotFound(Subject::Permit),
        Ok(_) => StoreError::Conflict {
            subject: Subject::Permit,
            expected,
        },
        Err(error) => failed(error),
    }
}
