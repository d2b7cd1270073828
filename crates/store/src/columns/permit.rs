//! The columns of a permit, and those of whose approval it rests on.

use forms::ContentHash;
use permit::PermitId;
use review::ApplicationId;
use serde::Serialize;
use uuid::Uuid;

use super::{ColumnTypes, JsonColumns, ReadColumns, WriteColumns};
use crate::{PermitRow, StoreError, VehicleHash, name_of};

columns! { $
    /// A permit in its columns.
    PermitColumns permit_columns {
        application "application": C::Id,
        id "id": C::Id,
        number "number": String,
        service "service": String,
        version "version": C::Bytes,
        list "list": C::Number,
        place "place": C::Number,
        issued_at "issued_at": C::Time,
        not_before "not_before": C::Time,
        expires_at "expires_at": C::Time,
        status "status": String,
        signed "signed": C::Bytes,
        printed "printed": C::Document,
        approved_by "approved_by": C::Document,
        vehicle "vehicle": Option<C::Bytes>,
    }
}

impl<C: WriteColumns> PermitColumns<C> {
    /// A permit in its columns.
    pub fn of(permit: &PermitRow) -> Result<Self, StoreError> {
        Ok(Self {
            application: C::id(permit.application.0),
            id: C::id(Uuid::from_bytes(permit.id.0)),
            number: permit.number.to_string(),
            service: permit.service.to_string(),
            version: C::bytes(&permit.version.0),
            list: C::number(permit.list)?,
            place: C::number(permit.index)?,
            issued_at: C::time(permit.issued_at),
            not_before: C::time(permit.not_before),
            expires_at: C::time(permit.expires_at),
            status: name_of(&permit.status)?,
            signed: C::bytes(&permit.signed),
            printed: C::document(&permit.printed)?,
            approved_by: C::document(&permit.approved_by)?,
            vehicle: permit.vehicle.map(|vehicle| C::bytes(&vehicle.0)),
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
