use jiff::Timestamp;

use super::Hash;
use super::canonical::{self, Cbor, Written};
use crate::{ApplicationId, Author, Event, EventKind};

/// The part of a recorded event that its hash covers directly, and that stays when the payload is erased.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Header {
    /// Whose history this is.
    pub application: ApplicationId,
    /// Its place, from 1.
    pub sequence: u64,
    /// When.
    pub at: Timestamp,
    /// Who did it.
    pub actor: Author,
    /// The kind of thing that happened.
    pub kind: EventKind,
    /// SHA-256 over salt and event.
    pub commitment: Hash,
    /// The hash of the event before.
    pub previous: Hash,
}

impl Header {
    /// SHA-256 over the CBOR array in the notation of [`chain`](super).
    pub(super) fn hash(&self) -> Hash {
        Hash::of(&canonical::encode(|cbor| {
            cbor.array(8)?.str("chasqui/event/1")?;
            cbor.bytes(self.application.0.as_bytes())?.u64(self.sequence)?;
            time(cbor, self.at)?;
            author(cbor, self.actor)?;
            cbor.str(self.kind.name())?
                .bytes(&self.commitment.0)?
                .bytes(&self.previous.0)?
                .ok()
        }))
    }
}

/// SHA-256 over the salt and the event's deterministic CBOR.
pub(super) fn commitment(salt: &[u8; 16], event: &Event) -> Hash {
    let json = serde_json::to_value(event).expect("an event has text keys and whole numbers only");
    let payload = canonical::encode(|cbor| {
        cbor.array(2)?.str("chasqui/payload/1")?;
        canonical::value(cbor, &json)
    });
    Hash::of(&[salt, payload.as_slice()].concat())
}

/// A moment as `[seconds since 1970, nanoseconds]`.
pub(super) fn time(cbor: &mut Cbor, at: Timestamp) -> Written {
    cbor.array(2)?
        .i64(at.as_second())?
        .i32(at.subsec_nanosecond())?
        .ok()
}

/// An officer as the 16 bytes of the id, everybody else as a word.
fn author(cbor: &mut Cbor, author: Author) -> Written {
    match author {
        Author::Applicant => cbor.str("applicant")?.ok(),
        Author::System => cbor.str("system")?.ok(),
        Author::Officer(person) => cbor.bytes(person.0.as_bytes())?.ok(),
    }
}
