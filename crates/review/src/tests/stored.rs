//! What is in databases must stay readable: these texts change only together with a version tag.

use forms::Ruling;

use uuid::Uuid;

use super::world::{Desk, Who, approve, dice, in_lima, morning, new_application, refer, transit};
use crate::submit::take_in;
use crate::{Application, ApplicationId, Event, NewApplication, Recorded, fold};

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
      "head": "f98e8ad0fc7cf618ee1fa35822071606b3fac52552bbc0c049f2ef02386c2247",
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
      },
      "permits": [
        {
          "id": "5a942042e4dd58b70e352254a5fe17c0",
          "status": "Active",
          "revision": 2,
          "by": {
            "kind": "system"
          }
        }
      ]
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
      "salt": "5eef58eaec8cb71cdd667edc7159a98e",
      "commitment": "c48973d8bbfdca335f63f8fda234aff7fc9472d3cec494616758c040a91cd3ce",
      "previous": "0000000000000000000000000000000000000000000000000000000000000000",
      "hash": "3ca0964bdaa0de8691c5b24238b775e2e4e02a722959236aa8e7391d3dca80f9"
    }
    "#);
}

/// As releases wrote them before histories named permits: what they say is written again as it was.
#[test]
fn what_was_written_before_permits_were_part_of_it_reads_and_stays_as_it_is() {
    let application = serde_json::to_value(decided().application()).unwrap();
    let mut before = application.clone();
    before.as_object_mut().unwrap().remove("permits");
    let read: Application = serde_json::from_value(before.clone()).unwrap();
    assert!(read.permits.is_empty());
    assert_eq!(serde_json::to_value(read).unwrap(), before);
    let approved =
        serde_json::json!({"event": "approved.1", "by": {"kind": "rule", "who": "essential-work"}});
    let read: Event = serde_json::from_value(approved.clone()).unwrap();
    assert!(matches!(read, Event::Approved { permit: None, .. }));
    assert_eq!(serde_json::to_value(read).unwrap(), approved);
}

#[test]
fn a_later_format_is_refused() {
    let mut json = serde_json::to_value(decided().application()).unwrap();
    json["v"] = 2.into();
    assert!(serde_json::from_value::<Application>(json).is_err());
    assert!(serde_json::from_str::<Event>(r#"{"event":"released.1"}"#).is_ok());
    assert!(serde_json::from_str::<Event>(r#"{"event":"released.2"}"#).is_err());
}

#[test]
fn what_was_erased_leads_to_no_other_application() {
    let earlier = ApplicationId(Uuid::from_u128(7));
    let new = NewApplication {
        begun_from: Some(earlier),
        ..new_application()
    };
    let ruling = refer("check");
    let outcome = take_in(new, &transit(), &ruling, &in_lima(morning()), &mut dice(1)).unwrap();
    assert_eq!(outcome.application.begun_from, Some(earlier));
    assert_eq!(fold(&outcome.events).unwrap(), outcome.application);
    assert_eq!(outcome.application.erased(&[]).begun_from, None);
}
