//! Writing new permits in the transaction of the transitions that issue them.

use sqlx::SqliteConnection;
use store::{StoreError, Subject};

use crate::errors::{failed, taken};

pub(crate) async fn insert(rows: String, db: &mut SqliteConnection) -> Result<(), StoreError> {
    sqlx::query!(
        "INSERT INTO permits (id, number, application, service, version, list, place, issued_at, not_before,
             expires_at, status, signed, printed, approved_by, vehicle)
         SELECT unhex(value ->> 'id', '-'), value ->> 'number', unhex(value ->> 'application', '-'),
             value ->> 'service', unhex(value ->> 'version'), value ->> 'list', value ->> 'place',
             value ->> 'issued_at', value ->> 'not_before', value ->> 'expires_at', value ->> 'status',
             unhex(value ->> 'signed'), value -> 'printed', value -> 'approved_by',
             unhex(value ->> 'vehicle')
         FROM jsonb_each(?)",
        rows
    )
    .execute(db)
    .await
    .map_err(taken(&[
        ("permits.id", Subject::Permit),
        ("permits.number", Subject::Permit),
        ("permits.list", Subject::Index),
    ]))?;
    Ok(())
}

pub(crate) async fn insert_approvers(rows: String, db: &mut SqliteConnection) -> Result<(), StoreError> {
    sqlx::query!(
        "INSERT OR IGNORE INTO permit_approvers (person, permit)
         SELECT unhex(value ->> 'person', '-'), unhex(value ->> 'permit', '-') FROM jsonb_each(?)",
        rows
    )
    .execute(db)
    .await
    .map_err(failed)?;
    Ok(())
}
