//! What is advised of steps at which somebody outside the office consents.

use forms::{advice, read};

/// A service in which the owner consents, then the office checks, then its chief.
fn told(rules: &str, check: &str, shows: &str, names: &str) -> String {
    let source = format!(
        "service: walk
languages: [en]
name: Walk
summary: Walk.
audience: Anyone.
cost: Free
takes: A day
authority: {{name: Town}}
contact: {{phone: \"555 0100\"}}
form:
  - page: you
    title: You
    questions:
      - {{id: name, type: full-name, label: Name}}
      - {{id: document, type: identity-document, label: Document}}
      - {{id: days, type: integer, label: Days}}
      - {{id: email, type: e-mail, label: Mail}}
{names}      - {{id: owner, type: e-mail, label: Owner, rules: [{{rule: \"not same_person(answer, email)\", say: Not yours}}]}}
review:
  rules: [{rules}]
  steps:
    - {{id: first, name: First, role: officer{check}}}
    - {{id: owner, name: Owner, consent: {{of: owner, asks: May they?, shows: [{shows}], because: no}}, deadline: {{after: 5 days, then: lapse}}}}
    - {{id: check, name: Check, role: officer}}
    - {{id: chief, name: Chief, role: supervisor}}
  reasons: {{no: {{for: [reject], text: No}}, few: {{for: [approve], text: Few}}}}
permit:
  type: 1
  title: Walk
  valid: 1 day
  claims: [{{answer: name, role: holder}}]
"
    );
    read("walk.yaml", &source).unwrap_or_else(|wrong| panic!("{wrong}"));
    advice("walk.yaml", &source).to_string()
}

#[test]
fn a_permit_without_a_consent_is_told() {
    let past = "goes past the step `owner`";
    for (rules, check, words) in [
        (
            "{when: days < 2, then: approve, because: few}",
            "",
            "a case that this rule approves",
        ),
        (
            "",
            ", deadline: {after: 1 day, then: approve, because: few}",
            "a case that silence approves",
        ),
    ] {
        let told = told(rules, check, "days", "");
        assert!(told.contains(words) && told.contains(past), "{words}: {told}");
    }
    for (rules, check) in [
        ("", ""),
        ("{when: days > 9, then: refer, to: chief}", ""),
        ("{when: days > 9, then: reject, because: no}", ""),
        ("", ", deadline: {after: 1 day, then: escalate, to: chief}"),
        ("", ", deadline: {after: 1 day, then: reject, because: no}"),
    ] {
        assert_eq!(told(rules, check, "days", ""), "", "{rules} {check}");
    }
}

#[test]
fn what_tells_of_a_person_and_who_asks_are_told_of() {
    let told = |shows: &str, names: &str| told("", "", shows, names);
    assert!(told("document", "").contains("would read the `identity-document` of somebody"));
    assert!(told("days, email", "").contains("would read the `e-mail` of somebody"));
    let child = "      - {id: child, type: full-name, label: Child}\n";
    assert!(told("days", child).contains("the form asks for several names"));
}
