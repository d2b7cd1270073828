//! Values that nobody types.

#![allow(clippy::unwrap_used, reason = "a test that cannot read its files should stop")]

use forms::answers::Raw;
use forms::{Answer, Answers, Service, read, samples};
use jiff::civil::{Date, date};

const TODAY: Date = date(2026, 11, 20);

fn service() -> Service {
    read("computed.yaml", include_str!("good/computed.yaml")).unwrap_or_else(|wrong| panic!("{wrong}"))
}

/// So many hours of each helper.
fn answered(hours: &[i64]) -> Answers {
    let mut answers = samples::sample(&service(), TODAY);
    let entry = |hours: &i64| {
        let mut entry = Answers::default();
        entry.insert("helper".into(), Answer::FullName("Ana Quispe".to_owned()));
        entry.insert("hours".into(), Answer::Integer(*hours));
        entry
    };
    answers.insert("metres".into(), Answer::Integer(2));
    answers.insert("helpers".into(), Answer::Group(hours.iter().map(entry).collect()));
    answers.remove(&"why".into());
    answers
}

fn value(answers: &Answers, id: &str) -> Option<Answer> {
    answers.get(&id.into()).cloned()
}

#[test]
fn what_is_computed_is_computed_anew_whatever_is_sent() {
    let mut forged = answered(&[8, 4]);
    forged.insert("worked".into(), Answer::Integer(1));
    forged.insert("large".into(), Answer::YesNo(true));
    let whole = service().complete(forged, TODAY).unwrap();
    assert_eq!(value(&whole, "worked"), Some(Answer::Integer(12)));
    assert_eq!(value(&whole, "large"), Some(Answer::YesNo(false)));
    let charge = service().review.fee.unwrap().charge(&whole, TODAY);
    assert!(
        charge
            .rows
            .iter()
            .any(|row| (row.times, row.cents) == (Some(12), 600)),
        "{charge:?}"
    );
    let name = service().question(&"worked".into()).unwrap().name().clone();
    assert_eq!(name.in_language(&"en".into()), "Hours");
}

#[test]
fn later_pages_rules_and_stops_see_it() {
    let service = service();
    let pages = |hours: &[i64]| service.journey(&answered(hours)).len();
    assert_eq!((pages(&[8, 4]), pages(&[8, 14])), (1, 2));
    let gaps = service.complete(answered(&[8, 14]), TODAY).unwrap_err();
    assert_eq!(gaps[0].question.as_str(), "why");
    let mut large = answered(&[8, 14]);
    large.insert("why".into(), Answer::Text("A wedding".to_owned()));
    let large = service.complete(large, TODAY).unwrap();
    assert!(service.review.rules[0].when.holds_on(&large, TODAY));

    let page = &service.form.pages[0];
    let stop = |hours: &[i64]| {
        let answers = answered(hours);
        let raw: Raw = page
            .questions
            .iter()
            .filter_map(|question| Some(answers.get(&question.id)?.to_raw(question)))
            .flatten()
            .collect();
        let parsed = service.parse_page(page, &raw, &Answers::default(), &"en".into(), TODAY);
        assert_eq!(parsed.errors, [], "{raw:?}");
        parsed.stop.is_some()
    };
    assert!(!stop(&[50, 50]));
    assert!(stop(&[50, 51]));
}

/// It is asked of nobody.
#[test]
fn no_page_asks_for_it() {
    let service = service();
    let answers = answered(&[8, 4]);
    let asked = service.visible(&service.form.pages[0], &answers);
    assert!(asked.iter().all(|question| question.id.as_str() != "worked"));
    assert!(!service.review.may_ask.contains(&"worked".into()));
    assert_eq!(service.computed(&answers).iter().count(), 2);
}
