//! An issuer's published keys: a JWK Set (RFC 7517) at `/.well-known/chasqui/keys.json`.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use thiserror::Error;

use super::{Jwk, JwkError, KeyId, PublicKey, Purpose};

/// The keys that speak for one issuer. A compromised key is voided by leaving it out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct KeySet {
    /// The issuer's bare host; a plain JWK Set names none and is believed for any.
    pub issuer: Option<String>,
    /// The base address that the issuer's QR texts begin with; where missing, `https://` and the host.
    pub address: Option<String>,
    /// The keys, newest last.
    pub keys: Vec<TrustedKey>,
    /// First second in which none of them proves anything; a set that no root signed has no end.
    pub expires_at: Option<Timestamp>,
}

/// A public key and what it may prove.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TrustedKey {
    /// The key.
    pub key: PublicKey,
    /// What it may sign.
    pub purpose: Purpose,
    /// Since when nothing new is signed with it; what it signed before still holds.
    pub retired_at: Option<Timestamp>,
    /// When the last thing it signed has run out: from then on it proves nothing.
    pub expires_at: Option<Timestamp>,
}

/// Why a text is no key set.
#[derive(Debug, Error)]
pub enum KeySetError {
    /// Not JSON of the expected shape.
    #[error("not a JWK Set: {0}")]
    Malformed(#[from] serde_json::Error),
    /// A key for permits or status lists that cannot be one.
    #[error("key {at} of the set: {cause}")]
    Key {
        /// Position, counted from 0.
        at: usize,
        /// What is wrong with it.
        cause: JwkError,
    },
    /// Somebody is about to publish, or has published, a private key.
    #[error("key {at} of the set is a private key: it is compromised if this was published")]
    PrivateKey {
        /// Position, counted from 0.
        at: usize,
    },
}

#[derive(Serialize, Deserialize)]
struct File<Key> {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    iss: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    address: Option<String>,
    keys: Vec<Key>,
}

/// One key of a set as it is written.
#[derive(Serialize, Deserialize)]
pub(super) struct Entry {
    #[serde(flatten)]
    jwk: Jwk,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    alg: Option<String>,
    #[serde(default, rename = "use", skip_serializing_if = "Option::is_none")]
    usage: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    purpose: Option<String>,
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        with = "jiff::fmt::serde::timestamp::second::optional"
    )]
    retired_at: Option<Timestamp>,
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        with = "jiff::fmt::serde::timestamp::second::optional"
    )]
    exp: Option<Timestamp>,
}

impl KeySet {
    /// The keys of an issuer whose codes begin with `address`.
    pub fn new(issuer: &str, address: &str, keys: Vec<TrustedKey>) -> Self {
        Self {
            issuer: Some(issuer.to_owned()),
            address: Some(address.to_owned()),
            keys,
            expires_at: None,
        }
    }

    /// Reads `keys.json`. Keys of other kinds and purposes are passed over, as RFC 7517 asks.
    pub fn from_json(text: &str) -> Result<Self, KeySetError> {
        let file: File<Value> = serde_json::from_str(text)?;
        Ok(Self {
            issuer: file.iss,
            address: file.address,
            keys: trusted_keys(file.keys)?,
            expires_at: None,
        })
    }

    /// Writes `keys.json`.
    pub fn to_json(&self) -> String {
        let keys = self.keys.iter().map(Entry::from).collect();
        let file = File {
            iss: self.issuer.clone(),
            address: self.address.clone(),
            keys,
        };
        serde_json::to_string_pretty(&file).expect("texts and numbers are JSON")
    }

    /// Whether these keys may speak for an issuer.
    pub fn speaks_for(&self, issuer: &str) -> bool {
        self.issuer.as_deref().is_none_or(|own| own == issuer)
    }

    /// The address that this issuer's codes must begin with.
    pub fn address_of(&self, issuer: &str) -> String {
        self.address
            .clone()
            .unwrap_or_else(|| format!("https://{issuer}"))
    }

    /// The key of this name, if it may sign such things, and neither it nor the set has run out.
    pub fn find(&self, id: KeyId, purpose: Purpose, now: Timestamp) -> Option<&PublicKey> {
        let lives = |end: Option<Timestamp>| end.is_none_or(|end| now < end);
        let fits = |key: &&TrustedKey| key.key.id() == id && key.purpose == purpose && lives(key.expires_at);
        let found = self.keys.iter().find(fits).map(|key| &key.key);
        found.filter(|_| lives(self.expires_at))
    }
}

/// The keys of a set that are for us; those of other kinds and purposes are passed over.
pub(super) fn trusted_keys(values: Vec<Value>) -> Result<Vec<TrustedKey>, KeySetError> {
    let mut keys = Vec::new();
    for (at, value) in values.into_iter().enumerate() {
        if value.get("d").is_some() {
            return Err(KeySetError::PrivateKey { at });
        }
        if is_es256(&value) {
            keys.extend(trusted(value, at)?);
        }
    }
    Ok(keys)
}

fn is_es256(key: &Value) -> bool {
    let is = |member: &str, expected: &str| key.get(member).is_none_or(|value| value == expected);
    key.get("kty").is_some_and(|kty| kty == "EC")
        && is("crv", "P-256")
        && is("alg", "ES256")
        && is("use", "sig")
}

/// A set without purposes is some other software's, and its keys are for permits.
fn trusted(value: Value, at: usize) -> Result<Option<TrustedKey>, KeySetError> {
    let entry: Entry = serde_json::from_value(value)?;
    let purpose = match entry.purpose.as_deref() {
        None | Some("permit") => Purpose::Permit,
        Some("status") => Purpose::Status,
        Some(_) => return Ok(None),
    };
    let key = PublicKey::from_jwk(&entry.jwk).map_err(|cause| KeySetError::Key { at, cause })?;
    Ok(Some(TrustedKey {
        key,
        purpose,
        retired_at: entry.retired_at,
        expires_at: entry.exp,
    }))
}

impl TrustedKey {
    /// A key in use.
    pub fn new(key: PublicKey, purpose: Purpose) -> Self {
        Self {
            key,
            purpose,
            retired_at: None,
            expires_at: None,
        }
    }
}

impl From<&TrustedKey> for Entry {
    fn from(key: &TrustedKey) -> Self {
        let purpose = match key.purpose {
            Purpose::Permit => "permit",
            Purpose::Status => "status",
        };
        Self {
            jwk: key.key.to_jwk(),
            alg: Some("ES256".to_owned()),
            usage: Some("sig".to_owned()),
            purpose: Some(purpose.to_owned()),
            retired_at: key.retired_at,
            exp: key.expires_at,
        }
    }
}
