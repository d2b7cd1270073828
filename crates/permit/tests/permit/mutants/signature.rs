//! Signatures that are not the issuer's over these claims.

use permit::Signer;

use super::envelope::Parts;
use super::{Material, pick, text};
use crate::support::{Random, claims, other_half};

/// Another signature behind a genuine permit.
pub(super) fn other(material: &Material, random: &mut Random) -> String {
    let mut bytes = material.permit.clone();
    let start = bytes.len() - 64;
    match random.below(9) {
        0 => bytes[start..].copy_from_slice(&material.sibling[material.sibling.len() - 64..]),
        1 => bytes[start..].copy_from_slice(&material.list[material.list.len() - 64..]),
        2 => bytes[start + random.below(64)] ^= 1 << random.below(8),
        3 => bytes = other_half(bytes),
        4 => bytes[start..].rotate_left(32),
        // r or s as nothing, one, the order, its half, or everything: what careless arithmetic takes.
        5 => special(&mut bytes[start..], random),
        6 => return text(&der(&bytes, start)),
        7 => {
            let length = pick(&[0, 32, 63, 65, 96, 128], random);
            let kid = *material.permit_key.key_id().as_bytes();
            return text(&Parts::of(kid).with(&vec![random.byte(); length]));
        }
        _ => bytes[start..].iter_mut().for_each(|byte| *byte = random.byte()),
    }
    text(&bytes)
}

fn special(signature: &mut [u8], random: &mut Random) {
    const HALVES: [&str; 6] = [
        "0000000000000000000000000000000000000000000000000000000000000000",
        "0000000000000000000000000000000000000000000000000000000000000001",
        "ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551",
        "7fffffff800000007fffffffffffffffde737d56d38bcf4279dce5617e3192a8",
        "ffffffff00000001000000000000000000000000ffffffffffffffffffffffff",
        "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
    ];
    let mut half = || hex::decode(pick(&HALVES, random)).unwrap();
    let (r, s) = (half(), half());
    match random.below(3) {
        0 => signature[..32].copy_from_slice(&r),
        1 => signature[32..].copy_from_slice(&s),
        _ => signature.copy_from_slice(&[r, s].concat()),
    }
}

/// The genuine signature as ASN.1 writes it, which some libraries hand out and take.
fn der(bytes: &[u8], start: usize) -> Vec<u8> {
    let integer = |part: &[u8]| {
        let part = &part[part.iter().position(|byte| *byte != 0).unwrap()..];
        let padding: &[u8] = if part[0] < 0x80 { &[] } else { &[0] };
        let length = u8::try_from(padding.len() + part.len()).unwrap();
        [&[2, length], padding, part].concat()
    };
    let body = [integer(&bytes[start..start + 32]), integer(&bytes[start + 32..])].concat();
    let length = u8::try_from(body.len()).unwrap();
    [&bytes[..start - 2], &[0x58, length + 2, 0x30, length], &body].concat()
}

/// Rightly written and rightly signed, by the wrong key or under the wrong name.
pub(super) fn other_key(material: &Material, random: &mut Random) -> String {
    let named = |key: &dyn Signer| *key.key_id().as_bytes();
    let (own, status, stranger) = (&material.permit_key, &material.status_key, &material.stranger);
    let (kid, signer) = match random.below(7) {
        0 => (named(own), stranger),
        1 => (named(stranger), stranger),
        2 => (named(status), status),
        3 => (named(own), status),
        4 => (named(status), own),
        5 => (named(stranger), own),
        _ => {
            let mut kid = named(own);
            kid[random.below(8)] ^= 1 << random.below(8);
            (kid, own)
        }
    };
    let mut parts = Parts::of(kid);
    if random.below(2) == 0 {
        let mut claims = claims();
        claims.issuer = String::from(pick(
            &["permisos.gob.pe", "PERMISOS.GOB.PE", "otro.gob.pe", ""],
            random,
        ));
        parts.payload = claims.to_bytes();
    }
    text(&parts.signed_by(signer))
}
