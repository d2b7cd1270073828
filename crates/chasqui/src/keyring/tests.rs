use std::{path::Path, time::Duration};

use jiff::SignedDuration;
use permit::key::SignedKeySet;

use super::signing::PUBLISHED_BEFORE;
use super::*;
use crate::root::{Request, Root, Terms};

const ISSUER: &str = "demo.invalid";
const ADDRESS: &str = "http://127.0.0.1:8080";

struct Room {
    folder: tempfile::TempDir,
    ring: Keyring,
    root: Root,
}

fn now() -> Timestamp {
    engine::clock::Clock::now(&crate::machine::Machine::new())
}

impl Room {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        Self {
            ring: Keyring::open(&folder.path().join("keys")).unwrap(),
            root: Root::create(&folder.path().join("root")).unwrap(),
            folder,
        }
    }

    fn expected(&self) -> Expected<'static> {
        Expected {
            root: self.root.fingerprint(),
            issuer: ISSUER,
            address: ADDRESS,
        }
    }

    /// What the server asks for, with the set in force as it says.
    fn request(&self) -> Request {
        let request = self.folder.path().join("request.json");
        let keys = self.ring.published(ISSUER, ADDRESS).unwrap();
        Request::write(&request, &keys, self.ring.installed().unwrap().as_deref()).unwrap();
        Request::read(&request).unwrap()
    }

    fn signed_by(&self, root: &Root, terms: &Terms) -> Vec<u8> {
        self.signed_after(root, terms, None)
    }

    fn signed_after(&self, root: &Root, terms: &Terms, handed_in: Option<&Path>) -> Vec<u8> {
        let request = self.request();
        let last = root.last(&request, handed_in).unwrap();
        let set = root.draft(&request, last.as_ref(), terms, now()).unwrap();
        root.sign(&set).unwrap()
    }

    fn signed(&self) -> Vec<u8> {
        self.signed_by(&self.root, &terms())
    }

    fn install(&self, set: &[u8], now: Timestamp) -> Result<SignedKeySet> {
        self.ring.install(set, self.expected(), now)
    }

    fn signs(&self, now: Timestamp) -> Option<String> {
        let in_force = self.ring.in_force(self.expected(), now).unwrap();
        let key = self
            .ring
            .listed_signer(Purpose::Permit, &in_force, half_a_day(), now);
        key.unwrap().map(|key| key.key_id().to_string())
    }
}

/// How long phones go without a network here.
fn half_a_day() -> OfflineFor {
    OfflineFor::longest([SignedDuration::from_hours(2), SignedDuration::from_hours(12)])
}

fn terms() -> Terms {
    Terms {
        valid: SignedDuration::from_hours(24),
        hand_over_to: Vec::new(),
        let_go: false,
    }
}

#[track_caller]
fn refused<T>(result: Result<T>, because: &str) {
    let error = format!("{:#}", result.err().expect("it is refused"));
    assert!(error.contains(because), "{error}");
}

#[test]
fn a_new_key_is_published_before_it_signs_and_a_retired_one_ever_after() {
    let room = Room::new();
    let ring = &room.ring;
    let made = now();
    let signs = |purpose, now| ring.signer(purpose, half_a_day(), now).unwrap().key_id();
    let first = signs(Purpose::Permit, made);
    assert_eq!(signs(Purpose::Permit, made), first, "made once");
    assert_ne!(signs(Purpose::Status, made), first, "a key for one purpose alone");

    let second = ring.create(Purpose::Permit).unwrap().key_id();
    let later = made + PUBLISHED_BEFORE + Duration::from_secs(5);
    let half_a_day_later = later + Duration::from_hours(12);
    assert_eq!(
        signs(Purpose::Permit, later),
        first,
        "a phone without a network does not know the other yet"
    );
    assert_eq!(signs(Purpose::Permit, half_a_day_later), second);

    let lists = signs(Purpose::Status, made);
    let others = ring.create(Purpose::Status).unwrap().key_id();
    assert_eq!(
        signs(Purpose::Status, made),
        lists,
        "not every node publishes the other yet"
    );
    assert_eq!(
        signs(Purpose::Status, later),
        others,
        "whoever fetches a list has a network"
    );

    ring.retire(&first.to_string()).unwrap();
    assert_eq!(signs(Purpose::Permit, made), second, "a retired key never signs");
    let published = ring.published(ISSUER, ADDRESS).unwrap();
    let found = published.find(first, Purpose::Permit, Timestamp::UNIX_EPOCH);
    assert!(found.is_some(), "what the retired key signed still verifies");
    assert!(ring.retire(&first.to_string()).is_err());
}

