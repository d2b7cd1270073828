use jiff::Timestamp;
use serde_json::Value;

use super::canonical::{self, Cbor, Written};
use super::{Erased, Hash};
use crate::{ApplicationId, Author, EventKind, MaybeNewer};

/// The part of a recorded event that its hash covers directly, and that stays when the payload is erased.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Header {
    /// Whose history this is.
    pub application: ApplicationId,
    /// Its place, from 1.
    pub sequence: u64,
    /// When.
    pub at: Timestamp,
    /// Who did it.
    pub actor: MaybeNewer<Author>,
    /// The kind of thing that happened.
    pub kind: MaybeNewer<EventKind>,
    /// SHA-256 over salt and event.
    pub commitment: Hash,
    /// The hash of the event before.
    pub previous: Hash,
}

impl Header {
    /// The event's record, with its hash: what stays of it when the payload is erased.
    pub fn sealed(self) -> Erased {
        Erased {
            hash: self.hash(),
            application: self.application,
            sequence: self.sequence,
            at: self.at,
            actor: self.actor,
            kind: self.kind,
            commitment: self.commitment,
            previous: self.previous,
        }
    }

    /// What the event's hash must be: SHA-256 over the CBOR array in the notation of [`chain`](super).
    pub(super) fn hash(&self) -> Hash {
        Hash::of(&canonical::encode(|cbor| {
            cbor.array(8)?.str("chasqui/event/1")?;
            cbor.bytes(self.application.0.as_bytes())?.u64(self.sequence)?;
            time(cbor, self.at)?;
            author(cbor, &self.actor)?;
            kind(cbor, &self.kind)?;
            cbor.bytes(&self.commitment.0)?.bytes(&self.previous.0)?.ok()
        }))
    }
}

/// What an event's commitment must be: SHA-256 over the salt and the payload's deterministic CBOR.
pub fn commitment(salt: &[u8; 16], payload: &Value) -> Hash {
    let payload = canonical::encode(|cbor| {
        cbor.array(2)?.str("chasqui/payload/1")?;
        canonical::value(cbor, payload)
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

/// An officer as the 16 bytes of the id, the applicant, a consenting person and the system as a word, and whom only a newer release knows as
/// their JSON.
fn author(cbor: &mut Cbor, author: &MaybeNewer<Author>) -> Written {
    match author {
        MaybeNewer::Known(Author::Applicant) => cbor.str("applicant")?.ok(),
        MaybeNewer::Known(Author::ConsentingPerson) => cbor.str("consenting-person")?.ok(),
        MaybeNewer::Known(Author::System) => cbor.str("system")?.ok(),
        MaybeNewer::Known(Author::Officer(person)) => cbor.bytes(person.0.as_bytes())?.ok(),
        MaybeNewer::Newer(newer) => canonical::value(cbor, &newer.0),
    }
}

/// The kind's word, whoever knows it.
fn kind(cbor: &mut Cbor, kind: &MaybeNewer<EventKind>) -> Written {
    match kind {
        MaybeNewer::Known(kind) => cbor.str(kind.name())?.ok(),
        MaybeNewer::Newer(newer) => canonical::value(cbor, &newer.0),
    }
}
