//! Reading permits.

use jiff::Timestamp;
use permit::{PermitId, PermitNumber};
use review::ApplicationId;
use sqlx::{PgConnection, PgPool};
use store::columns::PermitColumns;
use store::{PermitRow, StoreError, Subject, VehicleHash};
use uuid::Uuid;

use crate::errors::failed;
use crate::values::{Postgres, select, time};

pub(super) type PermitRecord = PermitColumns<Postgres>;

macro_rules! permits {
    ($($condition:tt)+) => { select!(permit_columns of PermitRecord from "permits", $($condition)+) };
}
pub(super) use permits;

pub(super) async fn by_id(id: &PermitId, db: &PgPool) -> Result<PermitRow, StoreError> {
    let record = permits!("WHERE id = $1", Uuid::from_bytes(id.0))
        .fetch_optional(db)
        .await
        .map_err(failed)?;
    record.ok_or(StoreError::NotFound(Subject::Permit))?.read()
}

/// By the look-up of numbers, then by the permit's own key. Two statements, since the two rows may lie on
/// different servers; and the permit must really have the number, since the look-up is written first.
pub(super) async fn by_number(number: &PermitNumber, db: &PgPool) -> Result<PermitRow, StoreError> {
    let number = number.to_string();
    let whose = sqlx::query!(
        "SELECT application, permit FROM permit_numbers WHERE number = $1",
        number
    )
    .fetch_optional(db)
    .await
    .map_err(failed)?
    .ok_or(StoreError::NotFound(Subject::Permit))?;
    let record = permits!(
        "WHERE application = $1 AND id = $2 AND number = $3",
        whose.application,
        whose.permit,
        number
    )
    .fetch_optional(db)
    .await
    .map_err(failed)?;
    record.ok_or(StoreError::NotFound(Subject::Permit))?.read()
}

pub(super) async fn of(
    application: ApplicationId,
    db: &mut PgConnection,
) -> Result<Vec<PermitRow>, StoreError> {
    let records = permits!("WHERE application = $1 ORDER BY issued_at, id", application.0)
        .fetch_all(db)
        .await
        .map_err(failed)?;
    records.into_iter().map(PermitRecord::read).collect()
}

pub(super) async fn by_plate(
    vehicle: &VehicleHash,
    limit: u32,
    db: &PgPool,
) -> Result<Vec<PermitRow>, StoreError> {
    let records = permits!(
        "WHERE vehicle = $1 AND signed <> '' ORDER BY issued_at DESC, id LIMIT $2",
        &vehicle.0[..],
        i64::from(limit)
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
    db: &PgPool,
) -> Result<Vec<PermitRow>, StoreError> {
    let after = after.map(|id| Uuid::from_bytes(id.0));
    let records = permits!(
        "WHERE ($1::uuid IS NULL OR id > $1) AND expires_at > $2 AND status IN ('Active', 'Suspended')
             AND signed <> ''
         ORDER BY id LIMIT $3",
        after,
        time(now),
        i64::from(limit)
    )
    .fetch_all(db)
    .await
    .map_err(failed)?;
    records.into_iter().map(PermitRecord::read).collect()
}

/// The permits of these applications, in no order.
pub(crate) async fn of_all(ids: &[Uuid], db: &mut PgConnection) -> Result<Vec<PermitRow>, StoreError> {
    let records = permits!("WHERE application = ANY($1)", ids)
        .fetch_all(db)
        .await
        .map_err(failed)?;
    records.into_iter().map(PermitRecord::read).collect()
}