#[test]
fn a_key_that_others_can_read_is_refused() {
    let room = Room::new();
    let ring = &room.ring;
    let key = ring.create(Purpose::Status).unwrap().key_id();
    let path = ring.folder.join(format!("status-{key}.pem"));
    fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).unwrap();
    refused(ring.list(), "chmod 600");
}

#[test]
fn with_a_root_a_key_signs_when_it_was_listed_for_long_enough() {
    let room = Room::new();
    refused(
        room.ring.in_force(room.expected(), now()),
        "no key set is installed",
    );
    let first = room.ring.create(Purpose::Permit).unwrap().key_id().to_string();
    room.ring.create(Purpose::Status).unwrap();
    let start = now();
    room.install(&room.signed(), start).unwrap();
    assert_eq!(room.signs(start).as_ref(), Some(&first), "there is no other");

    let second = room.ring.create(Purpose::Permit).unwrap().key_id().to_string();
    let much_later = start + Duration::from_hours(1);
    assert_eq!(
        room.signs(much_later).as_ref(),
        Some(&first),
        "the root does not know it"
    );
    room.install(&room.signed(), much_later).unwrap();
    assert_eq!(room.signs(much_later).as_ref(), Some(&first));
    let half_a_day_later = much_later + Duration::from_hours(12);
    assert_eq!(
        room.signs(half_a_day_later - Duration::from_mins(1)).as_ref(),
        Some(&first)
    );
    assert_eq!(room.signs(half_a_day_later).as_ref(), Some(&second));

    let over = start + Duration::from_hours(25);
    refused(room.ring.in_force(room.expected(), over), "ran out");
}

#[test]
fn a_voided_key_is_gone_at_once_and_another_takes_over() {
    let room = Room::new();
    let first = room.ring.create(Purpose::Permit).unwrap().key_id().to_string();
    room.ring.create(Purpose::Status).unwrap();
    let before = room.signed();
    room.install(&before, now()).unwrap();

    assert_eq!(room.ring.void(&first, &[]).unwrap().purpose, Purpose::Permit);
    assert_eq!(
        room.signs(now()),
        None,
        "nobody signs until the root vouches for another"
    );
    let published = room.ring.published(ISSUER, ADDRESS).unwrap();
    assert!(published.keys.iter().all(|key| key.key.id().to_string() != first));
    let left = fs::read_dir(&room.ring.folder)
        .unwrap()
        .map(|entry| entry.unwrap().path());
    let private = left
        .filter(|path| path.to_string_lossy().contains(&first))
        .collect::<Vec<_>>();
    assert_eq!(private, [room.ring.folder.join(format!("permit-{first}.void"))]);
    refused(room.ring.void(&first, &[]), "voided already");
    refused(room.install(&before, now()), "still lists the voided key");

    let second = room.ring.create(Purpose::Permit).unwrap().key_id().to_string();
    room.install(&room.signed(), now()).unwrap();
    assert_eq!(room.signs(now()), Some(second), "it waits for nobody");
}

#[test]
fn a_private_half_that_a_copy_brings_back_counts_for_nothing() {
    let room = Room::new();
    let kid = room.ring.create(Purpose::Permit).unwrap().key_id().to_string();
    let path = room.ring.folder.join(format!("permit-{kid}.pem"));
    let copy = read_private(&path).unwrap();
    room.ring.void(&kid, &[]).unwrap();
    write_private(&path, copy.as_bytes()).unwrap();
    assert!(room.ring.list().unwrap().is_empty());
    room.ring.void(&kid, &[]).unwrap();
    assert!(!path.exists());
}

