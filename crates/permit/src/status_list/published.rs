//! The list as it is published: a signed CWT at `https://{iss}/status/{list}`.
//!
//! ```cddl
//! StatusListClaims = {
//!   2 => tstr,                                   ; sub: the list's own address
//!   4 => uint,                                   ; exp
//!   6 => uint,                                   ; iat
//!   65533 => { "lst": bstr, "bits": 2 },         ; zlib (RFC 1950); keys in deterministic order
//!   65534 => uint                                ; ttl: seconds until a newer one should be fetched
//! }
//! ```

use std::io::{Read, Write};

use flate2::Compression;
use flate2::bufread::ZlibDecoder;
use flate2::write::ZlibEncoder;
use jiff::{SignedDuration, Timestamp};
use minicbor::Decoder;
use minicbor::decode::Error as CborError;
use thiserror::Error;

use super::{LARGEST_BYTES, StatusList};
use crate::cbor;
use crate::cose::{self, Envelope, EnvelopeError};
use crate::key::{KeySet, Purpose, SignError, Signer};
use crate::verdict::LEEWAY;

const TYP: &str = "application/statuslist+cwt";
const SUB: i64 = 2;
const EXP: i64 = 4;
const IAT: i64 = 6;
const STATUS_LIST: i64 = 65533;
const TTL: i64 = 65534;

/// A list with its name and its times; times are whole seconds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublishedList {
    /// The issuer's bare host.
    pub issuer: String,
    /// The list's number.
    pub list: u32,
    /// When it was signed.
    pub issued_at: Timestamp,
    /// From when on it must not be taken up any more.
    pub expires_at: Timestamp,
    /// Seconds after which a newer one should be fetched.
    pub ttl: u32,
    /// The statuses.
    pub statuses: StatusList,
}

