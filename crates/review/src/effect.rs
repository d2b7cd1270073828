use std::fmt;

use forms::{ReasonCode, StepId};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{Application, Command, PermitRef, PermitStatus, Recorded, Replaces};

/// What a command brought about; written in one transaction.
#[derive(Clone, Debug, PartialEq)]
pub struct Outcome {
    /// The application as it stands now.
    pub application: Application,
    /// What happened, in order, chained to what happened before.
    pub events: Vec<Recorded>,
    /// What must now be done outside, in order.
    pub effects: Vec<Effect>,
}

/// Something that must be done outside the application, together with the writing of its events.
#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    /// Sign and keep a permit with this identity.
    IssuePermit {
        /// Its identity.
        permit: PermitRef,
    },
    /// Give a permit another status.
    ChangePermit {
        /// Which.
        permit: PermitRef,
        /// What it must still be.
        from: PermitStatus,
        /// What it becomes.
        to: PermitStatus,
    },
    /// Replace an earlier permit, mostly of another application, once this application's own is in force.
    ReplacePermit {
        /// The earlier one.
        earlier: Replaces,
        /// The one that is to stand in its place.
        by: PermitRef,
    },
    /// Sign a permit anew, with today's key and the same claims.
    SignPermitAnew {
        /// Which.
        permit: PermitRef,
    },
    /// Revoke whatever permit was issued, of an application whose history does not name it: a person found the automatic
    /// approval wrong.
    RevokePermit {
        /// Why.
        reason: ReasonCode,
    },
    /// Tell the applicant, or whoever is asked for consent.
    Notify(Message),
    /// Give this command, by [`Actor::System`](crate::Actor::System) with this name, when the time comes.
    Timer {
        /// When.
        at: Timestamp,
        /// Which timer; unique within the application.
        name: TimerName,
        /// What to command.
        command: Command,
    },
    /// Drop all timers of the application set before this point. One that goes off all the same is refused as
    /// stale.
    CancelTimers,
}

/// What the applicant is told, or whoever is asked for consent; the words are the service's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Message {
    /// We have it, a person will look.
    Received,
    /// It has come to a step of which the service tells the applicant.
    Advanced,
    /// We need something from you.
    Asked,
    /// Here is your permit.
    Approved,
    /// No, and why.
    Rejected,
    /// Time ran out.
    Lapsed,
    /// You took it back.
    Withdrawn,
    /// The permit no longer holds.
    Revoked,
    /// Here is your permit again: its code is new, and the paper of before counts for nothing.
    Reissued,
    /// A newer permit stands in the place of yours.
    Replaced,
    /// The link to your application, since you asked for it or letters go to this address from now on.
    Link,
    /// Letters go to another address from now on: told to the one that had them until now.
    AddressCorrected,
    /// What your application tells is kept, though you asked to have it erased.
    Kept,
    /// Do you consent to somebody else's application? To whoever is named in it, not to the applicant.
    ConsentAsked,
    /// Somebody of the office comes to look: when, and where.
    InspectionSet,
}

impl Message {
    /// All that this release can put in words.
    pub const ALL: [Self; 15] = [
        Self::Received,
        Self::Advanced,
        Self::Asked,
        Self::Approved,
        Self::Rejected,
        Self::Lapsed,
        Self::Withdrawn,
        Self::Revoked,
        Self::Reissued,
        Self::Replaced,
        Self::Link,
        Self::AddressCorrected,
        Self::Kept,
        Self::ConsentAsked,
        Self::InspectionSet,
    ];

    /// Its word, stable for translations.
    pub fn name(self) -> &'static str {
        match self {
            Self::Received => "received",
            Self::Advanced => "advanced",
            Self::Asked => "asked",
            Self::Approved => "approved",
            Self::Rejected => "rejected",
            Self::Lapsed => "lapsed",
            Self::Withdrawn => "withdrawn",
            Self::Revoked => "revoked",
            Self::Reissued => "reissued",
            Self::Replaced => "replaced",
            Self::Kept => "kept",
            Self::ConsentAsked => "consent-asked",
            Self::InspectionSet => "inspection-set",
            Self::Link => "link",
            Self::AddressCorrected => "address-corrected",
        }
    }
}

/// Names one timer of an application: what it watches, at which step, in which visit to it. The fields are in the order
/// of their names: a store may know a timer by its JSON's text.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct TimerName {
    /// What it watches.
    pub kind: TimerKind,
    /// The step.
    pub step: StepId,
    /// The revision at which the application came to the step.
    pub visit: u64,
}

/// What a timer watches.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum TimerKind {
    /// The office's time at a step.
    Deadline,
    /// The applicant's time to answer.
    Answer,
}

impl TimerKind {
    /// All that this release knows.
    pub const ALL: [Self; 2] = [Self::Deadline, Self::Answer];
}

impl fmt::Display for TimerName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let kind = match self.kind {
            TimerKind::Deadline => "deadline",
            TimerKind::Answer => "answer",
        };
        write!(f, "{kind}:{}:{}", self.step, self.visit)
    }
}
