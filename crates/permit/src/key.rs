//! Keys: who signs, who is believed, and for what.

mod fingerprint;
mod pem;
mod pinned;
mod public;
mod set;
mod signed;
mod signing;

pub use fingerprint::{Fingerprint, NoFingerprint};
pub use pinned::{Accepted, Pinned};
pub use public::{Jwk, JwkError, PublicKey};
pub use set::{KeySet, KeySetError, TrustedKey};
pub use signed::{SignedKeySet, SignedKeySetError};
pub use signing::{SigningKey, SigningKeyError};

use std::fmt;

use serde::{Deserialize, Serialize};
use thiserror::Error;

/// First 8 bytes of SHA-256 over a public key's SPKI DER: the COSE `kid`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct KeyId([u8; 8]);

/// What a key may sign. A key for one purpose proves nothing for the other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Purpose {
    /// Permits.
    Permit,
    /// Status lists and permit descriptions.
    Status,
}

/// Whatever holds a private key: a file, or a token that never gives it out.
pub trait Signer: Send + Sync {
    /// The key's name in envelopes.
    fn key_id(&self) -> KeyId;
    /// Signs with ES256: 64 bytes, r then s.
    fn sign(&self, message: &[u8]) -> Result<[u8; 64], SignError>;
}

/// The signer could not sign; nothing about the message is wrong.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("the signer failed: {reason}")]
pub struct SignError {
    /// What the signer said.
    pub reason: String,
}

impl KeyId {
    /// A name as it stands in an envelope.
    pub fn from_bytes(bytes: [u8; 8]) -> Self {
        Self(bytes)
    }

    /// The 8 bytes.
    pub fn as_bytes(&self) -> &[u8; 8] {
        &self.0
    }
}

/// base64url, as in a JWK.
impl fmt::Display for KeyId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&public::base64url(&self.0))
    }
}

impl fmt::Debug for KeyId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "KeyId({self})")
    }
}

#[cfg(test)]
mod tests;
