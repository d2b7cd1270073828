use std::collections::BTreeMap;

use forms::{Answers, Charge, ContentHash, OfficeId, ServiceId, StepId};
use jiff::Timestamp;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::Value;

use crate::chain::Hash;
use crate::{
    Access, ApplicationId, Event, Inspection, Link, Opinion, PermitLife, PermitRef, PersonId, Replacement,
    Replaces, SetConditions, Status,
};

/// One application as it stands now: the fold of its events.
///
/// A field added later stands at the top, is optional and left out where it says nothing. A release that does not know
/// it carries it along as it is, through transitions of its own too: so the field must show by itself to which revision
/// it belongs.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Application {
    /// The format of the stored JSON.
    #[serde(rename = "v")]
    pub format: Format,
    /// Its id.
    pub id: ApplicationId,
    /// The service applied for.
    pub service: ServiceId,
    /// The version of the service file that it was submitted under, or that the office has moved it to since.
    pub version: ContentHash,
    /// Where it stands.
    pub status: Status,
    /// How many events it has; the sequence of the last one.
    pub revision: u64,
    /// The hash of the last event, which covers all before it.
    pub head: Hash,
    /// When and with which event it came to its present step, or began anew there after an answer.
    pub visit: Visit,
    /// What persons decided, in order.
    pub decisions: Vec<Decision>,
    /// When it was submitted.
    pub submitted_at: Timestamp,
    /// An automatic approval that a person has still to look at.
    pub sampled: bool,
    /// The applicant has used the one appeal.
    pub appealed: bool,
    /// The office that it is routed to, where the service routes by an answer.
    pub office: Option<OfficeId>,
    /// What the applicant answered, with later answers in place of earlier ones.
    pub answers: Answers,
    /// When the office's time at a step ends.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due: Option<Due>,
    /// The first instant at which an appeal against its rejection is too late.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub appeal_until: Option<Timestamp>,
    /// The permits that were issued on it, oldest first, as far as its history names them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub permits: Vec<PermitLife>,
    /// The permit in whose place its own is to stand.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub replaces: Option<Replaces>,
    /// The application whose answers it was begun with, if it is to follow that one. Releases before this was kept left it out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub begun_from: Option<ApplicationId>,
    /// Answers that were replaced, oldest first: whom they name is still party to it. Releases before this was kept left them out.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub earlier: Vec<Answers>,
    /// What opens it; left out as long as all does that was handed out in the beginning.
    #[serde(default, skip_serializing_if = "Access::is_as_in_the_beginning")]
    pub access: Access,
    /// Which of its permits were replaced, and by which, once the law has erased the events that told it; while they are whole,
    /// nothing.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub replacements: Vec<Replacement>,
    /// What it costs by its answers, where the service's file says so. Releases before this was kept left it out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fee: Option<Charge>,
    /// What those who approved set for the holder, in the order of their visits; only what [`Self::conditions`] says holds.
    /// Releases before this was kept left it out.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub set_conditions: Vec<SetConditions>,
    /// What others consented to, oldest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub consents: Vec<GivenConsent>,
    /// The opinions that others were asked for, oldest first, with what came of them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub opinions: Vec<Opinion>,
    /// The inspections for which a day was set, oldest first, with what was found.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub inspections: Vec<Inspection>,
    /// The revision of the last visit to a step whose consent alone is missing before the permit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub permit_awaits: Option<u64>,
    /// What the version that it is on cannot tell of it, once it was moved from another.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub moved: Option<Box<Moved>>,
    /// Fields that a newer release wrote, as they are.
    #[serde(flatten)]
    pub newer: BTreeMap<String, Value>,
}

impl Application {
    /// What the history tells of a permit.
    pub fn permit(&self, id: PermitRef) -> Option<&PermitLife> {
        self.permits.iter().find(|life| life.id == id)
    }

    /// When the office's time at the present step ends, where it was computed when the step began.
    pub fn due_at(&self) -> Option<Timestamp> {
        let due = self.due.filter(|due| due.visit == self.visit.revision)?;
        Some(due.at)
    }

    /// The version by whose fees it was charged.
    pub fn charged_by(&self) -> ContentHash {
        let moved = self.moved.as_ref();
        moved.and_then(|moved| moved.charged_by).unwrap_or(self.version)
    }

    /// The permit that stands in the place of one of its own, and why, as its history tells it or, where the law has erased that,
    /// as it was kept.
    pub fn replacement(&self, history: &[Link], permit: PermitRef) -> Option<Replacement> {
        let mut told = replacements(history).chain(self.replacements.iter().copied());
        told.find(|replacement| replacement.permit == permit)
    }

    /// What the law leaves of it and of its history: without what people wrote; where it stands, who decided, and which permit
    /// stands in the place of which stays.
    #[must_use]
    pub fn erased(mut self, history: &[Link]) -> Self {
        match &mut self.status {
            Status::Waiting { message, .. } => message.clear(),
            Status::Rejected { note, .. } => *note = None,
            _ => {}
        }
        self.answers = Answers::default();
        self.begun_from = None;
        self.earlier.clear();
        self.replacements.extend(replacements(history));
        for set in &mut self.set_conditions {
            set.conditions.written.clear();
        }
        self.consents.clear();
        self.erase_opinions();
        self.erase_inspections();
        self
    }
}

/// The replacements that a history tells of.
fn replacements(history: &[Link]) -> impl Iterator<Item = Replacement> + '_ {
    history.iter().filter_map(|link| match link {
        Link::Whole(recorded) => match recorded.event {
            Event::PermitReplaced { permit, by, reason } => Some(Replacement { permit, by, reason }),
            _ => None,
        },
        Link::Erased(_) | Link::Newer(_) => None,
    })
}

/// A stretch at one step under one set of answers. Approvals and deadlines count within it only, so that
/// nobody's approval holds for answers they have not seen at that step.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Visit {
    /// The sequence of the event that began it.
    pub revision: u64,
    /// When it began; of one that a move to another version began anew, when the one before did: the case keeps its place.
    pub at: Timestamp,
}

/// What was decided about an application by the rules of versions that it has left.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Moved {
    /// The revision of the visit that began when it was moved last.
    pub visit: u64,
    /// The visits before it whose yeses took it through their step.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub passed: Vec<u64>,
    /// The version by whose fees it was charged, until an answer has it charged anew.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub charged_by: Option<ContentHash>,
    /// When silence was to approve it at the latest, as long as it is in that visit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub silence: Option<Timestamp>,
}

/// A consent that was given at a step, or that the office goes on without.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GivenConsent {
    /// Where.
    pub step: StepId,
    /// The answers that it was given to; none if nobody answered in time and the file lets the office see to it, whatever they are.
    pub to: Option<Answers>,
}

/// When the office's time at a step ends. A release that does not know this carries it along when it leads the application to
/// another step: so it names the visit that it is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Due {
    /// The revision of the visit to the step.
    pub visit: u64,
    /// The first instant that is too late.
    pub at: Timestamp,
}

/// One person's yes or no at one step.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Decision {
    /// Where.
    pub step: StepId,
    /// The revision of the visit to the step.
    pub visit: u64,
    /// Who.
    pub person: PersonId,
    /// When.
    pub at: Timestamp,
    /// Yes or no.
    pub approved: bool,
}

/// Version 1 of an application's JSON, written as the number 1; a reader refuses any other.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Format;

impl Serialize for Format {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_u8(1)
    }
}

impl<'de> Deserialize<'de> for Format {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        match u8::deserialize(deserializer)? {
            1 => Ok(Self),
            other => Err(serde::de::Error::custom(format!(
                "application format {other} is not known"
            ))),
        }
    }
}
