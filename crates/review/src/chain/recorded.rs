use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::Hash;
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
