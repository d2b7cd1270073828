use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::Hash;
use super::header::{Header, commitment};
use crate::{ApplicationId, Author, Event, EventKind};

/// An event in its place in the chain.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Recorded {
    /// Whose history this is.
    pub application: ApplicationId,
    /// Its place, from 1.
    pub sequence: u64,
    /// When, to the millisecond.
    pub at: Timestamp,
    /// Who did it.
    pub actor: Author,
    /// What happened; the payload, which can be erased.
    pub event: Event,
    /// Keeps the commitment from being guessed at; erased with the payload.
    #[serde(with = "hex")]
    pub salt: [u8; 16],
    /// SHA-256 over salt and event.
    pub commitment: Hash,
    /// The hash of the event before; [`Hash::NONE`] for the first.
    pub previous: Hash,
    /// Covers all of the above and, through `previous`, all before it.
    pub hash: Hash,
}

/// What is left of a recorded event whose payload and salt were erased.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Erased {
    /// Whose history this is.
    pub application: ApplicationId,
    /// Its place, from 1.
    pub sequence: u64,
    /// When, to the millisecond.
    pub at: Timestamp,
    /// Who did it.
    pub actor: Author,
    /// The kind of thing that happened.
    pub kind: EventKind,
    /// SHA-256 over what was erased.
    pub commitment: Hash,
    /// The hash of the event before.
    pub previous: Hash,
    /// Covers all of the above.
    pub hash: Hash,
}

/// One link of a stored chain.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Link {
    /// As it was recorded.
    Whole(Recorded),
    /// Its payload was erased.
    Erased(Erased),
}

/// Where in which chain the next event goes.
#[derive(Clone, Copy)]
pub(crate) struct Place {
    pub(crate) application: ApplicationId,
    pub(crate) sequence: u64,
    pub(crate) previous: Hash,
}

impl Recorded {
    /// Puts an event in its place. The time is cut to milliseconds, which every store keeps exactly.
    pub(crate) fn seal(place: Place, at: Timestamp, actor: Author, event: Event, salt: [u8; 16]) -> Self {
        let header = Header {
            application: place.application,
            sequence: place.sequence,
            at: Timestamp::from_millisecond(at.as_millisecond()).unwrap_or(at),
            actor,
            kind: event.kind(),
            commitment: commitment(&salt, &event),
            previous: place.previous,
        };
        Self {
            application: header.application,
            sequence: header.sequence,
            at: header.at,
            actor,
            event,
            salt,
            commitment: header.commitment,
            previous: header.previous,
            hash: header.hash(),
        }
    }

    /// What may be kept after the payload must go. There is no way back.
    pub fn erase(self) -> Erased {
        Erased {
            application: self.application,
            sequence: self.sequence,
            at: self.at,
            actor: self.actor,
            kind: self.event.kind(),
            commitment: self.commitment,
            previous: self.previous,
            hash: self.hash,
        }
    }

    pub(super) fn header(&self) -> Header {
        Header {
            application: self.application,
            sequence: self.sequence,
            at: self.at,
            actor: self.actor,
            kind: self.event.kind(),
            commitment: self.commitment,
            previous: self.previous,
        }
    }
}

impl Erased {
    pub(super) fn header(&self) -> Header {
        Header {
            application: self.application,
            sequence: self.sequence,
            at: self.at,
            actor: self.actor,
            kind: self.kind,
            commitment: self.commitment,
            previous: self.previous,
        }
    }
}

impl Link {
    /// The event, unless it was erased.
    pub fn event(&self) -> Option<&Event> {
        match self {
            Self::Whole(recorded) => Some(&recorded.event),
            Self::Erased(_) => None,
        }
    }

    /// What stays after erasure too: place, time, author and kind.
    pub fn header(&self) -> Header {
        match self {
            Self::Whole(recorded) => recorded.header(),
            Self::Erased(erased) => erased.header(),
        }
    }

    /// The hash as it was recorded.
    pub fn hash(&self) -> Hash {
        match self {
            Self::Whole(recorded) => recorded.hash,
            Self::Erased(erased) => erased.hash,
        }
    }

    /// The same link without its payload.
    #[must_use]
    pub fn erase(self) -> Self {
        match self {
            Self::Whole(recorded) => Self::Erased(recorded.erase()),
            Self::Erased(_) => self,
        }
    }
}

impl From<Recorded> for Link {
    fn from(recorded: Recorded) -> Self {
        Self::Whole(recorded)
    }
}

impl From<Erased> for Link {
    fn from(erased: Erased) -> Self {
        Self::Erased(erased)
    }
}
