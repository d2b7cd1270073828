//! What is in databases must stay readable: these texts change only together with a version tag.

use forms::Ruling;

use super::world::{Desk, Who, approve, transit};
use crate::{Application, Event, Recorded};

fn decided() -> Desk {
    let sampled = Ruling::Approve {
        because: "essential-work".into(),
        sample: 100,
    };
    let mut desk = Desk::with(transit(), &sampled);
    desk.give(&Who::Dora.actor(), approve()).unwrap();
    desk
}

#[test]
fn an_application_in_json() {
    let json = serde_json::to_string_pretty(decided().application()).unwrap();
    assert_eq!(
        serde_json::from_str::<Application>(&json).unwrap(),
        *decided().application()
    );
    insta::assert_snapshot!(json, @r#"
    {
      "v": 1,
      "id": "00000000-0000-0000-0000-000000000001",
      "service": "transit-permit",
      "version": "0707070707070707070707070707070707070707070707070707070707070707",
      "status": {
        "status": "Approved",
        "at": "2027-01-01T13:00:00Z",
        "by": {
          "kind": "rule",
          "who": "essential-work"
        }
      },
      "revision": 4,
      "head": "b8b8f01eb3e60791d1d0874785c943bcbe3cd408ccb8d2d87bc00b79fe4c63ba",
      "visit": {
        "revision": 2,
        "at": "2027-01-01T13:00:00Z"
      },
      "decisions": [
        {
          "step": "sample",
          "visit": 2,
          "person": "00000000-0000-0000-0000-0000000000a3",
          "at": "2027-01-01T13:00:00Z",
          "approved": true
        }
      ],
      "submitted_at": "2027-01-01T13:00:00Z",
      "sampled": false,
      "appealed": false,
      "office": "lima",
      "answers": {
        "home": {
          "choice": "lima"
        },
        "plate": {
          "choice": "ABC-123"
        }
      }
    }
    "#);
}

#[test]
fn a_recorded_event_in_json() {
    let recorded = &decided().history[0];
    let json = serde_json::to_string_pretty(recorded).unwrap();
    assert_eq!(serde_json::from_str::<Recorded>(&json).unwrap(), *recorded);
    insta::assert_snapshot!(json, @r#"
    {
      "application": "00000000-0000-0000-0000-000000000001",
      "sequence": 1,
      "at": "2027-01-01T13:00:00Z",
      "actor": {
        "kind": "applicant"
      },
      "event": {
        "event": "submitted.1",
        "service": "transit-permit",
        "version": "0707070707070707070707070707070707070707070707070707070707070707",
        "office": "lima",
        "answers": {
          "home": {
            "choice": "lima"
          },
          "plate": {
            "choice": "ABC-123"
          }
        }
      },
      "salt": "5a942042e4dd58b70e352254a5fe17c0",
      "commitment": "e1647575c63f113d13b6a4c84025551b8d9251a6604cf20157fd257ec23f3700",
      "previous": "0000000000000000000000000000000000000000000000000000000000000000",
      "hash": "d2e518bcee4a2f1d4c7d0918473cd4d8b02ce51382976558d22a8a06e8a67a53"
    }
    "#);
}

#[test]
fn a_later_format_is_refused() {
    let mut json = serde_json::to_value(decided().application()).unwrap();
    json["v"] = 2.into();
    assert!(serde_json::from_value::<Application>(json).is_err());
    assert!(serde_json::from_str::<Event>(r#"{"event":"released.1"}"#).is_ok());
    assert!(serde_json::from_str::<Event>(r#"{"event":"released.2"}"#).is_err());
}
