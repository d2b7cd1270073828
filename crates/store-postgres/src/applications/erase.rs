//! Erasure by law: what tells of a person goes, the chain stays.

use review::{Application, ApplicationId};
use sqlx::PgConnection;
use store::{AuditEntry, StoreError, Subject};
use uuid::Uuid;

use crate::errors::failed;
use crate::values::{RowOf, json, time, words};
use crate::{audit, look_ups, timers};

pub(super) async fn erase(
    id: ApplicationId,
    entry: AuditEntry,
    db: &mut PgConnection,
) -> Result<(), StoreError> {
    // Locked, so that no transition writes the answers back.
    let kept = sqlx::query!(
        "SELECT state, erased_at FROM applications WHERE id = $1 FOR NO KEY UPDATE",
        id.0
    )
    .fetch_optional(&mut *db)
    .await
    .map_err(failed)?
    .ok_or(StoreError::NotFound(Subject::Application))?;
    if kept.erased_at.is_some() {
        // The program of the release before, beside this one, leaves what it does not know.
        look_ups::erase(id.0, db).await?;
        return erase_checks(id.0, db).await;
    }
    let whole: Application = RowOf::new("applications", id).json("state", words(&kept.state))?;
    if !whole.newer.is_empty() {
        // Whether these fields tell of a person is not known here.
        return Err(StoreError::Newer(Subject::Application));
    }
    let state = whole.erased();
    sqlx::query!(
        "UPDATE applications SET state = $2, holder = '', holder_search = '', email = NULL, document = NULL,
             erased_at = $3
         WHERE id = $1",
        id.0,
        json(&state)?,
        time(entry.at)
    )
    .execute(&mut *db)
    .await
    .map_err(failed)?;
    look_ups::erase(id.0, db).await?;
    erase_around(id.0, db).await?;
    timers::forget(id, &mut *db).await?;
    audit::insert(&entry, db).await
}

async fn erase_around(id: Uuid, db: &mut PgConnection) -> Result<(), StoreError> {
    sqlx::query!(
        "UPDATE events SET payload = NULL, salt = NULL WHERE application = $1",
        id
    )
    .execute(&mut *db)
    .await
    .map_err(failed)?;
    // The signed bytes name the holder; the status list needs neither them nor the paper's words.
    sqlx::query!(
        r#"UPDATE permits SET signed = '', printed = '{"language":null,"fields":[]}' WHERE application = $1"#,
        id
    )
    .execute(&mut *db)
    .await
    .map_err(failed)?;
    erase_checks(id, db).await?;
    sqlx::query!("DELETE FROM outbox WHERE application = $1", id)
        .execute(db)
        .await
        .map_err(failed)?;
    Ok(())
}

/// What was seen of its permits stays as a number at a checkpoint, of nobody; what was reported stays without words. The
/// permits are locked by the first statement: what comes later is not tied to them, and what came before is seen here.
async fn erase_checks(id: Uuid, db: &mut PgConnection) -> Result<(), StoreError> {
    let permits = sqlx::query_scalar!(
        "UPDATE permits SET vehicle = NULL WHERE application = $1 RETURNING id",
        id
    )
    .fetch_all(&mut *db)
    .await
    .map_err(failed)?;
    sqlx::query!("UPDATE scans SET permit = NULL WHERE permit = ANY($1)", &permits)
        .execute(&mut *db)
        .await
        .map_err(failed)?;
    sqlx::query!(
        "UPDATE incidents SET permit = NULL, code = NULL, note = NULL, closing_note = NULL
         WHERE permit = ANY($1)",
        &permits
    )
    .execute(db)
    .await
    .map_err(failed)?;
    Ok(())
}
