//! No byte of a permit can change and still verify.

use std::collections::BTreeMap;
use std::io::Write as _;
use std::panic::{self, AssertUnwindSafe};
use std::path::Path;
use std::thread;

use permit::{
    KeySet, PermitDescription, PublishedList, SigningKey, Status, Trust, Verdict, digits, qr_text, verify,
    verify_bytes,
};

use crate::mutants::{KINDS, Material, UNUSUAL};
use crate::support::{
    ADDRESS, NOON, Random, at, keys, list, other_half, permit_bytes, permit_text, status_key, trust,
};

const MUTATIONS: usize = 1_000_000;
/// The work is cut into pieces with a seed each, so that the changes are the same on however many cores.
const PIECES: usize = 100;
/// How many texts the reader in TypeScript has to judge alike.
const FOR_THE_BROWSER: usize = 20_000;
const SEED: u64 = 20_260_321;

/// How many changes of each kind came to which verdict.
type Tally = BTreeMap<(&'static str, &'static str), usize>;

#[test]
fn a_million_changes_are_refused() {
    let material = Material::new();
    assert_eq!(
        judge(&qr_text::build(ADDRESS, &material.permit), &trust()),
        Verdict::Valid
    );
    let workers = thread::available_parallelism().map_or(1, usize::from);
    let tallies: Vec<Tally> = thread::scope(|scope| {
        let (material, pieces) = (&material, |worker| (worker..PIECES).step_by(workers));
        let started: Vec<_> = (0..workers)
            .map(|worker| {
                scope.spawn(move || {
                    pieces(worker)
                        .map(|piece| refuse(material, piece))
                        .collect::<Vec<_>>()
                })
            })
            .collect();
        started
            .into_iter()
            .flat_map(|worker| worker.join().unwrap())
            .collect()
    });
    let mut total = Tally::new();
    for (key, count) in tallies.into_iter().flatten() {
        *total.entry(key).or_default() += count;
    }
    assert_eq!(total.values().sum::<usize>(), MUTATIONS);
    for (kind, verdicts) in [
        (
            "bits and bytes",
            ["not-a-permit", "unknown-issuer", "forged"].as_slice(),
        ),
        ("digits", &["not-a-permit", "unknown-issuer", "forged"]),
        ("address", &["not-a-permit", "unknown-issuer"]),
        ("signature", &["not-a-permit", "forged"]),
        ("key", &["unknown-issuer", "forged"]),
        ("algorithm", &["not-a-permit"]),
        ("headers", &["not-a-permit"]),
        ("well signed, ill written", &["not-a-permit"]),
        ("something else passed off", &["not-a-permit"]),
    ] {
        let found: Vec<_> = total
            .keys()
            .filter(|key| key.0 == kind)
            .map(|key| key.1)
            .collect();
        assert!(
            found.len() == verdicts.len() && verdicts.iter().all(|verdict| total[&(kind, *verdict)] > 500),
            "{kind} reaches the checks that it should: {total:#?}"
        );
    }
}

/// One piece of the changes, each kind in turn.
fn refuse(material: &Material, piece: usize) -> Tally {
    let (trust, mut random) = (trust(), Random(SEED + piece as u64));
    let mut tally = Tally::new();
    let mut tried = 0;
    while tried < MUTATIONS / PIECES {
        let (kind, change) = KINDS[tried % KINDS.len()];
        let text = change(material, &mut random);
        if qr_text::parse(&text).is_ok_and(|code| code.address == ADDRESS && code.bytes == material.permit) {
            continue;
        }
        tried += 1;
        let verdict = judge(&text, &trust);
        assert!(is_refused(verdict), "{kind}: {verdict:?}: {text}");
        *tally.entry((kind, verdict.name())).or_default() += 1;
    }
    tally
}

fn judge(text: &str, trust: &Trust) -> Verdict {
    panic::catch_unwind(AssertUnwindSafe(|| verify(text, trust, at(NOON)).verdict))
        .unwrap_or_else(|_| panic!("the reader panicked at {text}"))
}

fn is_refused(verdict: Verdict) -> bool {
    matches!(
        verdict,
        Verdict::NotAPermit | Verdict::UnknownIssuer | Verdict::Forged
    )
}

