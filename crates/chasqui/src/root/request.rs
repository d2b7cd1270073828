//! What a server asks its root to vouch for: public keys, and the set in force. Nothing in it is secret.

use std::{fs, path::Path};

use anyhow::{Context, Result, ensure};
use aws_lc_rs::digest::{SHA256, digest};
use permit::{
    TrustedKey,
    key::{KeySet, SignedKeySet},
};
use serde::{Deserialize, Serialize};

use crate::text_file;

/// Public keys of one issuer.
pub(crate) struct Request {
    pub(crate) issuer: String,
    pub(crate) address: String,
    pub(crate) keys: Vec<TrustedKey>,
    in_force: Option<String>,
    code: String,
}

/// `keys.json` with one member more.
#[derive(Serialize, Deserialize)]
struct File {
    #[serde(flatten)]
    keys: serde_json::Map<String, serde_json::Value>,
    /// The set in force, in hexadecimal.
    #[serde(skip_serializing_if = "Option::is_none")]
    in_force: Option<String>,
}

impl Request {
    /// Writes a request for these keys; answers the code to read out.
    pub(crate) fn write(path: &Path, keys: &KeySet, in_force: Option<&[u8]>) -> Result<String> {
        let file = File {
            keys: serde_json::from_str(&keys.to_json())?,
            in_force: in_force.map(hex::encode),
        };
        let text = serde_json::to_vec_pretty(&file)?;
        fs::write(path, &text).with_context(|| format!("cannot write {}", path.display()))?;
        Ok(code(&text))
    }

    /// Reads a request.
    pub(crate) fn read(path: &Path) -> Result<Self> {
        let text = text_file::read(path).with_context(|| format!("cannot read {}", path.display()))?;
        Self::parse(&text).with_context(|| format!("{} cannot be signed", path.display()))
    }

    /// A request of this machine itself, as the demo makes one.
    pub(crate) fn of(keys: &KeySet) -> Result<Self> {
        Self::parse(&keys.to_json())
    }

    fn parse(text: &str) -> Result<Self> {
        let keys = KeySet::from_json(text)?;
        let file: File = serde_json::from_str(text)?;
        let (issuer, address) = keys
            .issuer
            .zip(keys.address)
            .context("it does not say whose keys these are")?;
        ensure!(!keys.keys.is_empty(), "there is no key in it");
        Ok(Self {
            issuer,
            address,
            keys: keys.keys,
            in_force: file.in_force,
            code: code(text.as_bytes()),
        })
    }

    /// The set that the server has now.
    pub(crate) fn in_force(&self) -> Result<Option<SignedKeySet>> {
        let Some(digits) = &self.in_force else {
            return Ok(None);
        };
        let bytes = hex::decode(digits).context("the request's set in force is no hexadecimal")?;
        let set = SignedKeySet::read(&bytes).context("the request's set in force is damaged")?;
        Ok(Some(set))
    }

    /// What both sides read out to each other, so that the request that is signed is the one that was made.
    pub(crate) fn code(&self) -> &str {
        &self.code
    }
}

/// The first 8 bytes of SHA-256 in four groups.
fn code(text: &[u8]) -> String {
    let digits = hex::encode(&digest(&SHA256, text).as_ref()[..8]);
    let groups = digits.as_bytes().chunks(4);
    groups
        .map(|group| String::from_utf8_lossy(group).into_owned())
        .collect::<Vec<_>>()
        .join(" ")
}
