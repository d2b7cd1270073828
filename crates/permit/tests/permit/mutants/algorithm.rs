//! Algorithm confusion: the header names another algorithm than the one that the key is for.

use aws_lc_rs::hmac;
use aws_lc_rs::signature::Ed25519KeyPair;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use permit::Signer;

use super::envelope::{Parts, header};
use super::{Material, pick, text};
use crate::support::{ADDRESS, Random};

/// `alg` as other software may write or want it.
const ALGORITHMS: [&[u8]; 20] = [
    &[0x27],                               // -8 EdDSA
    &[0x28],                               // -9 ESP256
    &[0x38, 0x22],                         // -35 ES384
    &[0x38, 0x23],                         // -36 ES512
    &[0x38, 0x2e],                         // -47 ES256K
    &[0x38, 0x24],                         // -37 PS256
    &[0x39, 0x01, 0x00],                   // -257 RS256
    &[0x39, 0xff, 0xfe],                   // -65535 RS1
    &[0x04],                               // HMAC 256/64
    &[0x05],                               // HMAC 256/256
    &[0x07],                               // 7, ES256 without its sign
    &[0x00],                               // reserved
    &[0xf6],                               // null
    &[0xf7],                               // undefined
    &[0x64, b'n', b'o', b'n', b'e'],       // "none"
    &[0x65, b'E', b'S', b'2', b'5', b'6'], // "ES256"
    &[0x65, b'H', b'S', b'2', b'5', b'6'], // "HS256"
    &[0x38, 0x06],                         // -7, longer than needed
    &[0xf9, 0xc7, 0x00],                   // -7.0
    &[0xc3, 0x41, 0x06],                   // -7 as a big number
];

pub(super) fn confused(material: &Material, random: &mut Random) -> String {
    let kid = *material.permit_key.key_id().as_bytes();
    let mut parts = Parts::of(kid);
    let alg = [&[0x01_u8][..], pick(&ALGORITHMS, random)].concat();
    parts.protected = header(&[&alg, &[&[0x04, 0x48], kid.as_slice()].concat()]);
    text(&match random.below(6) {
        0 => parts.signed_by(&material.permit_key),
        1 => parts.signed_by(&material.stranger),
        2 => parts.with(&[]),
        3 => mac(parts, material, random),
        4 => edwards(&mut parts, random),
        _ => return web_token(material, random),
    })
}

/// HMAC with the published key as its secret, in each shape in which a library may hold that key.
fn mac(mut parts: Parts, material: &Material, random: &mut Random) -> Vec<u8> {
    let key = material.permit_key.public_key();
    let secret = match random.below(5) {
        0 => key.spki(),
        1 => key.point().to_vec(),
        2 => key.point()[1..33].to_vec(),
        3 => key.to_jwk().x.into_bytes(),
        _ => key.id().as_bytes().to_vec(),
    };
    let secret = hmac::Key::new(hmac::HMAC_SHA256, &secret);
    if random.below(2) == 0 {
        parts.opening = vec![0xd1, 0x84];
        parts.context = "MAC0";
    }
    let tag = hmac::sign(&secret, &parts.to_be_signed());
    let doubled = [tag.as_ref(), tag.as_ref()].concat();
    parts.with(if random.below(2) == 0 {
        tag.as_ref()
    } else {
        &doubled
    })
}

/// A true Ed25519 signature, by a key whose secret is the published one's x.
fn edwards(parts: &mut Parts, random: &mut Random) -> Vec<u8> {
    let seed: Vec<u8> = (0..32).map(|_| random.byte()).collect();
    let pair = Ed25519KeyPair::from_seed_unchecked(&seed).unwrap();
    parts.with(pair.sign(&parts.to_be_signed()).as_ref())
}

/// A JSON web token in the fragment, `none` and its kin.
fn web_token(material: &Material, random: &mut Random) -> String {
    let alg = pick(&["none", "None", "nOnE", "HS256", "ES256", "EdDSA", ""], random);
    let header = URL_SAFE_NO_PAD.encode(format!(r#"{{"alg":"{alg}","typ":"JWT"}}"#));
    let body = URL_SAFE_NO_PAD.encode(r#"{"iss":"permisos.gob.pe","exp":4102444800}"#);
    let secret = hmac::Key::new(hmac::HMAC_SHA256, &material.permit_key.public_key().spki());
    let tag = hmac::sign(&secret, format!("{header}.{body}").as_bytes());
    let signature = match random.below(2) {
        0 => String::new(),
        _ => URL_SAFE_NO_PAD.encode(tag.as_ref()),
    };
    let token = format!("{header}.{body}.{signature}");
    match random.below(3) {
        0 => token,
        1 => format!("{ADDRESS}/v#{token}"),
        _ => text(token.as_bytes()),
    }
}
