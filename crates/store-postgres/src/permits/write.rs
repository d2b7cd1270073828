//! A permit on its way into the table, in the statement of the transition that issues it.

use store::{PermitRow, StoreError};
use uuid::Uuid;

use crate::uniqueness::PermitClaim;
use crate::values::{Document, json, name_of, time};

/// A permit in its table's words.
#[derive(Debug)]
pub(crate) struct Row {
    pub(crate) application: Uuid,
    pub(crate) id: Uuid,
    pub(crate) number: String,
    pub(crate) service: String,
    pub(crate) version: [u8; 32],
    pub(crate) list: i32,
    pub(crate) place: i32,
    pub(crate) issued_at: jiff_sqlx::Timestamp,
    pub(crate) not_before: jiff_sqlx::Timestamp,
    pub(crate) expires_at: jiff_sqlx::Timestamp,
    pub(crate) status: String,
    pub(crate) signed: Vec<u8>,
    pub(crate) printed: Document,
    pub(crate) approved_by: Document,
    pub(crate) vehicle: Option<[u8; 32]>,
    /// The same people, each a row of a table of their own.
    pub(crate) approvers: Vec<Uuid>,
}

impl Row {
    pub(crate) fn of(permit: &PermitRow) -> Result<Self, StoreError> {
        Ok(Self {
            application: permit.application.0,
            id: Uuid::from_bytes(permit.id.0),
            number: permit.number.to_string(),
            service: permit.service.to_string(),
            version: permit.version.0,
            list: integer(permit.list)?,
            place: integer(permit.index)?,
            issued_at: time(permit.issued_at),
            not_before: time(permit.not_before),
            expires_at: time(permit.expires_at),
            status: name_of(&permit.status)?,
            signed: permit.signed.clone(),
            printed: json(&permit.printed)?,
            approved_by: json(&permit.approved_by)?,
            vehicle: permit.vehicle.map(|vehicle| vehicle.0),
            approvers: permit.approved_by.iter().map(|person| person.0).collect(),
        })
    }

    /// About how many bytes it adds to a statement.
    pub(crate) fn size(&self) -> usize {
        400 + self.signed.len() + self.printed.0.get().len() + 70 * self.approvers.len()
    }

    pub(crate) fn claim(&self) -> PermitClaim<'_> {
        PermitClaim {
            permit: self.id,
            number: &self.number,
            list: self.list,
            place: self.place,
        }
    }
}

fn integer(number: u32) -> Result<i32, StoreError> {
    i32::try_from(number).map_err(|_| StoreError::Contradiction("a list or place beyond those handed out"))
}
