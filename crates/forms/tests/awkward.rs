//! Samples of services whose rules few answers meet.

#![allow(clippy::unwrap_used, reason = "a test that cannot read its files should stop")]

use std::path::Path;
use std::time::Instant;

use forms::samples::{Unmet, search};
use forms::{Ruling, Service, read};
use jiff::civil::{Date, date};

const TODAY: Date = date(2026, 12, 1);

fn services() -> Vec<Service> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/awkward");
    let mut files: Vec<_> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    files.sort();
    let service = |file: &std::path::PathBuf| {
        let source = std::fs::read_to_string(file).unwrap();
        read(&file.display().to_string(), &source).unwrap_or_else(|wrong| panic!("{wrong}"))
    };
    files.iter().map(service).collect()
}

#[test]
fn answers_are_found_that_meet_every_rule() {
    let services = services();
    assert_eq!(services.len(), 9);
    for service in services {
        let begun = Instant::now();
        let found = search(&service, TODAY);
        assert_eq!(found.unmet, [], "{}: {:#?}", service.id, found.answers);
        assert_eq!(
            service.complete(found.answers.clone(), TODAY),
            Ok(found.answers.clone()),
            "{}",
            service.id
        );
        let mut rules = service.review.rules.iter();
        let first = rules.find(|rule| rule.when.holds_on(&found.answers, TODAY));
        let rejects = first.is_some_and(|rule| matches!(rule.then, Ruling::Reject { .. }));
        assert!(!rejects, "{}", service.id);
        println!("{} {:?}", service.id, begun.elapsed());
        assert_eq!(search(&service, TODAY), found, "the same again");
    }
}

/// What nobody can meet is told, and the rest is filled in all the same.
#[test]
fn what_cannot_be_met_is_told() {
    let source =
        include_str!("awkward/young-guides.yaml").replace("age(birth) < 14 || age(birth) > 17", "\"true\"");
    let service = read("never.yaml", &source).unwrap_or_else(|wrong| panic!("{wrong}"));
    let found = search(&service, TODAY);
    assert_eq!(
        found.unmet,
        [Unmet::Rejection {
            when: "true".to_owned()
        }]
    );
    assert!(service.complete(found.answers, TODAY).is_ok());

    let rule = "age(answer) >= 21 && answer < birth";
    let source = include_str!("awkward/young-guides.yaml").replace(rule, "answer > today && answer < today");
    let service = read("never.yaml", &source).unwrap_or_else(|wrong| panic!("{wrong}"));
    let found = search(&service, TODAY);
    assert_eq!(found.unmet, [Unmet::Question("tutor_birth".into())]);
    assert!(found.answers.get(&"birth".into()).is_some());
}
