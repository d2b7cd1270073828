//! A public key, and its shape as a JWK (RFC 7517, 7518).

use std::fmt;

use aws_lc_rs::digest::{SHA256, digest};
use aws_lc_rs::signature::{ECDSA_P256_SHA256_FIXED, ParsedPublicKey};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::KeyId;

/// `SubjectPublicKeyInfo` of a P-256 key up to its point: `{ {ecPublicKey, prime256v1}, BIT STRING }` (RFC 5480).
const SPKI_PREFIX: [u8; 26] = [
    0x30, 0x59, 0x30, 0x13, 0x06, 0x07, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01, 0x06, 0x08, 0x2a, 0x86,
    0x48, 0xce, 0x3d, 0x03, 0x01, 0x07, 0x03, 0x42, 0x00,
];

/// A P-256 public key that lies on the curve.
#[derive(Clone)]
pub struct PublicKey {
    point: [u8; 65],
    id: KeyId,
    parsed: ParsedPublicKey,
}

/// The members of a JWK that say which key it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Jwk {
    /// `EC`.
    pub kty: String,
    /// `P-256`.
    pub crv: String,
    /// 32 bytes in base64url.
    pub x: String,
    /// 32 bytes in base64url.
    pub y: String,
    /// The key's name, 8 bytes in base64url.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kid: Option<String>,
}

/// Why a JWK is not a key of ours.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum JwkError {
    /// Another kind of key.
    #[error("not an EC key on P-256")]
    NotP256,
    /// `x` and `y` are not 32 bytes each, or are no point of the curve.
    #[error("x and y are no point of P-256")]
    NotAPoint,
    /// The name is not the one that the key's bytes give.
    #[error("the key is named {found}, by its bytes it is {expected}")]
    OtherName {
        /// What `kid` should be.
        expected: KeyId,
        /// What it is.
        found: String,
    },
}

impl PublicKey {
    /// An uncompressed point (`04 ‖ x ‖ y`, SEC 1), or none if it is not on the curve.
    pub fn from_point(point: [u8; 65]) -> Option<Self> {
        if point[0] != 4 {
            return None;
        }
        let parsed = ParsedPublicKey::new(&ECDSA_P256_SHA256_FIXED, point).ok()?;
        let hash = digest(&SHA256, &spki(&point));
        let id = hash.as_ref().first_chunk().copied().map(KeyId::from_bytes)?;
        Some(Self { point, id, parsed })
    }

    /// Reads a JWK; a `kid`, where there is one, must be the key's own.
    pub fn from_jwk(jwk: &Jwk) -> Result<Self, JwkError> {
        if jwk.kty != "EC" || jwk.crv != "P-256" {
            return Err(JwkError::NotP256);
        }
        let (x, y) = coordinate(&jwk.x)
            .zip(coordinate(&jwk.y))
            .ok_or(JwkError::NotAPoint)?;
        let mut point = [4; 65];
        point[1..33].copy_from_slice(&x);
        point[33..].copy_from_slice(&y);
        let key = Self::from_point(point).ok_or(JwkError::NotAPoint)?;
        match &jwk.kid {
            Some(found) if *found != key.id.to_string() => Err(JwkError::OtherName {
                expected: key.id,
                found: found.clone(),
            }),
            _ => Ok(key),
        }
    }

    /// The key as a JWK.
    pub fn to_jwk(&self) -> Jwk {
        Jwk {
            kty: "EC".to_owned(),
            crv: "P-256".to_owned(),
            x: base64url(&self.point[1..33]),
            y: base64url(&self.point[33..]),
            kid: Some(self.id.to_string()),
        }
    }

    /// The key's name.
    pub fn id(&self) -> KeyId {
        self.id
    }

    /// `04 ‖ x ‖ y`.
    pub fn point(&self) -> &[u8; 65] {
        &self.point
    }

    /// The DER that [`KeyId`] is taken from, and that `openssl` reads.
    pub fn spki(&self) -> Vec<u8> {
        spki(&self.point)
    }

    /// Whether `signature` (r ‖ s) is this key's ES256 signature of `message`.
    #[must_use]
    pub fn verify(&self, message: &[u8], signature: &[u8; 64]) -> bool {
        self.parsed.verify_sig(message, signature).is_ok()
    }
}

pub(super) fn base64url(bytes: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

fn spki(point: &[u8; 65]) -> Vec<u8> {
    [SPKI_PREFIX.as_slice(), point].concat()
}

fn coordinate(text: &str) -> Option<[u8; 32]> {
    URL_SAFE_NO_PAD.decode(text).ok()?.try_into().ok()
}

impl PartialEq for PublicKey {
    fn eq(&self, other: &Self) -> bool {
        self.point == other.point
    }
}

impl Eq for PublicKey {}

impl fmt::Debug for PublicKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PublicKey({})", self.id)
    }
}
