//! Whom `verify` believes: keys that a pinned root signed, and no way back.

use std::fs;

use jiff::{SignedDuration, Timestamp};
use journeys::program::Said;
use permit::{KeySet, SigningKey, key::SignedKeySet};

use super::{Issued, LIST, issued};

/// What an issuer with a root publishes, fetched into a folder.
struct Fetched {
    issued: Issued,
    root: SigningKey,
}

fn fetched() -> Fetched {
    let issued = issued();
    fs::create_dir_all(issued.0.path("trust/status")).unwrap();
    fs::copy(issued.0.path("statuslist.cwt"), issued.0.path("trust/status/0")).unwrap();
    let fetched = Fetched {
        issued,
        root: SigningKey::generate().unwrap(),
    };
    fetched.publish(1, SignedDuration::from_hours(24));
    fetched
}

/// The machine's own time, by which the program judges, in whole seconds.
#[expect(
    clippy::disallowed_methods,
    reason = "the program that is tested asks the machine too"
)]
fn now() -> Timestamp {
    Timestamp::from_second(Timestamp::now().as_second()).unwrap()
}

impl Fetched {
    fn publish(&self, version: u64, lasts: SignedDuration) {
        let json = fs::read_to_string(self.issued.0.path("keys.json")).unwrap();
        let keys = KeySet::from_json(&json).unwrap();
        let now = now();
        let set = SignedKeySet {
            issuer: keys.issuer.unwrap(),
            address: keys.address.unwrap(),
            version,
            issued_at: now - SignedDuration::from_hours(48),
            expires_at: now + lasts,
            root: self.root.public_key().clone(),
            roots: None,
            keys: keys.keys,
        };
        let signed = set.sign(&self.root).unwrap();
        fs::write(self.issued.0.path("trust/keys.cose"), signed).unwrap();
    }

    fn fingerprint(&self) -> String {
        permit::key::Fingerprint::of(self.root.public_key()).to_string()
    }

    fn verify(&self, more: &[&str]) -> Said {
        let code = self.issued.code();
        self.issued
            .0
            .chasqui([&["verify", "--trust", "trust"], more, &[&code]].concat())
    }
}

#[test]
fn a_folder_believes_the_root_it_was_begun_with() {
    let fetched = fetched();
    let said = fetched.verify(&[]);
    assert!(
        !said.good && said.err.contains("believes nobody yet"),
        "{}",
        said.err
    );

    let stranger = "00".repeat(32);
    let said = fetched.verify(&["--root", &stranger]);
    assert!(
        !said.good && said.err.contains("not the one pinned here"),
        "{}",
        said.err
    );

    let root = fetched.fingerprint();
    let said = fetched.verify(&["--root", &root]);
    assert!(said.good, "{}{}", said.out, said.err);
    assert!(fetched.verify(&[]).good, "it is remembered");
    let said = fetched.verify(&["--root", &stranger]);
    assert!(
        !said.good && said.err.contains("take another folder"),
        "{}",
        said.err
    );
}

#[test]
fn older_keys_and_keys_that_ran_out_are_refused() {
    let fetched = fetched();
    let root = fetched.fingerprint();
    fetched.publish(2, SignedDuration::from_hours(1));
    assert!(fetched.verify(&["--root", &root]).good);
    fetched.publish(1, SignedDuration::from_hours(1));
    let said = fetched.verify(&[]);
    assert!(!said.good && said.err.contains("no way back"), "{}", said.err);
    fetched.publish(3, SignedDuration::from_secs(-1));
    let said = fetched.verify(&[]);
    assert!(!said.good && said.err.contains("ran out"), "{}", said.err);
    fetched.publish(3, SignedDuration::from_hours(1));
    assert!(fetched.verify(&[]).good);
}

#[test]
fn with_a_root_plain_keys_are_not_believed() {
    let fetched = fetched();
    let (root, code) = (fetched.fingerprint(), fetched.issued.code());
    let verify = |keys: &str| {
        let words = [
            "verify",
            "--root",
            &root,
            "--keys",
            keys,
            "--status",
            "statuslist.cwt",
            &code,
        ];
        fetched.issued.0.chasqui(words)
    };
    assert!(verify("trust/keys.cose").good);
    let said = verify("keys.json");
    assert!(
        !said.good && said.err.contains("keys.json is not believed"),
        "{}",
        said.err
    );
}

#[test]
fn an_old_list_counts_as_far_as_the_service_allows() {
    let issued = issued();
    let in_an_hour = (now() + SignedDuration::from_hours(1)).to_string();
    let at = ["--status", "statuslist.cwt", "--at", &in_an_hour];
    let said = issued.verify(&issued.code(), &at);
    assert!(
        !said.good && said.out.contains("status list: old, 1h"),
        "{}{}",
        said.out,
        said.err
    );
    assert!(
        issued
            .verify(&issued.code(), &[at.as_slice(), &["--offline-ok"]].concat())
            .good
    );
}

#[test]
fn fields_have_the_names_that_the_issuer_signed() {
    let issued = issued();
    for (language, label) in [
        (None, "Nombres y apellidos: "),
        (Some("en"), "First names and surnames: "),
    ] {
        let mut more = vec!["--status", "statuslist.cwt", "--permits", "description.cose"];
        more.extend(language.iter().flat_map(|language| ["--language", language]));
        let said = issued.verify(&issued.code(), &more);
        assert!(
            said.good && said.out.contains(&format!("  {label}")),
            "{}{}",
            said.out,
            said.err
        );
    }
}

#[test]
fn keys_that_an_editor_marked_are_the_same_keys() {
    let issued = issued();
    let keys = fs::read_to_string(issued.0.path("keys.json")).unwrap();
    let utf16: Vec<u8> = format!("\u{feff}{keys}")
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    for bytes in [format!("\u{feff}{keys}").into_bytes(), utf16] {
        fs::write(issued.0.path("keys.json"), bytes).unwrap();
        let said = issued.verify("permit.txt", &LIST);
        assert!(
            said.good && said.out.contains("valid"),
            "{}{}",
            said.out,
            said.err
        );
    }
}
