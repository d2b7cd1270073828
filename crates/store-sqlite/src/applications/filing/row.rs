//! The columns of an application and of its events.

use review::{Application, ApplicationId, Author, Decider, Event, EventKind, PersonId, Recorded, Status};
use serde::Serialize;
use store::{Filing, StatusName};

use super::Step;
use crate::rows::Hex;
use crate::values::{count, micros};

#[derive(Serialize)]
pub(super) struct ApplicationColumns<'a> {
    id: ApplicationId,
    reference: String,
    expected: i64,
    service: &'a str,
    version: Hex<[u8; 32]>,
    status: &'static str,
    step: Option<String>,
    role: Option<String>,
    office: Option<String>,
    claimed_by: Option<PersonId>,
    sampled: bool,
    revision: i64,
    head: Hex<[u8; 32]>,
    submitted_at: i64,
    decided_at: Option<i64>,
    decided_by_people: bool,
    language: &'a str,
    holder: &'a str,
    holder_search: String,
    email: Option<&'a str>,
    document: Option<Hex<[u8; 32]>>,
    state: &'a Application,
}

impl<'a> ApplicationColumns<'a> {
    pub(super) fn of(step: Step, filing: &'a Filing) -> Self {
        let (application, contact) = (&filing.application, &filing.contact);
        let expected = match step {
            Step::First => 0,
            Step::From(revision) => count(revision),
        };
        let (decided_at, decided_by_people) = decided(application);
        Self {
            id: application.id,
            reference: filing.reference.to_string(),
            expected,
            service: application.service.as_str(),
            version: Hex(application.version.0),
            status: StatusName::from(&application.status).as_str(),
            step: application.status.step().map(ToString::to_string),
            role: filing.role.as_ref().map(ToString::to_string),
            office: application.office.as_ref().map(ToString::to_string),
            claimed_by: claimed_by(&application.status),
            sampled: application.sampled,
            revision: count(application.revision),
            head: Hex(application.head.0),
            submitted_at: micros(application.submitted_at),
            decided_at,
            decided_by_people,
            language: filing.language.as_str(),
            holder: &contact.holder,
            holder_search: searchable(&contact.holder),
            email: contact.email.as_deref(),
            document: contact.document.map(|hash| Hex(hash.0)),
            state: application,
        }
    }
}

#[derive(Serialize)]
pub(super) struct EventColumns<'a> {
    application: ApplicationId,
    sequence: i64,
    at: i64,
    author: Author,
    kind: EventKind,
    payload: &'a Event,
    salt: Hex<[u8; 16]>,
    commitment: Hex<[u8; 32]>,
    previous: Hex<[u8; 32]>,
    hash: Hex<[u8; 32]>,
}

impl<'a> EventColumns<'a> {
    pub(super) fn of(application: ApplicationId, event: &'a Recorded) -> Self {
        Self {
            application,
            sequence: count(event.sequence),
            at: micros(event.at),
            author: event.actor,
            kind: event.event.kind(),
            payload: &event.event,
            salt: Hex(event.salt),
            commitment: Hex(event.commitment.0),
            previous: Hex(event.previous.0),
            hash: Hex(event.hash.0),
        }
    }
}

fn claimed_by(status: &Status) -> Option<PersonId> {
    match status {
        Status::Claimed { by, .. } => Some(*by),
        _ => None,
    }
}

fn decided(application: &Application) -> (Option<i64>, bool) {
    match &application.status {
        Status::Approved { at, by } | Status::Rejected { at, by, .. } => {
            (Some(micros(*at)), matches!(by, Decider::People(_)))
        }
        _ => (None, false),
    }
}

/// How names are searched: SQLite's own comparison knows the case of ASCII letters alone.
pub(crate) fn searchable(text: &str) -> String {
    text.to_lowercase()
}
