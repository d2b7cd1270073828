//! The signature over a request: a compact JWS (RFC 7515, 7.1) of one shape and no other.
//!
//! ```text
//! BASE64URL({"alg":"ES256","kid":"<device>"}) . BASE64URL({"htm","htp","nonce","bsh"}) . BASE64URL(r ‖ s)
//! ```
//!
//! Ninety lines and the crypto provider that signs permits, instead of a JOSE library: each of those brings a second
//! provider, and headers (`jwk`, `crit`, other algorithms) that must all be refused here.

use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use permit::PublicKey;
use serde::{Deserialize, de::DeserializeOwned};
use uuid::Uuid;

/// Four times what a phone sends.
const LONGEST: usize = 2_048;

/// A request's signature, read and not yet believed.
#[derive(Debug)]
pub(super) struct SignedRequest<'a> {
    /// The device that it says it is of.
    pub(super) device: Uuid,
    /// What was signed about the request.
    pub(super) claims: RequestClaims,
    message: &'a str,
    signature: [u8; 64],
}

/// What a signature says of its request.
#[derive(Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RequestClaims {
    /// Its method: `POST`.
    pub(super) htm: String,
    /// Its path: `/api/v1/scans`.
    pub(super) htp: String,
    /// The nonce that we gave out last.
    pub(super) nonce: String,
    /// SHA-256 of its body, in base64url.
    pub(super) bsh: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Header {
    #[allow(dead_code, reason = "reading it refuses every other algorithm")]
    alg: Algorithm,
    kid: String,
}

#[derive(Deserialize)]
enum Algorithm {
    #[serde(rename = "ES256")]
    Es256,
}

impl<'a> SignedRequest<'a> {
    /// Reads the text behind `Device `; nothing where it is not exactly of our shape.
    pub(super) fn read(text: &'a str) -> Option<Self> {
        if text.len() > LONGEST {
            return None;
        }
        let (message, signature) = text.rsplit_once('.')?;
        let (header, claims) = message.split_once('.')?;
        let header: Header = part(header)?;
        let device = Uuid::try_parse(&header.kid).ok()?;
        // One device has one name, not also its braced and its upper-case forms.
        (device.to_string() == header.kid).then_some(())?;
        Some(Self {
            device,
            claims: part(claims)?,
            message,
            signature: bytes(signature)?.try_into().ok()?,
        })
    }

    /// Whether this key made it. Either of ECDSA's two values of s will do: here nothing is told apart by its bytes.
    pub(super) fn is_by(&self, key: &PublicKey) -> bool {
        key.verify(self.message.as_bytes(), &self.signature)
    }
}

fn part<T: DeserializeOwned>(text: &str) -> Option<T> {
    serde_json::from_slice(&bytes(text)?).ok()
}

fn bytes(text: &str) -> Option<Vec<u8>> {
    BASE64_URL_SAFE_NO_PAD.decode(text).ok()
}

#[cfg(test)]
mod tests;