/// Why bytes are not a status list to rely on.
#[derive(Debug, Error)]
pub enum StatusListError {
    /// Not an envelope with the list's `typ`.
    #[error(transparent)]
    Envelope(#[from] EnvelopeError),
    /// The claims are not those of a list of ours.
    #[error("not a status list's claims: {0}")]
    Claims(#[from] CborError),
    /// `sub` is not the address of a list.
    #[error("{0:?} is not the address of a status list")]
    Subject(String),
    /// The list unpacks to more than [`LARGEST_BYTES`], or does not unpack.
    #[error("the list's bits do not unpack")]
    Packing,
    /// No key for status lists of this issuer has that name.
    #[error("the list is not signed with a status key of {0}")]
    UnknownKey(String),
    /// The signature is wrong.
    #[error("the list's signature is wrong")]
    Forged,
    /// The list has run out.
    #[error("the list ran out at {0}")]
    Expired(Timestamp),
}

/// The claims before they are unpacked, so that nothing unsigned is unpacked.
struct Packed {
    subject: String,
    expires_at: Timestamp,
    issued_at: Timestamp,
    zlib: Vec<u8>,
    ttl: u32,
}

impl PublishedList {
    /// The list's address, which is its `sub`.
    pub fn address(issuer: &str, list: u32) -> String {
        format!("https://{issuer}/status/{list}")
    }

    /// Signs the list. Sign anew at least every `ttl` seconds: a list's age counts from `issued_at`.
    pub fn sign(&self, signer: &dyn Signer) -> Result<Vec<u8>, SignError> {
        let packed = Packed {
            subject: Self::address(&self.issuer, self.list),
            expires_at: self.expires_at,
            issued_at: self.issued_at,
            zlib: pack(&self.statuses.bytes),
            ttl: self.ttl,
        };
        cose::sign(packed.to_bytes(), Some(TYP), signer)
    }

    /// Reads a list: form, issuer, key, signature and expiry; only then is it unpacked.
    pub fn read(bytes: &[u8], keys: &KeySet, now: Timestamp) -> Result<Self, StatusListError> {
        let envelope = Envelope::read(bytes, Some(TYP))?;
        let packed = cbor::read(envelope.payload(), Packed::decode, Packed::to_bytes)?;
        let (issuer, list) =
            subject(&packed.subject).ok_or(StatusListError::Subject(packed.subject.clone()))?;
        let key = keys
            .find(envelope.key_id(), Purpose::Status, now)
            .filter(|_| keys.speaks_for(&issuer));
        let key = key.ok_or_else(|| StatusListError::UnknownKey(issuer.clone()))?;
        if !envelope.is_signed_by(key) {
            return Err(StatusListError::Forged);
        }
        let Packed {
            expires_at,
            issued_at,
            zlib,
            ttl,
            ..
        } = packed;
        if now >= expires_at {
            return Err(StatusListError::Expired(expires_at));
        }
        let statuses = StatusList {
            bytes: unpack(&zlib).ok_or(StatusListError::Packing)?,
        };
        Ok(Self {
            issuer,
            list,
            issued_at,
            expires_at,
            ttl,
            statuses,
        })
    }

    /// How long ago the list was signed; zero where this clock is a little behind the issuer's. None where the list is dated further
    /// ahead: one of the two clocks is wrong, and nobody knows how old it is.
    pub fn age(&self, now: Timestamp) -> Option<SignedDuration> {
        let age = now.duration_since(self.issued_at);
        (age >= -LEEWAY).then(|| age.max(SignedDuration::ZERO))
    }

    /// Whether no newer list should have been fetched by now.
    pub fn is_fresh(&self, now: Timestamp) -> bool {
        let ttl = SignedDuration::from_secs(i64::from(self.ttl));
        now < self.expires_at && self.age(now).is_some_and(|age| age <= ttl)
    }
}

impl Packed {
    fn to_bytes(&self) -> Vec<u8> {
        cbor::write(|w| {
            w.map(5)?.i64(SUB)?.str(&self.subject)?;
            w.i64(EXP)?.i64(self.expires_at.as_second())?;
            w.i64(IAT)?.i64(self.issued_at.as_second())?;
            w.i64(STATUS_LIST)?
                .map(2)?
                .str("lst")?
                .bytes(&self.zlib)?
                .str("bits")?
                .u8(2)?;
            w.i64(TTL)?.u32(self.ttl)?.ok()
        })
    }

    fn decode(d: &mut Decoder<'_>) -> Result<Self, CborError> {
        cbor::map_of(d, 5)?;
        cbor::key(d, SUB)?;
        let subject = d.str()?.to_owned();
        cbor::key(d, EXP)?;
        let expires_at = cbor::timestamp(d)?;
        cbor::key(d, IAT)?;
        let issued_at = cbor::timestamp(d)?;
        cbor::key(d, STATUS_LIST)?;
        cbor::map_of(d, 2)?;
        cbor::name(d, "lst")?;
        let zlib = d.bytes()?.to_vec();
        cbor::name(d, "bits")?;
        cbor::key(d, 2)?;
        cbor::key(d, TTL)?;
        Ok(Self {
            subject,
            expires_at,
            issued_at,
            zlib,
            ttl: d.u32()?,
        })
    }
}

/// Issuer and number out of `https://{iss}/status/{list}`, spelt the one way.
fn subject(address: &str) -> Option<(String, u32)> {
    let (issuer, list) = address.strip_prefix("https://")?.split_once("/status/")?;
    let list = list.parse().ok()?;
    (PublishedList::address(issuer, list) == address).then(|| (issuer.to_owned(), list))
}

pub(super) fn pack(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::best());
    encoder
        .write_all(bytes)
        .and_then(|()| encoder.finish())
        .expect("a vector refuses no bytes")
}

/// Unpacks one zlib stream with nothing after it, and never more than [`LARGEST_BYTES`].
pub(super) fn unpack(zlib: &[u8]) -> Option<Vec<u8>> {
    let mut decoder = ZlibDecoder::new(zlib);
    let mut bytes = Vec::new();
    (&mut decoder)
        .take(LARGEST_BYTES as u64 + 1)
        .read_to_end(&mut bytes)
        .ok()?;
    (bytes.len() <= LARGEST_BYTES && decoder.into_inner().is_empty()).then_some(bytes)
}
