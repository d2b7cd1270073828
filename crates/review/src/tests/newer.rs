//! What a newer release writes and this one only reads: kept as it is, verified, and told from what this one knows.

use serde_json::{Value, json};

use super::world::{Desk, Who, approve, refer, transit};
use crate::chain::{Break, Head, Header, commitment, verify};
use crate::{
    Application, Command, Erased, EventKind, Hash, Link, MaybeNewer, Message, NotWhole, TimerKind, TimerName,
    whole_history,
};

/// What a newer release may write: kind, author and payload. This one reads none of them whole.
pub(crate) fn unknown() -> [(&'static str, Value, Value); 6] {
    let officer = json!({"kind": "officer", "person": Who::Ana.id()});
    [
        (
            "permit-lent",
            officer.clone(),
            json!({"event": "permit-lent.1", "permit": "7A", "until": null}),
        ),
        (
            "claimed",
            officer.clone(),
            json!({"event": "claimed.2", "people": [Who::Ana.id()]}),
        ),
        (
            "claimed",
            officer.clone(),
            json!({"event": "claimed.1", "by": Who::Ana.id(), "until": "2027-01-02T00:00:00Z"}),
        ),
        (
            "approved",
            officer,
            json!({"event": "approved.1", "by": {"kind": "oracle", "who": "delphi"}}),
        ),
        (
            "released",
            json!({"kind": "operator"}),
            json!({"event": "released.1"}),
        ),
        (
            "released",
            json!({"kind": "system", "job": 7}),
            json!({"event": "released.1"}),
        ),
    ]
}

fn known_history() -> Vec<Link> {
    let desk = Desk::with(transit(), &refer("check"));
    desk.history.into_iter().map(Link::from).collect()
}

/// The history with one more event, as a store reads it from its columns.
pub(crate) fn with(mut history: Vec<Link>, kind: &str, author: &Value, payload: &Value) -> Vec<Link> {
    let end = Head::of(&history).unwrap();
    let salt = [9; 16];
    let header = Header {
        application: end.application,
        sequence: end.sequence + 1,
        at: "2027-01-01T14:00:00.123Z".parse().unwrap(),
        actor: MaybeNewer::read(author.clone()),
        kind: MaybeNewer::read(kind.into()),
        commitment: commitment(&salt, payload),
        previous: end.hash,
    };
    history.push(header.sealed().with_payload(payload.clone(), salt));
    history
}

#[test]
fn what_is_not_known_is_kept_as_it_is_and_verified() {
    for (kind, author, payload) in unknown() {
        let history = with(known_history(), kind, &author, &payload);
        assert_eq!(verify(&history), Ok(()), "{payload}");
        let Some(Link::Newer(newer)) = history.last() else {
            panic!("{payload} by {author} is not read whole");
        };
        assert_eq!(newer.payload, payload);
        assert_eq!(serde_json::to_value(&newer.erased.actor).unwrap(), author);
        assert_eq!(newer.erased.kind.name(), kind);
        let json = serde_json::to_string(&history).unwrap();
        assert_eq!(serde_json::from_str::<Vec<Link>>(&json).unwrap(), history);
    }
}

type Change = fn(&mut crate::NewerEvent);

#[test]
fn a_change_of_what_is_not_known_shows() {
    for (kind, author, payload) in unknown() {
        let history = with(known_history(), kind, &author, &payload);
        let changes: [(Change, Break); 6] = [
            (
                |newer| newer.payload["event"] = "permit-lent.3".into(),
                Break::Commitment(3),
            ),
            (|newer| newer.payload["more"] = Value::Null, Break::Commitment(3)),
            (|newer| newer.salt[0] ^= 1, Break::Commitment(3)),
            (
                |newer| newer.erased.kind = MaybeNewer::read("permit-sold".into()),
                Break::Hash(3),
            ),
            (
                |newer| newer.erased.actor = MaybeNewer::read(json!({"kind": "job"})),
                Break::Hash(3),
            ),
            (|newer| newer.erased.hash = Hash::NONE, Break::Hash(3)),
        ];
        for (change, found) in changes {
            let mut history = history.clone();
            let Some(Link::Newer(newer)) = history.last_mut() else {
                panic!("{payload} by {author} is not read whole");
            };
            change(newer);
            assert_eq!(verify(&history), Err(found), "{payload}");
        }
    }
}

#[test]
fn what_is_not_known_can_be_erased() {
    for (kind, author, payload) in unknown() {
        let whole = with(known_history(), kind, &author, &payload);
        let mut erased: Vec<Link> = whole.iter().cloned().map(Link::erase).collect();
        assert_eq!(verify(&erased), Ok(()));
        assert_eq!(Head::of(&erased), Head::of(&whole));
        let json = serde_json::to_string(&erased).unwrap();
        assert!(!json.contains("permit-lent.1") && json.contains(kind), "{json}");
        assert_eq!(serde_json::from_str::<Vec<Link>>(&json).unwrap(), erased);
        let Some(Link::Erased(left)) = erased.last_mut() else {
            panic!("it is erased");
        };
        left.kind = MaybeNewer::read("permit-sold".into());
        assert_eq!(verify(&erased), Err(Break::Hash(3)));
    }
}

/// An event in its place under another kind's name is no event of this release.
#[test]
fn a_kind_that_is_not_the_events_own_shows() {
    let officer = json!({"kind": "officer", "person": Who::Ana.id()});
    let mut history = with(
        known_history(),
        "released",
        &officer,
        &json!({"event": "released.1"}),
    );
    let Some(Link::Whole(released)) = history.pop() else {
        panic!("this release knows it");
    };
    let payload = serde_json::to_value(&released.event).unwrap();
    let salt = released.salt;
    let forged = Erased {
        kind: EventKind::Approved.into(),
        ..released.erase()
    };
    history.push(forged.with_payload(payload, salt));
    assert_eq!(verify(&history), Err(Break::Hash(3)));
}

#[test]
fn a_history_with_it_is_not_whole() {
    for (kind, author, payload) in unknown() {
        let history = with(known_history(), kind, &author, &payload);
        let newer = NotWhole::Newer {
            sequence: 3,
            kind: kind.to_owned(),
        };
        assert_eq!(whole_history(&history), Err(newer.clone()));
        let mut erased_before = history.clone();
        erased_before[0] = erased_before[0].clone().erase();
        assert_eq!(whole_history(&erased_before), Err(newer));
    }
    let erased: Vec<Link> = known_history().into_iter().map(Link::erase).collect();
    assert_eq!(whole_history(&erased), Err(NotWhole::Erased(1)));
    let (kind, author, payload) = unknown().into_iter().next().unwrap();
    let erased = with(erased, kind, &author, &payload).into_iter().map(Link::erase);
    let told = whole_history(&erased.collect::<Vec<_>>())
        .unwrap_err()
        .to_string();
    assert_eq!(told, "event 3 (permit-lent) was written by a newer release");
    assert_eq!(whole_history(&known_history()).unwrap().len(), 2);
}

/// The hashes are another program's, written from the words of `chain` alone: ours must find them right.
#[test]
fn the_hashes_are_those_of_the_words() {
    let columns: [(&str, Value, Value, &str, &str, &str); 3] = [
        (
            "submitted",
            json!({"kind": "applicant"}),
            json!({
                "event": "submitted.1",
                "service": "transit-permit",
                "version": "07".repeat(32),
                "office": "lima",
                "answers": {"home": {"choice": "lima"}, "plate": {"choice": "ABC-123"}},
            }),
            "5a942042e4dd58b70e352254a5fe17c0",
            "e1647575c63f113d13b6a4c84025551b8d9251a6604cf20157fd257ec23f3700",
            "d2e518bcee4a2f1d4c7d0918473cd4d8b02ce51382976558d22a8a06e8a67a53",
        ),
        (
            "queued",
            json!({"kind": "system"}),
            json!({"event": "queued.1", "step": "check"}),
            "02020202020202020202020202020202",
            "d81d58dcb2dda8e7984d904deac13174658dccfe9c7e23cc42a69c5a55f81d6f",
            "f002e93e02d8e05e0ccac04996ca4106f86a289ec1e4e343222ba57610b96664",
        ),
        (
            "permit-suspended",
            json!({"kind": "operator", "who": "root"}),
            json!({
                "event": "permit-suspended.1",
                "permit": "01890a5d-ac96-774b-bcce-b302099a8057",
                "reason": "lost",
                "until": null,
                "count": 70000,
                "parts": [true, -1],
            }),
            "03030303030303030303030303030303",
            "f39c472b002f82d81a535c2c7a5babb2fad73673156538ea0750c5fe0bc6793e",
            "dd0adaff371a2afa8f0bf12b1f11cfc33990308b53205a61b1011760b986d3a8",
        ),
    ];
    let mut history: Vec<Link> = Vec::new();
    for (kind, actor, payload, salt, commitment, hash) in columns {
        let end = Head::of(&history);
        let erased = Erased {
            application: crate::ApplicationId(uuid::Uuid::from_u128(1)),
            sequence: end.map_or(1, |end| end.sequence + 1),
            at: super::world::morning(),
            actor: MaybeNewer::read(actor),
            kind: MaybeNewer::read(kind.into()),
            commitment: commitment.parse().unwrap(),
            previous: end.map_or(Hash::NONE, |end| end.hash),
            hash: hash.parse().unwrap(),
        };
        let mut bytes = [0; 16];
        hex::decode_to_slice(salt, &mut bytes).unwrap();
        history.push(erased.with_payload(payload, bytes));
    }
    assert_eq!(verify(&history), Ok(()));
    assert!(matches!(
        history[..],
        [Link::Whole(_), Link::Whole(_), Link::Newer(_)]
    ));
}

#[test]
fn fields_of_an_application_that_are_not_known_are_carried_along() {
    let mut desk = Desk::with(transit(), &refer("check"));
    let mut row = serde_json::to_value(desk.application()).unwrap();
    row["lent"] = json!({"at": "2027-01-03T00:00:00Z", "revision": 2});
    desk.outcome.application = serde_json::from_value(row.clone()).unwrap();
    desk.give(&Who::Ana.actor(), Command::Claim).unwrap();
    let moved = serde_json::to_value(desk.application()).unwrap();
    assert_eq!(moved["lent"], row["lent"]);
    assert_eq!(moved["status"]["status"], "Claimed");
}

/// What stands deeper in an application cannot be carried along: it is refused and not lost.
#[test]
fn fields_within_its_parts_are_refused() {
    let mut desk = Desk::with(transit(), &refer("check"));
    desk.decide(Who::Ana, approve()).unwrap();
    let row = serde_json::to_value(desk.application()).unwrap();
    for part in ["/status", "/visit", "/decisions/0"] {
        let mut row = row.clone();
        row.pointer_mut(part).unwrap()["more"] = json!(1);
        assert!(serde_json::from_value::<Application>(row).is_err(), "{part}");
    }
}

#[test]
fn a_value_that_is_not_known_is_named() {
    let named = |json: Value| match MaybeNewer::<Command>::read(json) {
        MaybeNewer::Newer(newer) => newer.to_string(),
        MaybeNewer::Known(command) => panic!("{command:?} is known"),
    };
    assert_eq!(named(json!("PermitSuspended")), "PermitSuspended");
    assert_eq!(named(json!({"because": 1, "command": "expire"})), "expire");
    assert_eq!(
        named(json!({"PermitSuspended": {"permit": 1}})),
        "PermitSuspended"
    );
    assert_eq!(named(json!({"command": "lapse", "by": 1})), "lapse");
    assert_eq!(named(json!(7)), "?");
    let known = MaybeNewer::<Command>::read(json!({"command": "lapse"}));
    assert_eq!(known, Command::Lapse);
    let timer = json!({"kind": "expiry", "step": "check", "visit": 2});
    assert!(MaybeNewer::<TimerName>::read(timer).known().is_none());
}

/// The lists by which a store tells what is a newer release's: a name that is forgotten there would never be done.
#[test]
fn lists_of_names_forget_none() {
    let names = |error: serde_json::Error| {
        let quoted = error.to_string();
        let quoted = quoted.split('`').skip(3).step_by(2).map(str::to_owned);
        quoted.collect::<Vec<_>>()
    };
    let commands = serde_json::from_str::<Command>(r#"{"command":"?"}"#).unwrap_err();
    assert_eq!(names(commands), Command::NAMES);
    let messages = serde_json::from_str::<Message>(r#""?""#).unwrap_err();
    let all = Message::ALL.map(|message| serde_json::to_value(message).unwrap());
    assert_eq!(names(messages), all);
    let kinds = serde_json::from_str::<TimerKind>(r#""?""#).unwrap_err();
    let all = TimerKind::ALL.map(|kind| serde_json::to_value(kind).unwrap());
    assert_eq!(names(kinds), all);
}
