//! Erasure by law: what tells of a person goes, the chain stays.

use review::ApplicationId;
use sqlx::PgConnection;
use store::{AuditEntry, StoreError, Subject};
use uuid::Uuid;

use super::write::write;
use super::{Prepared, read};
use crate::errors::failed;
use crate::{audit, erasures, look_ups, timers};

pub(super) async fn erase(
    id: ApplicationId,
    entry: AuditEntry,
    db: &mut PgConnection,
) -> Result<(), StoreError> {
    // Locked, so that no transition writes the answers back.
    let case = read::case_to_change(id, db).await?;
    if case.is_erased() {
        // The program of the release before, beside this one, leaves what it does not know.
        look_ups::erase(id.0, db).await?;
        erasures::end(id.0, &entry, db).await?;
        return erase_checks(id.0, db).await;
    }
    if !case.application.newer.is_empty() {
        // Whether these fields tell of a person is not known here.
        return Err(StoreError::Newer(Subject::Application));
    }
    let history = read::history(id, db).await?;
    write(&[&Prepared::erased(&case.erased(&history, entry.at))?], db).await?;
    look_ups::erase(id.0, db).await?;
    erase_around(id.0, db).await?;
    erasures::end(id.0, &entry, db).await?;
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
