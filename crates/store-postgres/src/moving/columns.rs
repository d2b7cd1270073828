//! Rows on their way in, by the names of their columns. Times are cut to the microseconds that a column holds, and bytes
//! are written as PostgreSQL reads them.

use std::collections::BTreeMap;
use std::fmt::Write;

use jiff::Timestamp;
use permit::PermitId;
use review::{
    ApplicationId, Author, Command, Event, EventKind, Link, MaybeNewer, Message, Newer, PersonId, TimerName,
};
use serde::{Serialize, Serializer};
use store::{Case, Delivery, KeptTimer, MailRecord, PermitRow, PermitStatus, Printed, StatusName};
use uuid::Uuid;

use crate::applications::{claimed_by, decided, searchable};
use crate::values::count;

/// Bytes in a `bytea`'s words.
pub(crate) struct Bytes<T>(pub(crate) T);

impl<T: AsRef<[u8]>> Serialize for Bytes<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let bytes = self.0.as_ref();
        let mut digits = String::with_capacity(2 + 2 * bytes.len());
        digits.push_str("\\x");
        for byte in bytes {
            // Writing to a string does not fail.
            let _ = write!(digits, "{byte:02x}");
        }
        serializer.serialize_str(&digits)
    }
}

/// A time of whole microseconds.
pub(crate) fn cut(time: Timestamp) -> Timestamp {
    Timestamp::from_microsecond(time.as_microsecond()).unwrap_or(time)
}

#[derive(Serialize)]
pub(super) struct Application<'a> {
    id: ApplicationId,
    reference: String,
    service: &'a str,
    version: Bytes<[u8; 32]>,
    status: &'static str,
    step: Option<String>,
    role: Option<String>,
    office: Option<String>,
    claimed_by: Option<Uuid>,
    sampled: bool,
    revision: i64,
    head: Bytes<[u8; 32]>,
    submitted_at: Timestamp,
    decided_at: Option<Timestamp>,
    decided_by_people: bool,
    language: &'a str,
    holder: &'a str,
    holder_search: String,
    email: Option<&'a str>,
    document: Option<Bytes<[u8; 32]>>,
    state: &'a review::Application,
    erased_at: Option<Timestamp>,
}

impl<'a> Application<'a> {
    pub(super) fn of(case: &'a Case) -> Self {
        let (application, contact) = (&case.application, &case.contact);
        let (decided_at, decided_by_people) = decided(application);
        Self {
            id: application.id,
            reference: case.reference.to_string(),
            service: application.service.as_str(),
            version: Bytes(application.version.0),
            status: StatusName::from(&application.status).as_str(),
            step: application.status.step().map(ToString::to_string),
            role: case.role.as_ref().map(ToString::to_string),
            office: application.office.as_ref().map(ToString::to_string),
            claimed_by: claimed_by(&application.status),
            sampled: application.sampled,
            revision: count(application.revision),
            head: Bytes(application.head.0),
            submitted_at: cut(application.submitted_at),
            decided_at: decided_at.map(jiff_sqlx::Timestamp::to_jiff),
            decided_by_people,
            language: case.language.as_str(),
            holder: &contact.holder,
            holder_search: searchable(&contact.holder),
            email: contact.email.as_deref(),
            document: contact.document.map(|hash| Bytes(hash.0)),
            state: application,
            erased_at: case.erased_at.map(cut),
        }
    }
}

#[derive(Serialize)]
pub(super) struct EventColumns<'a> {
    application: ApplicationId,
    sequence: i64,
    at: Timestamp,
    author: MaybeNewer<Author>,
    kind: MaybeNewer<EventKind>,
    payload: Option<MaybeNewer<&'a Event>>,
    salt: Option<Bytes<[u8; 16]>>,
    commitment: Bytes<[u8; 32]>,
    previous: Bytes<[u8; 32]>,
    hash: Bytes<[u8; 32]>,
}

