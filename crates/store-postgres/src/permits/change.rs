//! What transitions make of earlier permits of their applications: one statement for all that are written together. Rows are locked
//! in one order, which scans keep too, so that they wait for each other and never in a circle.

use review::ApplicationId;
use sqlx::PgConnection;
use store::{Expected, PermitChange, Resigning, StoreError, Subject};
use uuid::Uuid;

use crate::audit;
use crate::errors::failed;
use crate::values::{RowOf, name_of};

/// Changes permits that are all still as their callers saw them, each with its line in the log where it has one. If one is
/// not, the error is about that one, and what was written is to be undone.
pub(crate) async fn change(
    changes: &[(ApplicationId, &PermitChange)],
    db: &mut PgConnection,
) -> Result<(), StoreError> {
    if changes
        .iter()
        .any(|(_, change)| !change.from.may_become(change.to))
    {
        return Err(StoreError::Contradiction(
            "a permit that was revoked or replaced stays so",
        ));
    }
    let (mut from, mut to) = (Vec::new(), Vec::new());
    for (_, change) in changes {
        from.push(name_of(&change.from)?);
        to.push(name_of(&change.to)?);
    }
    let (applications, permits): (Vec<_>, Vec<_>) = changes
        .iter()
        .map(|(id, change)| keys(*id, change.permit.0))
        .unzip();
    let found = sqlx::query!(
        "WITH wanted AS (
             SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[]) AS w (application, id, seen, status)
         ), kept AS MATERIALIZED (
             SELECT w.* FROM wanted w
                 JOIN permits p ON p.application = w.application AND p.id = w.id AND p.status = w.seen
             ORDER BY p.application, p.id FOR NO KEY UPDATE OF p
         )
         UPDATE permits p SET status = k.status FROM kept k
         WHERE p.application = k.application AND p.id = k.id
         RETURNING p.id, p.number",
        &applications,
        &permits,
        &from,
        &to
    )
    .fetch_all(&mut *db)
    .await
    .map_err(failed)?;
    for (application, change) in changes {
        let id = Uuid::from_bytes(change.permit.0);
        let Some(kept) = found.iter().find(|kept| kept.id == id) else {
            return Err(why_not(*application, id, Expected::Permit(change.from), db).await);
        };
        if let Some(line) = &change.line {
            let number = RowOf::new("permits", id).checked("number", kept.number.parse())?;
            audit::insert(&line.entry(number, change.from, change.to), &mut *db).await?;
        }
    }
    Ok(())
}

/// Puts other signatures in the places of those that the callers saw, as [`change`] does.
pub(crate) async fn sign_anew(
    resignings: &[(ApplicationId, &Resigning)],
    db: &mut PgConnection,
) -> Result<(), StoreError> {
    let (applications, permits): (Vec<_>, Vec<_>) = resignings
        .iter()
        .map(|(id, resigning)| keys(*id, resigning.permit.0))
        .unzip();
    let seen: Vec<&[u8]> = resignings
        .iter()
        .map(|(_, resigning)| &resigning.seen[..])
        .collect();
    let signed: Vec<&[u8]> = resignings
        .iter()
        .map(|(_, resigning)| &resigning.signed[..])
        .collect();
    let found = sqlx::query_scalar!(
        "WITH wanted AS (
             SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::bytea[], $4::bytea[]) AS w (application, id, seen, signed)
         ), kept AS MATERIALIZED (
             SELECT w.* FROM wanted w
                 JOIN permits p ON p.application = w.application AND p.id = w.id AND p.signed = w.seen
             WHERE p.signed <> '' AND p.status IN ('Active', 'Suspended')
             ORDER BY p.application, p.id FOR NO KEY UPDATE OF p
         )
         UPDATE permits p SET signed = k.signed FROM kept k
         WHERE p.application = k.application AND p.id = k.id
         RETURNING p.id",
        &applications,
        &permits,
        &seen as _,
        &signed as _
    )
    .fetch_all(&mut *db)
    .await
    .map_err(failed)?;
    for (application, resigning) in resignings {
        let id = Uuid::from_bytes(resigning.permit.0);
        if !found.contains(&id) {
            return Err(why_not(*application, id, Expected::Signature, db).await);
        }
    }
    Ok(())
}

fn keys(application: ApplicationId, permit: [u8; 16]) -> (Uuid, Uuid) {
    (application.0, Uuid::from_bytes(permit))
}

async fn why_not(
    application: ApplicationId,
    id: Uuid,
    expected: Expected,
    db: &mut PgConnection,
) -> StoreError {
    let kept = sqlx::query_scalar!(
        "SELECT id FROM permits WHERE application = $1 AND id = $2",
        application.0,
        id
    )
    .fetch_optional(db)
    .await;
    match kept {
        Ok(None) => StoreError::NotFound(Subject::Permit),
        Ok(Some(_)) => StoreError::Conflict {
            subject: Subject::Permit,
            expected,
        },
        Err(error) => failed(error),
    }
}
