//! Reading permits.

use forms::ContentHash;
use jiff::Timestamp;
use permit::{PermitId, PermitNumber};
use review::ApplicationId;
use sqlx::SqliteConnection;
use store::{PermitRow, StoreError, Subject, VehicleHash};

use crate::errors::failed;
use crate::values::{RowOf, micros};

pub(super) struct PermitRecord {
    pub(super) id: Vec<u8>,
    pub(super) number: String,
    pub(super) application: Vec<u8>,
    pub(super) service: String,
    pub(super) version: Vec<u8>,
    pub(super) list: i64,
    pub(super) place: i64,
    pub(super) issued_at: i64,
    pub(super) not_before: i64,
    pub(super) expires_at: i64,
    pub(super) status: String,
    pub(super) signed: Vec<u8>,
    pub(super) printed: String,
    pub(super) approved_by: String,
    pub(super) vehicle: Option<Vec<u8>>,
}

/// The one select for this shape, ended by a condition.
macro_rules! permits {
    ($condition:literal, $($value:expr),+) => {
        sqlx::query_as!(
            PermitRecord,
            "SELECT id, number, application, service, version, list, place, issued_at, not_before, expires_at,
                 status, signed, printed, approved_by, vehicle
             FROM permits " + $condition,
            $($value),+
        )
    };
}

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

impl PermitRecord {
    pub(super) fn read(self) -> Result<PermitRow, StoreError> {
        let row = RowOf::keyed("permits", &self.id);
        Ok(PermitRow {
            id: PermitId(row.bytes("id", &self.id)?),
            number: row.checked("number", self.number.parse())?,
            application: ApplicationId(row.uuid("application", &self.application)?),
            service: self.service.as_str().into(),
            version: ContentHash(row.bytes("version", &self.version)?),
            list: row.number("list", self.list)?,
            index: row.number("place", self.place)?,
            issued_at: row.time("issued_at", self.issued_at)?,
            not_before: row.time("not_before", self.not_before)?,
            expires_at: row.time("expires_at", self.expires_at)?,
            status: row.named("status", &self.status)?,
            signed: self.signed,
            printed: row.json("printed", &self.printed)?,
            approved_by: row.json("approved_by", &self.approved_by)?,
            vehicle: row
                .maybe_bytes("vehicle", self.vehicle.as_deref())?
                .map(VehicleHash),
        })
    }
}
