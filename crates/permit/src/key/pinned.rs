//! What a reader remembers of an issuer's root, so that nobody leads it back or elsewhere.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{Fingerprint, SignedKeySet, SignedKeySetError};

/// The roots that are believed, and the newest set that one of them vouched for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pinned {
    /// Any of these may sign the next set.
    pub roots: Vec<Fingerprint>,
    /// The set that was accepted last.
    pub last: Option<Accepted>,
}

/// A set that was accepted, as it is known again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Accepted {
    /// Its version.
    pub version: u64,
    /// SHA-256 over its bytes.
    pub hash: Fingerprint,
}

impl Pinned {
    /// Believes this root from now on, whatever its version.
    pub fn new(root: Fingerprint) -> Self {
        Self {
            roots: vec![root],
            last: None,
        }
    }

    /// Takes up a set if a pinned root signed it, for this issuer, and it is neither older than what was accepted before nor run out.
    /// Where the set hands over to other roots, those are pinned from then on.
    pub fn accept(
        &mut self,
        bytes: &[u8],
        issuer: &str,
        now: Timestamp,
    ) -> Result<SignedKeySet, SignedKeySetError> {
        let set = SignedKeySet::read(bytes)?;
        if !self.roots.contains(&set.fingerprint()) {
            return Err(SignedKeySetError::ForeignRoot(set.fingerprint()));
        }
        if set.issuer != issuer {
            return Err(SignedKeySetError::ForeignIssuer {
                expected: issuer.to_owned(),
                found: set.issuer,
            });
        }
        let found = Accepted {
            version: set.version,
            hash: Fingerprint::of_bytes(bytes),
        };
        self.goes_on_to(found)?;
        if set.expires_at <= now {
            return Err(SignedKeySetError::Expired(set.expires_at));
        }
        self.last = Some(found);
        if let Some(roots) = &set.roots {
            self.roots.clone_from(roots);
        }
        Ok(set)
    }

    fn goes_on_to(&self, found: Accepted) -> Result<(), SignedKeySetError> {
        match self.last {
            Some(last) if found.version < last.version => Err(SignedKeySetError::Older {
                accepted: last.version,
                found: found.version,
            }),
            Some(last) if found.version == last.version && found.hash != last.hash => {
                Err(SignedKeySetError::Other(found.version))
            }
            _ => Ok(()),
        }
    }
}
