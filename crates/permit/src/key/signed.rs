//! The key set that an issuer's off-line root key has signed: `/.well-known/chasqui/keys.cose`.
//!
//! `keys.json` is worth as much as the server it came from; this set is worth as much as the root key, which is on no
//! server. Its payload is `keys.json` with more members:
//!
//! ```json
//! { "iss": "permisos.gob.pe", "address": "https://permisos.gob.pe", "version": 7, "iat": 1774310400, "exp": 1782086400,
//!   "root": { "kty": "EC", … }, "roots": ["5a7a78cc…"], "keys": [ { "kty": "EC", …, "purpose": "permit" }, … ] }
//! ```

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use thiserror::Error;

use super::set::{Entry, trusted_keys};
use super::{Fingerprint, Jwk, JwkError, KeySet, KeySetError, PublicKey, SignError, Signer, TrustedKey};
use crate::cose::{self, Envelope, EnvelopeError};

const TYP: &str = "application/chasqui-key-set+json";
/// The largest whole number that every JSON reader keeps exactly (RFC 8259, 6).
const LAST_VERSION: u64 = (1 << 53) - 1;

/// Keys that speak for an issuer for a time, as its root vouches for them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignedKeySet {
    /// The issuer's bare host.
    pub issuer: String,
    /// The base address that the issuer's QR texts begin with.
    pub address: String,
    /// Goes up with each set; a reader never goes back.
    pub version: u64,
    /// When it was signed, in whole seconds.
    pub issued_at: Timestamp,
    /// First second in which nothing in it is believed any more.
    pub expires_at: Timestamp,
    /// The root that signs it.
    pub root: PublicKey,
    /// The roots that readers pin from then on, this one among them; none where their pins stay as they are.
    pub roots: Option<Vec<Fingerprint>>,
    /// The keys.
    pub keys: Vec<TrustedKey>,
}

/// Why bytes are not a key set to rely on.
#[derive(Debug, Error)]
pub enum SignedKeySetError {
    /// Not an envelope with the key set's `typ`.
    #[error(transparent)]
    Envelope(#[from] EnvelopeError),
    /// The payload is not the JSON of a key set, or holds a key that cannot be one.
    #[error(transparent)]
    Payload(#[from] KeySetError),
    /// A version that not every reader can count to.
    #[error("the key set's version is {0}, which is beyond 2^53 − 1")]
    Version(u64),
    /// What stands for the root is no key.
    #[error("the key set's root is no key: {0}")]
    Root(JwkError),
    /// The set names the roots that are pinned from then on, and its own is not among them.
    #[error("the key set hands over to other roots without naming its own among them")]
    RootLeftOut,
    /// Signed by a root that this reader has no reason to believe.
    #[error("the key set is signed by the root {0}, which is not the one pinned here")]
    ForeignRoot(Fingerprint),
    /// The signature is not the root's.
    #[error("the key set's signature is wrong")]
    Forged,
    /// The keys of somebody else.
    #[error("the key set speaks for {found}, not for {expected}")]
    ForeignIssuer {
        /// Whose keys were asked for.
        expected: String,
        /// Whose they are.
        found: String,
    },
    /// A newer set was accepted before: this one may list keys that were voided since.
    #[error(
        "the key set has version {found}; version {accepted} was accepted before, and there is no way back"
    )]
    Older {
        /// The highest version ever accepted.
        accepted: u64,
        /// The version found.
        found: u64,
    },
    /// Two sets of one version: somebody signed twice what may be signed once.
    #[error("another key set of version {0} was accepted before")]
    Other(u64),
    /// It has run out.
    #[error("the key set ran out at {0}")]
    Expired(Timestamp),
}

/// The payload; with keys as they are found, or as they are written.
#[derive(Serialize, Deserialize)]
struct Payload<Key> {
    iss: String,
    address: String,
    version: u64,
    #[serde(with = "jiff::fmt::serde::timestamp::second::required")]
    iat: Timestamp,
    #[serde(with = "jiff::fmt::serde::timestamp::second::required")]
    exp: Timestamp,
    root: Jwk,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    roots: Option<Vec<Fingerprint>>,
    keys: Vec<Key>,
}

impl SignedKeySet {
    /// Signs the set with its root, whose public half it must name.
    pub fn sign(&self, root: &dyn Signer) -> Result<Vec<u8>, SignError> {
        if root.key_id() != self.root.id() {
            let reason = format!("it is {}, the set's root is {}", root.key_id(), self.root.id());
            return Err(SignError { reason });
        }
        let payload = Payload {
            iss: self.issuer.clone(),
            address: self.address.clone(),
            version: self.version,
            iat: self.issued_at,
            exp: self.expires_at,
            root: self.root.to_jwk(),
            roots: self.roots.clone(),
            keys: self.keys.iter().map(Entry::from).collect(),
        };
        let json = serde_json::to_vec(&payload).expect("texts and numbers are JSON");
        cose::sign(json, Some(TYP), root)
    }

    /// Reads a set that its own root has signed. Whether to believe that root, and for how long, is for
    /// [`super::Pinned::accept`] to say.
    pub fn read(bytes: &[u8]) -> Result<Self, SignedKeySetError> {
        let envelope = Envelope::read(bytes, Some(TYP))?;
        let payload: Payload<Value> =
            serde_json::from_slice(envelope.payload()).map_err(KeySetError::from)?;
        let root = PublicKey::from_jwk(&payload.root).map_err(SignedKeySetError::Root)?;
        if envelope.key_id() != root.id() || !envelope.is_signed_by(&root) {
            return Err(SignedKeySetError::Forged);
        }
        let own = Fingerprint::of(&root);
        if payload.roots.as_ref().is_some_and(|roots| !roots.contains(&own)) {
            return Err(SignedKeySetError::RootLeftOut);
        }
        if payload.version > LAST_VERSION {
            return Err(SignedKeySetError::Version(payload.version));
        }
        Ok(Self {
            issuer: payload.iss,
            address: payload.address,
            version: payload.version,
            issued_at: payload.iat,
            expires_at: payload.exp,
            root,
            roots: payload.roots,
            keys: trusted_keys(payload.keys)?,
        })
    }

    /// The fingerprint of the root that signed it.
    pub fn fingerprint(&self) -> Fingerprint {
        Fingerprint::of(&self.root)
    }

    /// The keys for a verifier: when the set runs out, they prove nothing.
    pub fn key_set(&self) -> KeySet {
        let mut keys = KeySet::new(&self.issuer, &self.address, self.keys.clone());
        keys.expires_at = Some(self.expires_at);
        keys
    }
}
