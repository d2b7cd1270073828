//! What is advised of a permit's time, and what a kept file's time means.

#![allow(clippy::unwrap_used, reason = "a test that cannot read its files should stop")]

use forms::{AnsweredTime, Span, ValidityEnd, ValidityPeriod, ValidityStart, advice, read, read_kept};

const FAIR: &str = include_str!("good/fair.yaml");

fn advised(source: &str) -> String {
    read("fair.yaml", source).unwrap_or_else(|wrong| panic!("{wrong}"));
    advice("fair.yaml", source).to_string()
}

#[test]
fn an_end_that_nothing_keeps_behind_the_beginning_is_advised_of() {
    assert_eq!(advised(FAIR), "");
    let rule = FAIR
        .split_once(", rules: [{rule: answer >= first")
        .unwrap()
        .1
        .split_once("}]}")
        .unwrap()
        .0;
    let without = FAIR.replace(&format!(", rules: [{{rule: answer >= first{rule}}}]"), "");
    assert_ne!(without, FAIR);
    let told = advised(&without);
    assert!(
        told.contains("nothing keeps `last` from lying before `first`")
            && told.contains("add a rule to `last`: `rules: [{rule: answer >= first, say: …}]`"),
        "{told}"
    );
    let one_day = without.replace("{from: first, until: last}", "{from: first, until: first}");
    let one_day = one_day.replace("    - {from: first", "    - {when: kind == 'days', from: first");
    assert_eq!(advised(&one_day), "", "a day is never before itself");
}

#[test]
fn a_renewal_that_opens_before_some_permits_begin_is_advised_of() {
    let renewed = |opens: &str| {
        let valid = "  valid: [{when: kind == 'once', for: 6h}, {for: 1 year}]\n";
        let (before, rest) = FAIR.split_once("  valid:\n").unwrap();
        let (_, after) = rest.split_once("  claims:").unwrap();
        format!("{before}{valid}  renewal: {{opens: {opens}}}\n  claims:{after}")
    };
    assert_eq!(advised(&renewed("5h")), "");
    let told = advised(&renewed("12h"));
    assert!(
        told.contains("renewal opens 12 hours before the end of a permit that holds only 6 hours"),
        "{told}"
    );
    let refused = read("fair.yaml", &renewed("2 years")).unwrap_err().to_string();
    assert!(refused.contains("renewal opens 2 years"), "{refused}");
}

/// What could be written before there were lists means what it meant, and hashes the same whether it is read again or not.
#[test]
fn the_forms_of_before_keep_their_meaning() {
    let day = |id: &str| AnsweredTime {
        day: id.into(),
        time: None,
    };
    let source = |valid: &str| {
        let (before, rest) = FAIR.split_once("  valid:\n").unwrap();
        let (_, after) = rest.split_once("  claims:").unwrap();
        format!("{before}  valid: {valid}\n  claims:{after}")
    };
    for (valid, period, canonical) in [
        (
            "36h",
            ValidityPeriod::lasting(Span::hours(36)),
            r#""valid":"36h""#,
        ),
        (
            "{until: first}",
            ValidityPeriod {
                when: None,
                begins: ValidityStart::Issue,
                ends: ValidityEnd::Answer(day("first")),
            },
            r#""valid":{"until":"first"}"#,
        ),
        (
            "{from: first, for: 30d}",
            ValidityPeriod {
                when: None,
                begins: ValidityStart::Answer(day("first")),
                ends: ValidityEnd::After(Span::days(30)),
            },
            r#""valid":{"for":"30d","from":"first"}"#,
        ),
    ] {
        let service = read("fair.yaml", &source(valid)).unwrap();
        assert_eq!(service.permit.valid.periods(), [period], "{valid}");
        let json = service.canonical_json();
        assert!(json.contains(canonical), "{valid}: {json}");
        let kept = read_kept("fair.json", &json).unwrap();
        assert_eq!((kept.hash(), kept.permit), (service.hash(), service.permit));
    }
}
