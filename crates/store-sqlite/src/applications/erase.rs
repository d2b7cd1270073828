//! Erasure by law: what tells of a person goes, the chain stays.

use review::ApplicationId;
use sqlx::SqliteConnection;
use store::{AuditEntry, StoreError, Subject};

use super::read;
use super::transition::Prepared;
use super::write::write;
use crate::errors::failed;
use crate::{audit, erasures, look_ups, timers};

pub(super) async fn erase(
    id: ApplicationId,
    entry: AuditEntry,
    db: &mut SqliteConnection,
) -> Result<(), StoreError> {
    let key = &id.0.as_bytes()[..];
    let case = read::case(id, db).await?;
    if case.is_erased() {
        // A program of before may have left what it did not know.
        look_ups::erase(id, db).await?;
        erasures::end(key, &entry, db).await?;
        return erase_checks(key, db).await;
    }
    if !case.application.newer.is_empty() {
        // Whether these fields tell of a person is not known here.
        return Err(StoreError::Newer(Subject::Application));
    }
    let history = read::history(id, db).await?;
    write(&[&Prepared::erased(&case.erased(&history, entry.at))?], db).await?;
    look_ups::erase(id, db).await?;
    erase_around(key, db).await?;
    erasures::end(key, &entry, db).await?;
    timers::forget(key, db).await?;
    audit::insert(&entry, db).await
}

async fn erase_around(key: &[u8], db: &mut SqliteConnection) -> Result<(), StoreError> {
    sqlx::query!(
        "UPDATE events SET payload = NULL, salt = NULL WHERE application = ?",
        key
    )
    .execute(&mut *db)
    .await
    .map_err(failed)?;
    // The signed bytes name the holder; the status list needs neither them nor the paper's words.
    sqlx::query!(
        r#"UPDATE permits SET signed = x'', printed = '{"language":null,"fields":[]}' WHERE application = ?"#,
        key
    )
    .execute(&mut *db)
    .await
    .map_err(failed)?;
    erase_checks(key, db).await?;
    sqlx::query!("DELETE FROM outbox WHERE application = ?", key)
        .execute(&mut *db)
        .await
        .map_err(failed)?;
    Ok(())
}

/// What was seen of its permits stays as a number at a checkpoint, of nobody; what was reported stays without words.
async fn erase_checks(key: &[u8], db: &mut SqliteConnection) -> Result<(), StoreError> {
    sqlx::query!("UPDATE permits SET vehicle = NULL WHERE application = ?", key)
        .execute(&mut *db)
        .await
        .map_err(failed)?;
    sqlx::query!(
        "UPDATE scans SET permit = NULL WHERE permit IN (SELECT id FROM permits WHERE application = ?)",
        key
    )
    .execute(&mut *db)
    .await
    .map_err(failed)?;
    sqlx::query!(
        "UPDATE incidents SET permit = NULL, code = NULL, note = NULL, closing_note = NULL
         WHERE permit IN (SELECT id FROM permits WHERE application = ?)",
        key
    )
    .execute(db)
    .await
    .map_err(failed)?;
    Ok(())
}