/// What is fetched is changed too, and permits are passed off as what is fetched.
#[test]
fn lists_and_descriptions_that_were_changed_are_refused() {
    let (material, keys, now) = (Material::new(), keys(), at(NOON));
    let (list, description) = (&material.list, &material.description);
    assert!(PublishedList::read(list, &keys, now).is_ok());
    assert!(PermitDescription::read(description, &keys, now).is_ok());
    let mut random = Random(SEED);
    for round in 0..100_000 {
        let genuine = [list, description][round % 2];
        let mut bytes = genuine.clone();
        let place = random.below(bytes.len());
        match random.below(4) {
            0 => bytes[place] ^= 1 << random.below(8),
            1 => bytes.truncate(place),
            2 => bytes.insert(place, random.byte()),
            _ => bytes[place] = random.byte(),
        }
        if bytes == *genuine {
            continue;
        }
        assert!(
            PublishedList::read(&bytes, &keys, now).is_err(),
            "{}",
            hex::encode(&bytes)
        );
        assert!(
            PermitDescription::read(&bytes, &keys, now).is_err(),
            "{}",
            hex::encode(&bytes)
        );
    }
    for round in 0..20_000 {
        let (kind, change) = KINDS.into_iter().chain([UNUSUAL]).nth(round % 10).unwrap();
        let Ok(code) = qr_text::parse(&change(&material, &mut random)) else {
            continue;
        };
        if code.bytes != *list {
            assert!(PublishedList::read(&code.bytes, &keys, now).is_err(), "{kind}");
        }
        if code.bytes != *description {
            assert!(
                PermitDescription::read(&code.bytes, &keys, now).is_err(),
                "{kind}"
            );
        }
        let json = String::from_utf8_lossy(&code.bytes);
        assert!(
            KeySet::from_json(&json).is_err() || code.bytes.starts_with(b"{"),
            "{kind}"
        );
    }
}

/// The same changes for the reader in TypeScript, with what this one says: `crates/web/assets/src/verify/mutants.test.ts`.
#[test]
fn the_browser_has_the_same_texts_to_judge() {
    let (material, mut random) = (Material::new(), Random(SEED));
    let mut list = list();
    for (index, status) in [
        (1, Status::Invalid),
        (12, Status::Suspended),
        (4_999, Status::Invalid),
    ] {
        assert!(list.statuses.set(index, status));
    }
    let list = list.sign(&status_key()).unwrap();
    let mut trust = trust();
    trust.add_status_list(&list, at(NOON)).unwrap();

    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join("mutants.jsonl");
    let mut file = std::io::BufWriter::new(std::fs::File::create(path).unwrap());
    let head = serde_json::json!({ "keys": keys().to_json(), "list": hex::encode(&list), "now": NOON });
    writeln!(file, "{head}").unwrap();
    let mut seen = BTreeMap::<&str, usize>::new();
    for round in 0..FOR_THE_BROWSER {
        let (kind, change) = KINDS
            .into_iter()
            .chain([UNUSUAL])
            .nth(round % (KINDS.len() + 1))
            .unwrap();
        let text = change(&material, &mut random);
        let checked = verify(&text, &trust, at(NOON));
        let (verdict, freshness) = (checked.verdict.name(), checked.freshness.name());
        *seen.entry(verdict).or_default() += 1;
        writeln!(file, "{}", serde_json::json!([kind, text, verdict, freshness])).unwrap();
    }
    file.flush().unwrap();
    assert_eq!(
        seen.len(),
        Verdict::ALL.len(),
        "every verdict is among them: {seen:?}"
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
        for more in 1..10 {
            let mut changed = digits.clone().into_bytes();
            changed[at_digit] = b'0' + (changed[at_digit] - b'0' + more) % 10;
            let text = format!("{ADDRESS}/v#{}", String::from_utf8(changed).unwrap());
            let verdict = verify(&text, &trust, at(NOON)).verdict;
            assert!(is_refused(verdict), "digit {at_digit} + {more}: {verdict:?}");
        }
    }
    assert_eq!(
        verify(&qr_text::build(ADDRESS, &permit), &trust, at(NOON)).verdict,
        Verdict::Valid
    );
}

/// A key is found by the name that its bytes give: another key cannot be published under the name of ours.
#[test]
fn a_key_under_anothers_name_is_no_key() {
    let stranger = SigningKey::generate().unwrap();
    let mut jwk = stranger.public_key().to_jwk();
    jwk.kid = Some(crate::support::permit_key().public_key().id().to_string());
    let json = serde_json::json!({ "keys": [jwk] }).to_string();
    assert!(KeySet::from_json(&json).is_err());
    assert_eq!(verify(&permit_text(), &trust(), at(NOON)).verdict, Verdict::Valid);
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
