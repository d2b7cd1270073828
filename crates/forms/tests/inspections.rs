//! Steps at which somebody inspects: what is read, and what scenarios say of them.

#![allow(clippy::unwrap_used, reason = "a test that cannot read its files should stop")]

use forms::{
    InspectionOutcome, Service, read,
    scenarios::{self, Act},
};

fn service() -> Service {
    let source = include_str!("good/inspection.yaml");
    read("kiosk.yaml", source).unwrap_or_else(|wrong| panic!("{wrong}"))
}

#[test]
fn an_inspection_is_somebodys_and_decides_nothing() {
    let service = service();
    let [look, decision] = &service.review.steps[..] else {
        panic!("two steps");
    };
    let request = look.inspection().unwrap();
    assert_eq!(
        (request.role.as_str(), request.place.as_ref().unwrap().as_str()),
        ("inspector", "place")
    );
    assert_eq!(look.role(), Some(&request.role), "people of that role take it");
    assert!(!look.is_decided_at() && decision.is_decided_at());
    assert!(decision.inspection().is_none());
}

#[test]
fn scenarios_inspect() {
    let told = |act: &str| {
        let source = format!("- scenario: One\n  sent: 2027-01-04\n  then:\n    - {{{act}}}\n");
        scenarios::read("kiosk.scenarios.yaml", &source, &service())
    };
    let read = told("inspect: look, found: not-in-order").unwrap();
    assert_eq!(
        read[0].then[0].value,
        Act::Inspect("look".into(), InspectionOutcome::NotInOrder)
    );
    for (act, words) in [
        ("inspect: look", "an inspection finds something"),
        (
            "inspect: decision, found: in-order",
            "nobody inspects anything at `decision`",
        ),
        ("approve: look", "write `inspect: look` and what is `found`"),
        (
            "approve: decision, found: in-order",
            "only an inspection finds something here",
        ),
        ("inspect: look, found: well", "what an inspection can find"),
    ] {
        let wrong = told(act).unwrap_err().to_string();
        assert!(wrong.contains(words), "{act}: {wrong}");
    }
}
