//! The columns of an application and of its events.

use forms::Language;
use permit::Reference;
use review::{
    Application, ApplicationId, Author, Decider, Erased, Event, EventKind, Link, MaybeNewer, Newer, PersonId,
    Recorded, Status,
};
use serde::Serialize;
use store::{Contact, KeptApplication, StatusName, Transition};

use super::Step;
use crate::look_ups;
use crate::rows::Hex;
use crate::values::{count, micros};

#[derive(Serialize)]
pub(crate) struct ApplicationColumns<'a> {
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
    erased_at: Option<i64>,
    look_ups: Option<Hex<Vec<u8>>>,
    /// Whether it was seen as erased; what a transition must still find.
    is_erased: bool,
}

impl<'a> ApplicationColumns<'a> {
    pub(super) fn of(step: Step, transition: &'a Transition) -> Self {
        let expected = match step {
            Step::First => 0,
            Step::From(revision) => count(revision),
        };
        Self {
            expected,
            look_ups: transition.look_ups.clone().map(look_ups::value),
            is_erased: transition.case.is_erased(),
            role: transition.case.role.as_ref().map(ToString::to_string),
            ..Self::new(
                &transition.case.application,
                transition.case.reference,
                &transition.case.language,
                &transition.case.contact,
            )
        }
    }

    /// As it was kept before, elsewhere.
    pub(crate) fn kept(kept: &'a KeptApplication) -> Self {
        let case = &kept.case;
        Self {
            role: case.role.as_ref().map(ToString::to_string),
            erased_at: case.erased_at.map(micros),
            look_ups: kept.look_ups.clone().map(look_ups::value),
            ..Self::new(&case.application, case.reference, &case.language, &case.contact)
        }
    }

    fn new(
        application: &'a Application,
        reference: Reference,
        language: &'a Language,
        contact: &'a Contact,
    ) -> Self {
        let (decided_at, decided_by_people) = decided(application);
        Self {
            id: application.id,
            reference: reference.to_string(),
            expected: 0,
            service: application.service.as_str(),
            version: Hex(application.version.0),
            status: StatusName::from(&application.status).as_str(),
            step: application.status.step().map(ToString::to_string),
            role: None,
            office: application.office.as_ref().map(ToString::to_string),
            claimed_by: claimed_by(&application.status),
            sampled: application.sampled,
            revision: count(application.revision),
            head: Hex(application.head.0),
            submitted_at: micros(application.submitted_at),
            decided_at,
            decided_by_people,
            language: language.as_str(),
            holder: &contact.holder,
            holder_search: searchable(&contact.holder),
            email: contact.email.as_deref(),
            document: contact.document.map(|hash| Hex(hash.0)),
            state: application,
            erased_at: None,
            look_ups: None,
            is_erased: false,
        }
    }
}

#[derive(Serialize)]
pub(crate) struct EventColumns<'a> {
    application: ApplicationId,
    sequence: i64,
    at: i64,
    author: MaybeNewer<Author>,
    kind: MaybeNewer<EventKind>,
    // What is left out is null in its column; JSON's null would be a text.
    #[serde(skip_serializing_if = "Option::is_none")]
    payload: Option<MaybeNewer<&'a Event>>,
    salt: Option<Hex<[u8; 16]>>,
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
            author: event.actor.into(),
            kind: event.event.kind().into(),
            payload: Some(MaybeNewer::Known(&event.event)),
            salt: Some(Hex(event.salt)),
            commitment: Hex(event.commitment.0),
            previous: Hex(event.previous.0),
            hash: Hex(event.hash.0),
        }
    }

    /// As it was kept before, elsewhere, erased or not, by this release or a newer one.
    pub(crate) fn kept(link: &'a Link) -> Self {
        match link {
            Link::Whole(event) => Self::of(event.application, event),
            Link::Erased(left) => Self::erased(left),
            Link::Newer(newer) => Self {
                payload: Some(MaybeNewer::Newer(Newer(newer.payload.clone()))),
                salt: Some(Hex(newer.salt)),
                ..Self::erased(&newer.erased)
            },
        }
    }

    fn erased(left: &Erased) -> Self {
        Self {
            application: left.application,
            sequence: count(left.sequence),
            at: micros(left.at),
            author: left.actor.clone(),
            kind: left.kind.clone(),
            payload: None,
            salt: None,
            commitment: Hex(left.commitment.0),
            previous: Hex(left.previous.0),
            hash: Hex(left.hash.0),
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