#[test]
fn a_voided_key_leaves_no_private_half_under_any_name() {
    let room = Room::new();
    let folder = &room.ring.folder;
    let kid = room.ring.create(Purpose::Permit).unwrap().key_id().to_string();
    let other = room.ring.create(Purpose::Permit).unwrap().key_id().to_string();
    let pem = read_private(&folder.join(format!("permit-{kid}.pem"))).unwrap();
    fs::remove_file(folder.join(format!("permit-{kid}.pem"))).unwrap();
    for name in ["permit-2025.pem", "permit-old.pem.retired", "before the move.bak"] {
        write_private(&folder.join(name), pem.as_bytes()).unwrap();
    }
    let names = || {
        let names = fs::read_dir(folder).unwrap();
        let mut names: Vec<_> = names
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        names
    };
    room.ring.void(&kid, &[]).unwrap();
    let mut left = [
        ".lock".to_owned(),
        format!("permit-{other}.pem"),
        format!("permit-{kid}.void"),
    ];
    left.sort();
    assert_eq!(names(), left);

    write_private(&folder.join("found later"), pem.as_bytes()).unwrap();
    room.ring.void(&kid, &[]).unwrap();
    assert_eq!(names(), left);
    refused(room.ring.void(&kid, &[]), "voided already");

    let elsewhere = room.folder.path().join("elsewhere.pem");
    write_private(&elsewhere, pem.as_bytes()).unwrap();
    std::os::unix::fs::symlink(&elsewhere, folder.join("permit-link.pem")).unwrap();
    refused(
        room.ring.void(&kid, &[]),
        "elsewhere.pem (it was linked to): remove it",
    );
    assert_eq!(names(), left, "the link itself is gone");
}

#[test]
fn sets_that_are_not_installed() {
    let room = Room::new();
    room.ring.create(Purpose::Permit).unwrap();
    refused(
        room.install(&room.signed(), now()),
        "lists no status key of this server",
    );
    room.ring.create(Purpose::Status).unwrap();
    let older = room.signed();
    let newer = room.signed();
    room.install(&newer, now()).unwrap();
    refused(room.install(&older, now()), "there is no way back");
    fs::write(room.ring.folder.join("keys.cose"), &older).unwrap();
    refused(room.ring.in_force(room.expected(), now()), "there is no way back");
    room.install(&newer, now()).unwrap();

    let stranger = Root::create(&room.folder.path().join("stranger")).unwrap();
    let keys = room.ring.published(ISSUER, ADDRESS).unwrap();
    let foreign = stranger
        .draft(&Request::of(&keys).unwrap(), None, &terms(), now())
        .unwrap();
    refused(
        room.install(&stranger.sign(&foreign).unwrap(), now()),
        "is signed by the root",
    );

    let elsewhere = Expected {
        address: "https://otra.gob.pe",
        ..room.expected()
    };
    refused(
        room.ring.install(&room.signed(), elsewhere, now()),
        "speaks for http://127.0.0.1:8080",
    );
}

#[test]
fn a_root_hands_over_to_another() {
    let mut room = Room::new();
    room.ring.create(Purpose::Permit).unwrap();
    room.ring.create(Purpose::Status).unwrap();
    room.install(&room.signed(), now()).unwrap();
    let next = Root::create(&room.folder.path().join("next")).unwrap();
    let request = Request::of(&room.ring.published(ISSUER, ADDRESS).unwrap()).unwrap();
    let last = room.root.last(&request, None).unwrap();
    refused(
        next.draft(&request, last.as_ref(), &terms(), now()),
        "does not hand over to this one",
    );

    let both = Terms {
        hand_over_to: vec![next.fingerprint()],
        ..terms()
    };
    room.install(&room.signed_by(&room.root, &both), now()).unwrap();
    let alone = Terms {
        let_go: true,
        ..terms()
    };
    refused(next.last(&room.request(), None), "of which nothing is known here");
    let handed_over = room.folder.path().join("root/keys-2.cose");
    let theirs = room.signed_after(&next, &alone, Some(&handed_over));
    // The setting still names the first root: it is where this folder began.
    assert_eq!(room.install(&theirs, now()).unwrap().version, 3);
    let too_late = room.root.draft(&request, last.as_ref(), &terms(), now()).unwrap();
    let too_late = SignedKeySet {
        version: 4,
        ..too_late
    };
    let too_late = room.root.sign(&too_late).unwrap();
    refused(room.install(&too_late, now()), "is signed by the root");
    room.root = next;
    assert_eq!(room.ring.in_force(room.expected(), now()).unwrap().set.version, 3);
}