impl<'a> EventColumns<'a> {
    pub(super) fn of(link: &'a Link) -> Self {
        let header = link.header();
        let (payload, salt) = match link {
            Link::Whole(event) => (Some(MaybeNewer::Known(&event.event)), Some(Bytes(event.salt))),
            Link::Erased(_) => (None, None),
            Link::Newer(newer) => {
                let payload = MaybeNewer::Newer(Newer(newer.payload.clone()));
                (Some(payload), Some(Bytes(newer.salt)))
            }
        };
        Self {
            application: header.application,
            sequence: count(header.sequence),
            at: header.at,
            author: header.actor,
            kind: header.kind,
            payload,
            salt,
            commitment: Bytes(header.commitment.0),
            previous: Bytes(header.previous.0),
            hash: Bytes(link.hash().0),
        }
    }
}

#[derive(Serialize)]
pub(super) struct Permit<'a> {
    application: ApplicationId,
    id: Uuid,
    number: String,
    service: &'a str,
    version: Bytes<[u8; 32]>,
    list: u32,
    place: u32,
    issued_at: Timestamp,
    not_before: Timestamp,
    expires_at: Timestamp,
    status: PermitStatus,
    signed: Bytes<&'a [u8]>,
    printed: &'a Printed,
    approved_by: &'a [PersonId],
    vehicle: Option<Bytes<[u8; 32]>>,
}

impl<'a> Permit<'a> {
    pub(super) fn of(permit: &'a PermitRow) -> Self {
        Self {
            application: permit.application,
            id: uuid(permit.id),
            number: permit.number.to_string(),
            service: permit.service.as_str(),
            version: Bytes(permit.version.0),
            list: permit.list,
            place: permit.index,
            issued_at: cut(permit.issued_at),
            not_before: cut(permit.not_before),
            expires_at: cut(permit.expires_at),
            status: permit.status,
            signed: Bytes(&permit.signed),
            printed: &permit.printed,
            approved_by: &permit.approved_by,
            vehicle: permit.vehicle.map(|vehicle| Bytes(vehicle.0)),
        }
    }
}

#[derive(Serialize)]
pub(super) struct Mail<'a> {
    application: ApplicationId,
    id: Uuid,
    recipient: &'a str,
    language: &'a str,
    message: MaybeNewer<Message>,
    permit: Option<Uuid>,
    words: &'a BTreeMap<String, String>,
    due_at: Timestamp,
    attempts: u32,
    sent_at: Option<Timestamp>,
    dead_at: Option<Timestamp>,
    last_error: Option<&'a str>,
}

impl<'a> Mail<'a> {
    pub(super) fn of(kept: &'a MailRecord) -> Self {
        let entry = &kept.entry;
        let (sent_at, dead_at) = match kept.delivery {
            Delivery::Due(_) => (None, None),
            Delivery::Sent(at) => (Some(cut(at)), None),
            Delivery::Dead(at) => (None, Some(cut(at))),
        };
        Self {
            application: entry.application,
            id: entry.id.0,
            recipient: &entry.to,
            language: entry.language.as_str(),
            message: entry.message.clone(),
            permit: entry.permit.map(uuid),
            words: &entry.words,
            due_at: cut(entry.due_at),
            attempts: kept.attempts,
            sent_at,
            dead_at,
            last_error: kept.last_error.as_deref(),
        }
    }
}

#[derive(Serialize)]
pub(super) struct Timer<'a> {
    application: ApplicationId,
    name: &'a MaybeNewer<TimerName>,
    at: Timestamp,
    command: &'a MaybeNewer<Command>,
    attempts: u32,
    dead_at: Option<Timestamp>,
    last_error: Option<&'a str>,
}

impl<'a> Timer<'a> {
    pub(super) fn of(kept: &'a KeptTimer) -> Self {
        Self {
            application: kept.application,
            name: &kept.name,
            at: cut(kept.at),
            command: &kept.command,
            attempts: kept.attempts,
            dead_at: kept.dead_at.map(cut),
            last_error: kept.last_error.as_deref(),
        }
    }
}

fn uuid(permit: PermitId) -> Uuid {
    Uuid::from_bytes(permit.0)
}
