//! No byte of a permit can change and still verify.

use permit::{Claims, Field, PermitId, SigningKey, Verdict, digits, issue, qr_text, verify, verify_bytes};

use crate::support::{ADDRESS, NOON, Random, at, claims, other_half, permit_bytes, permit_key, trust};

const MUTATIONS: usize = 100_000;

/// Another permit of the same issuer, one of another key, and the one that is changed.
struct Material {
    permit: Vec<u8>,
    sibling: Vec<u8>,
    stranger: Vec<u8>,
}

fn material() -> Material {
    let sibling = Claims {
        id: PermitId([9; 16]),
        fields: vec![Field::Text("X".repeat(18))],
        ..claims()
    };
    let stranger = SigningKey::generate().unwrap();
    Material {
        permit: permit_bytes(),
        sibling: issue(&sibling, &permit_key()).unwrap().as_bytes().to_vec(),
        stranger: issue(&claims(), &stranger).unwrap().as_bytes().to_vec(),
    }
}

fn mutate(material: &Material, random: &mut Random) -> Vec<u8> {
    let mut bytes = material.permit.clone();
    let at = random.below(bytes.len());
    let signature = bytes.len() - 64;
    match random.below(12) {
        0 => bytes[at] ^= 1 << random.below(8),
        1 => (0..=random.below(6)).for_each(|_| bytes[random.below(signature + 64)] ^= random.byte()),
        2 => bytes.truncate(at),
        3 => bytes.insert(at, random.byte()),
        4 => drop(bytes.remove(at)),
        5 => bytes.extend((0..=random.below(8)).map(|_| random.byte())),
        6 => bytes[signature..].copy_from_slice(&material.sibling[material.sibling.len() - 64..]),
        7 => {
            bytes[signature..].copy_from_slice(&material.stranger[material.stranger.len() - 64..]);
            bytes[random.below(signature)] ^= random.byte();
        }
        // The algorithm and the key's name, in the protected header.
        8 => bytes[3 + random.below(13)] = random.byte(),
        9 => {
            let other = random.below(signature + 64);
            bytes.swap(at, other);
        }
        10 => bytes = other_half(bytes),
        _ => bytes[signature + random.below(64)] = random.byte(),
    }
    bytes
}

fn is_refused(verdict: Verdict) -> bool {
    matches!(
        verdict,
        Verdict::NotAPermit | Verdict::UnknownIssuer | Verdict::Forged
    )
}

#[test]
fn a_hundred_thousand_changes_are_refused() {
    let (material, trust, mut random) = (material(), trust(), Random(20_260_321));
    let mut seen = [0; 3];
    let mut tried = 0;
    while tried < MUTATIONS {
        let bytes = mutate(&material, &mut random);
        if bytes == material.permit {
            continue;
        }
        tried += 1;
        let verdict = verify_bytes(&bytes, &trust, at(NOON)).verdict;
        assert!(is_refused(verdict), "{verdict:?}: {}", hex::encode(&bytes));
        let reason = Verdict::ALL.iter().position(|other| *other == verdict).unwrap();
        seen[reason] += 1;
    }
    assert!(
        seen.iter().all(|count| *count > 1000),
        "the changes reach every check: {seen:?}"
    );
    assert_eq!(
        verify_bytes(&material.permit, &trust, at(NOON)).verdict,
        Verdict::Valid
    );
}

#[test]
fn every_single_bit_matters() {
    let (permit, trust) = (permit_bytes(), trust());
    for bit in 0..permit.len() * 8 {
        let mut bytes = permit.clone();
        bytes[bit / 8] ^= 1 << (bit % 8);
        let verdict = verify_bytes(&bytes, &trust, at(NOON)).verdict;
        assert!(is_refused(verdict), "bit {bit}: {verdict:?}");
    }
}

#[test]
fn every_single_digit_matters() {
    let (permit, trust) = (permit_bytes(), trust());
    let digits = digits::encode(&permit);
    for at_digit in 0..digits.len() {
        let mut changed = digits.clone().into_bytes();
        changed[at_digit] = b'0' + (changed[at_digit] - b'0' + 1) % 10;
        let text = format!("{ADDRESS}/v#{}", String::from_utf8(changed).unwrap());
        let verdict = verify(&text, &trust, at(NOON)).verdict;
        assert!(is_refused(verdict), "digit {at_digit}: {verdict:?}");
    }
    assert_eq!(
        verify(&qr_text::build(ADDRESS, &permit), &trust, at(NOON)).verdict,
        Verdict::Valid
    );
}

/// ECDSA itself allows it: with (r, s) also (r, n − s) is a signature of the same bytes.
#[test]
fn the_other_half_of_an_ecdsa_signature_is_refused() {
    for round in 0..64 {
        let permit = permit_bytes();
        let checked = verify_bytes(&permit, &trust(), at(NOON));
        assert_eq!(
            checked.verdict,
            Verdict::Valid,
            "round {round}: what is signed has the lower s"
        );
        let checked = verify_bytes(&other_half(permit), &trust(), at(NOON));
        assert_eq!(
            (checked.verdict, checked.claims),
            (Verdict::Forged, None),
            "round {round}"
        );
    }
}
