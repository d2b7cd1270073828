//! From a service file to a decision, by the public doors only.

#![allow(clippy::unwrap_used, reason = "helpers of tests fail the test")]

use forms::regions::RegionCode;
use forms::{Answer, Answers, QuestionId, Service};
use jiff::{Timestamp, tz::TimeZone};
use review::{Decider, Effect, Message, NewApplication, Outcome, PermitRef, Status, submit};
use uuid::Uuid;

const STALL: &str = r#"
service: stall
languages: [en]
name: Market stall
summary: Sell at the market.
audience: Everyone who lives in town.
cost: Free
takes: One day
authority: {name: Town hall}
contact: {phone: "555 0100"}
form:
  - page: you
    title: About you
    questions:
      - {id: name, type: full-name, label: Your name}
      - {id: home, type: region, label: Where you live}
      - {id: stalls, type: integer, label: How many stalls, min: 1, max: 50}
review:
  office: home
  rules:
    - {when: "stalls == 1", then: approve, because: small, sample: 100}
    - {when: "stalls > 20", then: reject, because: too-many}
    - {when: "stalls > 10", then: refer, to: second}
  steps:
    - {id: first, name: First look, role: clerk, next: second}
    - {id: second, name: Second look, role: chief}
    - {id: sample, name: Look at a sample, role: chief}
  sample_step: sample
  reasons: {small: One stall is free for all, too-many: Nobody may have so many}
permit:
  type: 1
  title: Market stall
  valid: 365d
  claims:
    - {answer: name, role: holder}
"#;

fn service() -> Service {
    forms::read("stall.yaml", STALL).unwrap_or_else(|mistakes| panic!("{mistakes}"))
}

fn hand_in(stalls: i64) -> Outcome {
    let service = service();
    let answers = [
        ("name", Answer::FullName("Rosa Quispe".into())),
        ("home", Answer::Region(RegionCode::known("150122").unwrap())),
        ("stalls", Answer::Integer(stalls)),
    ];
    let new = NewApplication {
        id: review::ApplicationId(Uuid::from_u128(1)),
        service: service.id.clone(),
        version: service.hash(),
        answers: Answers(
            answers
                .into_iter()
                .map(|(id, answer)| (QuestionId::from(id), answer))
                .collect(),
        ),
        replaces: None,
        begun_from: None,
    };
    submit(new, &service.review, &now().to_zoned(TimeZone::UTC), &mut || {
        [7; 16]
    })
    .unwrap()
}

fn now() -> Timestamp {
    "2027-01-01T13:00:00Z".parse().unwrap()
}

#[test]
fn the_first_rule_that_holds_decides() {
    let small = hand_in(1);
    let by = Decider::Rule("small".into());
    assert_eq!(small.application.status, Status::Approved { at: now(), by });
    assert!(small.application.sampled);
    assert_eq!(
        small.effects,
        [
            Effect::IssuePermit {
                permit: PermitRef([7; 16])
            },
            Effect::Notify(Message::Approved)
        ]
    );

    let (by, reason) = (Decider::Rule("too-many".into()), "too-many".into());
    assert_eq!(
        hand_in(21).application.status,
        Status::Rejected {
            at: now(),
            by,
            reason,
            note: None
        }
    );

    assert_eq!(hand_in(11).application.status.step(), Some(&"second".into()));
}

#[test]
fn what_no_rule_decides_goes_to_the_first_step() {
    assert_eq!(
        hand_in(5).application.status,
        Status::Queued {
            step: "first".into(),
            since: now()
        }
    );
}

#[test]
fn a_place_routes_to_its_department() {
    assert_eq!(hand_in(5).application.office, Some("15".into()));
}
