use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::header::{Header, commitment};
use super::{Hash, Link};
use crate::newer::read_whole;
use crate::{ApplicationId, Author, Event, EventKind, MaybeNewer};

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
    pub actor: MaybeNewer<Author>,
    /// The kind of thing that happened.
    pub kind: MaybeNewer<EventKind>,
    /// SHA-256 over what was erased.
    pub commitment: Hash,
    /// The hash of the event before.
    pub previous: Hash,
    /// Covers all of the above.
    pub hash: Hash,
}

/// An event that this release cannot read whole: its kind, its version, a field of it or its author is a newer
/// release's. It is kept as it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewerEvent {
    /// What stays of it when its payload is erased.
    pub erased: Erased,
    /// What happened, in that release's words; can be erased.
    pub payload: Value,
    /// Keeps the commitment from being guessed at; erased with the payload.
    #[serde(with = "hex")]
    pub salt: [u8; 16],
}

/// Where in which chain the next event goes.
#[derive(Clone, Copy)]
pub(crate) struct ChainPosition {
    pub(crate) application: ApplicationId,
    pub(crate) sequence: u64,
    pub(crate) previous: Hash,
}

impl Recorded {
    /// Puts an event in its place. The time is cut to milliseconds, which every store keeps exactly.
    pub(crate) fn seal(
        place: ChainPosition,
        at: Timestamp,
        actor: Author,
        event: Event,
        salt: [u8; 16],
    ) -> Self {
        let sealed = Header {
            application: place.application,
            sequence: place.sequence,
            at: Timestamp::from_millisecond(at.as_millisecond()).unwrap_or(at),
            actor: actor.into(),
            kind: event.kind().into(),
            commitment: commitment(&salt, &payload(&event)),
            previous: place.previous,
        }
        .sealed();
        Self {
            application: sealed.application,
            sequence: sealed.sequence,
            at: sealed.at,
            actor,
            event,
            salt,
            commitment: sealed.commitment,
            previous: sealed.previous,
            hash: sealed.hash,
        }
    }

    /// What may be kept after the payload must go. There is no way back.
    pub fn erase(self) -> Erased {
        Erased {
            application: self.application,
            sequence: self.sequence,
            at: self.at,
            actor: self.actor.into(),
            kind: self.event.kind().into(),
            commitment: self.commitment,
            previous: self.previous,
            hash: self.hash,
        }
    }

    /// The event as it is committed to and kept.
    pub(super) fn payload(&self) -> Value {
        payload(&self.event)
    }

    pub(super) fn header(&self) -> Header {
        Header {
            application: self.application,
            sequence: self.sequence,
            at: self.at,
            actor: self.actor.into(),
            kind: self.event.kind().into(),
            commitment: self.commitment,
            previous: self.previous,
        }
    }
}

impl Erased {
    /// The event that it is together with its payload and salt, if these were kept.
    pub fn with_payload(self, payload: Value, salt: [u8; 16]) -> Link {
        let known = self.actor.known().copied().zip(read_whole::<Event>(&payload));
        match known {
            Some((actor, event)) if self.kind == event.kind() => Link::Whole(Recorded {
                application: self.application,
                sequence: self.sequence,
                at: self.at,
                actor,
                event,
                salt,
                commitment: self.commitment,
                previous: self.previous,
                hash: self.hash,
            }),
            _ => Link::Newer(NewerEvent {
                erased: self,
                payload,
                salt,
            }),
        }
    }

    pub(super) fn header(&self) -> Header {
        Header {
            application: self.application,
            sequence: self.sequence,
            at: self.at,
            actor: self.actor.clone(),
            kind: self.kind.clone(),
            commitment: self.commitment,
            previous: self.previous,
        }
    }
}

fn payload(event: &Event) -> Value {
    serde_json::to_value(event).expect("an event has text keys and whole numbers only")
}
