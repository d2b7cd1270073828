//! Signed key sets: bytes that another implementation made, and what a reader makes of each.

use permit::key::{Accepted, SignedKeySetError};
use permit::{Fingerprint, Pinned, Purpose, SignedKeySet, SigningKey, TrustedKey};
use serde::Deserialize;

use crate::support::{ADDRESS, ISSUER, NOT_BEFORE, at, permit_key, status_key};

const VECTORS: &str = include_str!("../vectors/key-sets.json");

#[derive(Deserialize)]
struct Vectors {
    cases: Vec<Case>,
}

#[derive(Deserialize)]
struct Case {
    name: String,
    pinned: Pinned,
    issuer: String,
    now: i64,
    bytes: String,
    expect: Expected,
}

#[derive(Debug, Deserialize, PartialEq)]
#[serde(untagged)]
enum Expected {
    Refused {
        refused: String,
    },
    Accepted {
        version: u64,
        roots: Vec<Fingerprint>,
        keys: Vec<Key>,
    },
}

#[derive(Debug, Deserialize, PartialEq)]
struct Key {
    kid: String,
    purpose: Purpose,
}

fn cause(error: &SignedKeySetError) -> &'static str {
    match error {
        SignedKeySetError::Envelope(_)
        | SignedKeySetError::Payload(_)
        | SignedKeySetError::Version(_)
        | SignedKeySetError::Root(_)
        | SignedKeySetError::RootLeftOut => "malformed",
        SignedKeySetError::ForeignRoot(_) => "foreign-root",
        SignedKeySetError::Forged => "forged",
        SignedKeySetError::ForeignIssuer { .. } => "foreign-issuer",
        SignedKeySetError::Older { .. } => "older",
        SignedKeySetError::Other(_) => "other",
        SignedKeySetError::Expired(_) => "expired",
    }
}

#[test]
fn every_vector_is_accepted_or_refused_for_its_cause() {
    let vectors: Vectors = serde_json::from_str(VECTORS).unwrap();
    for mut case in vectors.cases {
        let bytes = hex::decode(&case.bytes).unwrap();
        let before = case.pinned.clone();
        let found = match case.pinned.accept(&bytes, &case.issuer, at(case.now)) {
            Ok(set) => {
                assert_eq!(
                    case.pinned.last.map(|last| last.version),
                    Some(set.version),
                    "{}",
                    case.name
                );
                let key = |key: &TrustedKey| Key {
                    kid: hex::encode(key.key.id().as_bytes()),
                    purpose: key.purpose,
                };
                Expected::Accepted {
                    version: set.version,
                    roots: case.pinned.roots,
                    keys: set.keys.iter().map(key).collect(),
                }
            }
            Err(error) => {
                assert_eq!(
                    case.pinned, before,
                    "{}: what is refused changes nothing",
                    case.name
                );
                let refused = cause(&error).to_owned();
                Expected::Refused { refused }
            }
        };
        assert_eq!(found, case.expect, "{}", case.name);
    }
}

fn set(root: &SigningKey) -> SignedKeySet {
    SignedKeySet {
        issuer: ISSUER.to_owned(),
        address: ADDRESS.to_owned(),
        version: 1,
        issued_at: at(NOT_BEFORE),
        expires_at: at(NOT_BEFORE + 86_400),
        root: root.public_key().clone(),
        roots: None,
        keys: vec![TrustedKey::new(
            permit_key().public_key().clone(),
            Purpose::Permit,
        )],
    }
}

#[test]
fn what_is_signed_comes_back() {
    let root = status_key();
    let mut set = set(&root);
    set.roots = Some(vec![
        set.fingerprint(),
        Fingerprint::of(permit_key().public_key()),
    ]);
    set.keys[0].retired_at = Some(at(NOT_BEFORE));
    let bytes = set.sign(&root).unwrap();
    assert_eq!(SignedKeySet::read(&bytes).unwrap(), set);
    let mut pinned = Pinned::new(set.fingerprint());
    assert_eq!(pinned.accept(&bytes, ISSUER, at(NOT_BEFORE)).unwrap(), set);
    let kept: Pinned = serde_json::from_str(&serde_json::to_string(&pinned).unwrap()).unwrap();
    assert_eq!(kept, pinned);
    assert!(matches!(kept.last, Some(Accepted { version: 1, .. })));
}

#[test]
fn no_other_key_signs_in_the_roots_place() {
    let error = set(&status_key()).sign(&permit_key()).unwrap_err();
    let own = status_key().public_key().id();
    assert_eq!(
        error.to_string(),
        format!("the signer failed: it is Wnp4zKSg9CA, the set's root is {own}")
    );
}

#[test]
fn when_the_set_has_run_out_its_keys_prove_nothing() {
    let keys = set(&status_key()).key_set();
    let id = permit_key().public_key().id();
    let found = |now| keys.find(id, Purpose::Permit, at(now)).is_some();
    assert!(found(NOT_BEFORE + 86_399));
    assert!(!found(NOT_BEFORE + 86_400));
}

#[test]
fn a_fingerprint_begins_with_the_keys_name_and_has_one_spelling() {
    let fingerprint = Fingerprint::of(permit_key().public_key()).to_string();
    // openssl pkey -pubout -outform DER | sha256sum
    assert_eq!(
        fingerprint,
        "5a7a78cca4a0f420d9bc62bb669c3c2759e39f723d3ae10dcbe0f0815a07ecd4"
    );
    assert_eq!(
        fingerprint.parse::<Fingerprint>().unwrap().to_string(),
        fingerprint
    );
    let capitals = fingerprint.to_uppercase();
    let half = &fingerprint[..16];
    for wrong in [
        "",
        half,
        &capitals,
        &format!("{fingerprint}00"),
        &format!(" {fingerprint}"),
    ] {
        assert!(wrong.parse::<Fingerprint>().is_err(), "{wrong}");
    }
}
