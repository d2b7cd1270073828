//! The columns of a permit, and those of whose approval it rests on.

use forms::ContentHash;
use permit::PermitId;
use review::ApplicationId;
use serde::Serialize;
use uuid::Uuid;

use super::{ColumnTypes, JsonColumns, ReadColumns, WriteColumns};
use crate::{PermitRow, StoreError, VehicleHash, name_of};

/// A permit in its columns.
#[derive(Debug, Serialize)]
#[serde(bound = "C: JsonColumns")]
pub struct PermitColumns<C: ColumnTypes> {
    pub application: C::Id,
    pub id: C::Id,
    pub number: String,
    pub service: String,
    pub version: C::Bytes,
    pub list: C::Number,
    pub place: C::Number,
    pub issued_at: C::Time,
    pub not_before: C::Time,
    pub expires_at: C::Time,
    pub status: String,
    pub signed: C::Bytes,
    pub printed: C::Document,
    pub approved_by: C::Document,
    pub vehicle: Option<C::Bytes>,
}

/// Hands the names of the columns of [`PermitColumns`] to a macro, before whatever else it takes.
#[macro_export]
macro_rules! permit_columns {
    ($then:ident!($($more:tt)*)) => {
        $then!(
            "application, id, number, service, version, list, place, issued_at, not_before, expires_at, status, \
             signed, printed, approved_by, vehicle",
            $($more)*
        )
    };
}

impl<C: WriteColumns> PermitColumns<C> {
    /// A permit in its columns.
    pub fn of(permit: &PermitRow) -> Result<Self, StoreError> {
        let PermitRow {
            id,
            number,
            application,
            service,
            version,
            list,
            index,
            issued_at,
            not_before,
            expires_at,
            status,
            signed,
            printed,
            approved_by,
            vehicle,
        } = permit;
        Ok(Self {
            application: C::id(application.0),
            id: C::id(Uuid::from_bytes(id.0)),
            number: number.to_string(),
            service: service.to_string(),
            version: C::bytes(&version.0),
            list: C::number(*list)?,
            place: C::number(*index)?,
            issued_at: C::time(*issued_at),
            not_before: C::time(*not_before),
            expires_at: C::time(*expires_at),
            status: name_of(status)?,
            signed: C::bytes(signed),
            printed: C::document(printed)?,
            approved_by: C::document(approved_by)?,
            vehicle: vehicle.map(|vehicle| C::bytes(&vehicle.0)),
        })
    }
}

impl<C: ReadColumns<Bytes = Vec<u8>>> PermitColumns<C> {
    /// The permit.
    pub fn read(self) -> Result<PermitRow, StoreError> {
        let row = C::row_of("permits", &self.id);
        Ok(PermitRow {
            id: PermitId(C::read_id(&row, "id", &self.id)?.into_bytes()),
            number: row.checked("number", self.number.parse())?,
            application: ApplicationId(C::read_id(&row, "application", &self.application)?),
            service: self.service.as_str().into(),
            version: ContentHash(row.bytes("version", &self.version)?),
            list: row.number("list", self.list)?,
            index: row.number("place", self.place)?,
            issued_at: C::read_time(&row, "issued_at", &self.issued_at)?,
            not_before: C::read_time(&row, "not_before", &self.not_before)?,
            expires_at: C::read_time(&row, "expires_at", &self.expires_at)?,
            status: row.named("status", &self.status)?,
            signed: self.signed,
            printed: row.json("printed", C::words(&self.printed))?,
            approved_by: row.json("approved_by", C::words(&self.approved_by))?,
            vehicle: row
                .maybe_bytes("vehicle", self.vehicle.as_deref())?
                .map(VehicleHash),
        })
    }
}

/// One person whose approval a permit rests on.
#[derive(Debug, Serialize)]
#[serde(bound = "C: JsonColumns")]
pub struct ApproverColumns<C: ColumnTypes> {
    pub application: C::Id,
    pub permit: C::Id,
    pub person: C::Id,
}

impl<C: WriteColumns> ApproverColumns<C> {
    /// All of a permit's, in their columns.
    pub fn of(permit: &PermitRow) -> impl Iterator<Item = Self> {
        permit.approved_by.iter().map(|person| Self {
            application: C::id(permit.application.0),
            permit: C::id(Uuid::from_bytes(permit.id.0)),
            person: C::id(person.0),
        })
    }
}
