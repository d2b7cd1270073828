//! Who issues permits, and with which keys.

use std::sync::Arc;

use bytes::Bytes;
use jiff::{SignedDuration, Timestamp};
use permit::{Fingerprint, KeySet, SignedKeySet, Signer};

/// Who issues permits, with the keys of today.
#[allow(missing_debug_implementations, reason = "it holds the signers")]
pub struct Issuer {
    /// The bare host that permits name: `permisos.gob.pe`.
    pub host: String,
    /// Signs permits.
    pub permit_signer: Arc<dyn Signer>,
    /// Signs status lists and permit descriptions.
    pub status_signer: Arc<dyn Signer>,
    /// Every public key that verifiers may meet.
    pub keys: KeySet,
    /// The keys that an off-line root vouches for; nothing where there is no root.
    pub rooted: Option<Rooted>,
}

/// A root's key set, in force.
#[derive(Clone, Debug)]
pub struct Rooted {
    /// What it says.
    pub set: SignedKeySet,
    /// As the root signed it.
    pub bytes: Bytes,
}

/// So long before a root's key set runs out the next one should be signed.
const CEREMONY_BEFORE: SignedDuration = SignedDuration::from_hours(14 * 24);

impl Issuer {
    /// The root that vouches for these keys, which phones pin.
    pub fn root(&self) -> Option<Fingerprint> {
        self.rooted.as_ref().map(|rooted| rooted.set.fingerprint())
    }

    /// When the root's key set runs out, if that is within a fortnight or over.
    pub fn ends_soon(&self, now: Timestamp) -> Option<Timestamp> {
        let end = self.rooted.as_ref()?.set.expires_at;
        (end.duration_since(now) <= CEREMONY_BEFORE).then_some(end)
    }
}
