//! Writing new permits in the transaction of the transitions that issue them.

use review::{ApplicationId, PersonId};
use serde::Serialize;
use sqlx::SqliteConnection;
use store::{PermitRow, PermitStatus, Printed, StoreError, Subject};

use crate::errors::{failed, taken};
use crate::rows::Hex;
use crate::values::micros;

/// A permit in its table's words.
#[derive(Serialize)]
pub(crate) struct Columns<'a> {
    id: Hex<[u8; 16]>,
    number: String,
    application: ApplicationId,
    service: &'a str,
    version: Hex<[u8; 32]>,
    list: u32,
    place: u32,
    issued_at: i64,
    not_before: i64,
    expires_at: i64,
    status: PermitStatus,
    signed: Hex<&'a [u8]>,
    printed: &'a Printed,
    approved_by: &'a [PersonId],
    vehicle: Option<Hex<[u8; 32]>>,
}

impl<'a> Columns<'a> {
    pub(crate) fn of(permit: &'a PermitRow) -> Self {
        Self {
            id: Hex(permit.id.0),
            number: permit.number.to_string(),
            application: permit.application,
            service: permit.service.as_str(),
            version: Hex(permit.version.0),
            list: permit.list,
            place: permit.index,
            issued_at: micros(permit.issued_at),
            not_before: micros(permit.not_before),
            expires_at: micros(permit.expires_at),
            status: permit.status,
            signed: Hex(&permit.signed),
            printed: &permit.printed,
            approved_by: &permit.approved_by,
            vehicle: permit.vehicle.map(|vehicle| Hex(vehicle.0)),
        }
    }
}

/// Whose approval a permit rests on.
#[derive(Serialize)]
pub(crate) struct Approval {
    person: PersonId,
    permit: Hex<[u8; 16]>,
}

pub(crate) fn approvals(permit: &PermitRow) -> impl Iterator<Item = Approval> {
    permit.approved_by.iter().map(|person| Approval {
        person: *person,
        permit: Hex(permit.id.0),
    })
}

pub(crate) async fn insert(rows: String, db: &mut SqliteConnection) -> Result<(), StoreError> {
    sqlx::query!(
        "INSERT INTO permits (id, number, application, service, version, list, place, issued_at, not_before,
             expires_at, status, signed, printed, approved_by, vehicle)
         SELECT unhex(value ->> 'id'), value ->> 'number', unhex(value ->> 'application', '-'),
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

pub(crate) async fn insert_approvals(rows: String, db: &mut SqliteConnection) -> Result<(), StoreError> {
    sqlx::query!(
        "INSERT OR IGNORE INTO permit_approvers (person, permit)
         SELECT unhex(value ->> 'person', '-'), unhex(value ->> 'permit') FROM jsonb_each(?)",
        rows
    )
    .execute(db)
    .await
    .map_err(failed)?;
    Ok(())
}
