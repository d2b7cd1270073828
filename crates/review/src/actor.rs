use serde::{Deserialize, Serialize};

use crate::{Officer, PersonId, TimerName};

/// Who gives a command, with what the rules need to know of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Actor {
    /// The person who applied; the engine has made sure of it.
    Applicant,
    /// Whoever is asked to consent at the step where it stands; the engine has made sure of it.
    ConsentingPerson,
    /// Somebody of the office, as they stand to this application now.
    Officer(Officer),
    /// Whoever holds the machine and its keys, at the command line.
    Operator,
    /// Work that the engine kept for later: what follows for this application from what became of another.
    Job,
    /// A timer that went off; it may do nothing but what the service file says of that deadline.
    System {
        /// The timer, so that one belonging to an earlier visit to the step is recognised as stale.
        timer: TimerName,
    },
}

/// What the history keeps of an actor. It stays when a payload is erased. How it is hashed: see [`chain`](crate::chain).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "kind", content = "person")]
pub enum Author {
    /// The person who applied.
    Applicant,
    /// Whoever was asked to consent to it.
    ConsentingPerson,
    /// This person of the office.
    Officer(PersonId),
    /// A rule, a timer, a job, or whoever holds the machine.
    System,
}

impl Actor {
    /// What the history will keep of this actor.
    pub fn author(&self) -> Author {
        match self {
            Self::Applicant => Author::Applicant,
            Self::ConsentingPerson => Author::ConsentingPerson,
            Self::Officer(officer) => Author::Officer(officer.person),
            Self::Operator | Self::Job | Self::System { .. } => Author::System,
        }
    }
}
