//! Texts that are nearly a permit's, each kind of forgery made as somebody who tries would make it.
//!
//! The seed says which changes are made; signatures take a fresh nonce each time, so a failure prints the text itself.

#[path = "mutants/algorithm.rs"]
mod algorithm;
#[path = "mutants/bytes.rs"]
mod bytes;
#[path = "mutants/cbor.rs"]
mod cbor;
#[path = "mutants/digits.rs"]
mod digits;
#[path = "mutants/envelope.rs"]
mod envelope;
#[path = "mutants/passed_off.rs"]
mod passed_off;
#[path = "mutants/signature.rs"]
mod signature;

use permit::{Claims, Field, PermitId, SigningKey, issue, qr_text};

use crate::support::{ADDRESS, Random, claims, keys, list, permit_bytes, permit_key, status_key};

/// What a forger has: genuine things, keys of their own, and (worse than any forger) the issuer's key, so that what is signed
/// rightly and written wrongly is tried too.
pub(crate) struct Material {
    /// The permit that is changed.
    pub(crate) permit: Vec<u8>,
    sibling: Vec<u8>,
    /// The issuer's list and description.
    pub(crate) list: Vec<u8>,
    pub(crate) description: Vec<u8>,
    keys: String,
    permit_key: SigningKey,
    status_key: SigningKey,
    stranger: SigningKey,
}

/// A way of changing a permit; what comes out is a text.
type Change = fn(&Material, &mut Random) -> String;

/// Every kind of change, none of which may pass.
pub(crate) const KINDS: [(&str, Change); 9] = [
    ("bits and bytes", bytes::any),
    ("digits", digits::digits),
    ("address", digits::address),
    ("signature", signature::other),
    ("key", signature::other_key),
    ("algorithm", algorithm::confused),
    ("headers", envelope::headers),
    ("well signed, ill written", cbor::ill_written),
    ("something else passed off", passed_off::any),
];

/// Rightly signed and rightly written, whatever it says: both readers must agree on these too.
pub(crate) const UNUSUAL: (&str, Change) = ("well signed, unusual", cbor::unusual);

impl Material {
    pub(crate) fn new() -> Self {
        let sibling = Claims {
            id: PermitId([9; 16]),
            fields: vec![Field::Text("X".repeat(18))],
            ..claims()
        };
        Self {
            permit: permit_bytes(),
            sibling: issue(&sibling, &permit_key()).unwrap().as_bytes().to_vec(),
            list: list().sign(&status_key()).unwrap(),
            description: crate::published::description().sign(&status_key()).unwrap(),
            keys: keys().to_json(),
            permit_key: permit_key(),
            status_key: status_key(),
            stranger: SigningKey::generate().unwrap(),
        }
    }

    fn digits(&self) -> String {
        permit::digits::encode(&self.permit)
    }
}

fn text(bytes: &[u8]) -> String {
    qr_text::build(ADDRESS, bytes)
}

fn pick<T: Clone>(choices: &[T], random: &mut Random) -> T {
    choices[random.below(choices.len())].clone()
}
