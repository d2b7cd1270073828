//! The columns of an application and of its events.

use review::{Application, ApplicationId, Decider, Recorded, Status};
use store::{StatusName, StoreError, Transition};
use uuid::Uuid;

use super::Step;
use crate::values::{Document, count, json, name_of, time};

#[derive(Debug)]
pub(in crate::applications) struct ApplicationRow {
    pub(in crate::applications) id: Uuid,
    pub(in crate::applications) reference: String,
    pub(in crate::applications) expected: i64,
    pub(in crate::applications) service: String,
    pub(in crate::applications) version: [u8; 32],
    pub(in crate::applications) status: &'static str,
    pub(in crate::applications) step: Option<String>,
    pub(in crate::applications) role: Option<String>,
    pub(in crate::applications) office: Option<String>,
    pub(in crate::applications) claimed_by: Option<Uuid>,
    pub(in crate::applications) sampled: bool,
    pub(in crate::applications) revision: i64,
    pub(in crate::applications) head: [u8; 32],
    pub(in crate::applications) submitted_at: jiff_sqlx::Timestamp,
    pub(in crate::applications) decided_at: Option<jiff_sqlx::Timestamp>,
    pub(in crate::applications) decided_by_people: bool,
    pub(in crate::applications) language: String,
    pub(in crate::applications) holder: String,
    pub(in crate::applications) holder_search: String,
    pub(in crate::applications) email: Option<String>,
    pub(in crate::applications) document: Option<[u8; 32]>,
    pub(in crate::applications) state: Document,
}

impl ApplicationRow {
    pub(super) fn of(step: Step, transition: &Transition) -> Result<Self, StoreError> {
        let (application, contact) = (&transition.case.application, &transition.case.contact);
        let expected = match step {
            Step::First => 0,
            Step::From(revision) => count(revision),
        };
        let (decided_at, decided_by_people) = decided(application);
        Ok(Self {
            id: application.id.0,
            reference: transition.case.reference.to_string(),
            expected,
            service: application.service.to_string(),
            version: application.version.0,
            status: StatusName::from(&application.status).as_str(),
            step: application.status.step().map(ToString::to_string),
            role: transition.case.role.as_ref().map(ToString::to_string),
            office: application.office.as_ref().map(ToString::to_string),
            claimed_by: claimed_by(&application.status),
            sampled: application.sampled,
            revision: count(application.revision),
            head: application.head.0,
            submitted_at: time(application.submitted_at),
            decided_at,
            decided_by_people,
            language: transition.case.language.to_string(),
            holder: contact.holder.clone(),
            holder_search: searchable(&contact.holder),
            email: contact.email.clone(),
            document: contact.document.map(|hash| hash.0),
            state: json(application)?,
        })
    }
}

#[derive(Debug)]
pub(in crate::applications) struct EventRow {
    pub(in crate::applications) application: Uuid,
    pub(in crate::applications) sequence: i64,
    pub(in crate::applications) at: jiff_sqlx::Timestamp,
    pub(in crate::applications) author: Document,
    pub(in crate::applications) kind: String,
    pub(in crate::applications) payload: Document,
    pub(in crate::applications) salt: [u8; 16],
    pub(in crate::applications) commitment: [u8; 32],
    pub(in crate::applications) previous: [u8; 32],
    pub(in crate::applications) hash: [u8; 32],
}

impl EventRow {
    pub(super) fn of(application: ApplicationId, event: &Recorded) -> Result<Self, StoreError> {
        Ok(Self {
            application: application.0,
            sequence: count(event.sequence),
            at: time(event.at),
            author: json(&event.actor)?,
            kind: name_of(&event.event.kind())?,
            payload: json(&event.event)?,
            salt: event.salt,
            commitment: event.commitment.0,
            previous: event.previous.0,
            hash: event.hash.0,
        })
    }
}

pub(crate) fn claimed_by(status: &Status) -> Option<Uuid> {
    match status {
        Status::Claimed { by, .. } => Some(by.0),
        _ => None,
    }
}

pub(crate) fn decided(application: &Application) -> (Option<jiff_sqlx::Timestamp>, bool) {
    match &application.status {
        Status::Approved { at, by } | Status::Rejected { at, by, .. } => {
            (Some(time(*at)), matches!(by, Decider::People(_)))
        }
        _ => (None, false),
    }
}

/// How names are searched, alike in every store: small letters as this program makes them.
pub(crate) fn searchable(text: &str) -> String {
    text.to_lowercase()
}
