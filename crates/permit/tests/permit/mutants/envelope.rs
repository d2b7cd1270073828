//! `COSE_Sign1` put together from parts, so that any part can be another.

use minicbor::Encoder;
use permit::{Signer, SigningKey};

use super::{Material, pick, text};
use crate::support::{Random, claims};

/// Everything between the first byte and the last.
pub(super) struct Parts {
    /// The tag and the array's head.
    pub(super) opening: Vec<u8>,
    /// What the protected header's byte string holds.
    pub(super) protected: Vec<u8>,
    /// The unprotected map as it is encoded.
    pub(super) unprotected: Vec<u8>,
    pub(super) payload: Vec<u8>,
    /// What stands first in the structure that is signed.
    pub(super) context: &'static str,
}

impl Parts {
    /// As a permit of this key is written.
    pub(super) fn of(key_id: [u8; 8]) -> Self {
        Self {
            opening: vec![0xd2, 0x84],
            protected: header(&[&[0x01, 0x26], &[&[0x04, 0x48], key_id.as_slice()].concat()]),
            unprotected: vec![0xa0],
            payload: claims().to_bytes(),
            context: "Signature1",
        }
    }

    pub(super) fn to_be_signed(&self) -> Vec<u8> {
        let mut writer = Encoder::new(Vec::new());
        writer.array(4).unwrap().str(self.context).unwrap();
        writer.bytes(&self.protected).unwrap().bytes(b"").unwrap();
        writer.bytes(&self.payload).unwrap();
        writer.into_writer()
    }

    pub(super) fn signed_by(&self, key: &SigningKey) -> Vec<u8> {
        self.with(&low(key.sign(&self.to_be_signed()).unwrap()))
    }

    pub(super) fn with(&self, signature: &[u8]) -> Vec<u8> {
        let string = |bytes: &[u8]| {
            let mut writer = Encoder::new(Vec::new());
            writer.bytes(bytes).unwrap();
            writer.into_writer()
        };
        [
            self.opening.clone(),
            string(&self.protected),
            self.unprotected.clone(),
            string(&self.payload),
            string(signature),
        ]
        .concat()
    }
}

/// A map of these entries, each a key and a value already encoded.
pub(super) fn header(entries: &[&[u8]]) -> Vec<u8> {
    let size = 0xa0 + u8::try_from(entries.len()).unwrap();
    [&[size], entries.concat().as_slice()].concat()
}

/// The signature of the pair with the lower s, as our own signers write it.
pub(super) fn low(signature: [u8; 64]) -> [u8; 64] {
    if signature[32] < 0x80 {
        return signature;
    }
    crate::support::other_half(signature.to_vec()).try_into().unwrap()
}

/// Headers that say more, less or elsewhere what ours say; signed by the issuer's own key.
pub(super) fn headers(material: &Material, random: &mut Random) -> String {
    let kid = *material.permit_key.key_id().as_bytes();
    let mut parts = Parts::of(kid);
    let alg: &[u8] = &[0x01, 0x26];
    let name = [&[0x04, 0x48], kid.as_slice()].concat();
    let more = pick(
        &[
            vec![0x02, 0x81, 0x01],             // crit: [1]
            vec![0x03, 0x18, 0x3d],             // content type: 61
            vec![0x05, 0x41, 0x00],             // IV
            vec![0x10, 0x63, b'J', b'W', b'T'], // typ: "JWT"
            vec![0x18, 0x21, 0x41, 0x00],       // x5chain
            vec![0x20, 0x00],                   // -1: 0
            vec![0x63, b'a', b'l', b'g', 0x26], // "alg": -7
            vec![0x01, 0x27],                   // alg again
            [&[0x04, 0x48], [7; 8].as_slice()].concat(),
        ],
        random,
    );
    match random.below(10) {
        0 => parts.unprotected = header(&[alg]),
        1 => parts.unprotected = header(&[&more]),
        2 => {
            parts.protected = header(&[&name]);
            parts.unprotected = header(&[alg]);
        }
        3 => {
            parts.protected = header(&[alg]);
            parts.unprotected = header(&[&name]);
        }
        4 => parts.protected = header(&[alg, &name, &more]),
        5 => parts.protected = header(&[&name, alg]),
        6 => parts.protected = Vec::new(),
        7 => parts.protected = header(&[]),
        8 => {
            parts.unprotected = pick(
                &[
                    vec![0xf6],
                    vec![0x80],
                    vec![0x40],
                    vec![0xbf, 0xff],
                    vec![0xb8, 0x00],
                ],
                random,
            );
        }
        _ => {
            let length = random.below(40);
            parts.protected = (0..length).map(|_| random.byte()).collect();
        }
    }
    text(&parts.signed_by(&material.permit_key))
}
