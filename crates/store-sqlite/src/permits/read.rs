//! Reading permits.

use jiff::Timestamp;
use permit::{PermitId, PermitNumber};
use review::ApplicationId;
use sqlx::SqliteConnection;
use store::columns::PermitColumns;
use store::{PermitRow, StoreError, Subject, VehicleHash};

use crate::errors::failed;
use crate::values::{Sqlite, micros, select};

pub(super) type PermitRecord = PermitColumns<Sqlite>;

macro_rules! permits {
    ($($condition:tt)+) => { select!(permit_columns of PermitRecord from "permits", $($condition)+) };
}
pub(super) use permits;

pub(super) async fn by_id(id: &PermitId, db: &mut SqliteConnection) -> Result<PermitRow, StoreError> {
    let key = &id.0[..];
    let record = permits!("WHERE id = ?", key)
        .fetch_optional(db)
        .await
        .map_err(failed)?;
    record.ok_or(StoreError::NotFound(Subject::Permit))?.read()
}

pub(super) async fn by_number(
    number: &PermitNumber,
    db: &mut SqliteConnection,
) -> Result<PermitRow, StoreError> {
    let number = number.to_string();
    let record = permits!("WHERE number = ?", number)
        .fetch_optional(db)
        .await
        .map_err(failed)?;
    record.ok_or(StoreError::NotFound(Subject::Permit))?.read()
}

pub(super) async fn of(
    application: ApplicationId,
    db: &mut SqliteConnection,
) -> Result<Vec<PermitRow>, StoreError> {
    let key = &application.0.as_bytes()[..];
    let records = permits!("WHERE application = ? ORDER BY issued_at, id", key)
        .fetch_all(db)
        .await
        .map_err(failed)?;
    records.into_iter().map(PermitRecord::read).collect()
}

pub(super) async fn by_plate(
    vehicle: &VehicleHash,
    limit: u32,
    db: &mut SqliteConnection,
) -> Result<Vec<PermitRow>, StoreError> {
    let vehicle = &vehicle.0[..];
    let records = permits!(
        "WHERE vehicle = ? AND signed <> x'' ORDER BY issued_at DESC, id LIMIT ?",
        vehicle,
        limit
    )
    .fetch_all(db)
    .await
    .map_err(failed)?;
    records.into_iter().map(PermitRecord::read).collect()
}

pub(super) async fn after(
    after: Option<&PermitId>,
    now: Timestamp,
    limit: u32,
    db: &mut SqliteConnection,
) -> Result<Vec<PermitRow>, StoreError> {
    let (after, now) = (after.map_or(&[][..], |id| &id.0[..]), micros(now));
    let records = permits!(
        "WHERE id > ? AND expires_at > ? AND status IN ('Active', 'Suspended') AND signed <> x''
         ORDER BY id LIMIT ?",
        after,
        now,
        limit
    )
    .fetch_all(db)
    .await
    .map_err(failed)?;
    records.into_iter().map(PermitRecord::read).collect()
}

/// The permits of all applications between these two.
pub(crate) async fn between(
    first: &[u8],
    last: &[u8],
    db: &mut SqliteConnection,
) -> Result<Vec<PermitRow>, StoreError> {
    let records = permits!("WHERE application BETWEEN ? AND ?", first, last)
        .fetch_all(db)
        .await
        .map_err(failed)?;
    records.into_iter().map(PermitRecord::read).collect()
}
