//! Steps at which other bodies are asked for their opinions: what is read, and whom a case asks.

#![allow(clippy::unwrap_used, reason = "a test that cannot read its files should stop")]

use forms::{
    Answer, Answers, QuestionId, Role, Service, Silence, Step, advice, read,
    scenarios::{self, Act},
};
use jiff::civil::date;

const SOURCE: &str = include_str!("good/opinions.yaml");

fn service() -> Service {
    read("fair.yaml", SOURCE).unwrap_or_else(|wrong| panic!("{wrong}"))
}

fn answers(open_air: bool) -> Answers {
    let given = [
        ("name", Answer::FullName("Rosa Quispe".into())),
        ("place", Answer::Text("Plaza".into())),
        ("open_air", Answer::YesNo(open_air)),
    ];
    Answers(
        given
            .into_iter()
            .map(|(id, answer)| (QuestionId::from(id), answer))
            .collect(),
    )
}

#[test]
fn each_has_its_role_and_its_silence() {
    let service = service();
    let told = service.review.steps[0].opinions().iter();
    let told: Vec<_> = told
        .map(|asked| (asked.id.as_str(), asked.role.as_str(), asked.silence))
        .collect();
    assert_eq!(
        told,
        [
            ("fire", "consultee-fire", Silence::Favourable),
            ("trees", "consultee-environment", Silence::Unfavourable),
        ]
    );
    let roles = service.review.steps.iter().flat_map(Step::roles);
    let roles: Vec<&str> = roles.map(Role::as_str).collect();
    assert_eq!(roles, ["consultee-fire", "consultee-environment", "officer"]);
}

#[test]
fn a_case_asks_for_what_its_answers_want() {
    let service = service();
    let (review, day) = (&service.review, date(2027, 1, 4));
    let wanted = |open_air| {
        let wanted = review.wanted_opinions(&review.steps[0], &answers(open_air), day);
        wanted
            .into_iter()
            .map(|asked| asked.id.as_str())
            .collect::<Vec<_>>()
    };
    assert_eq!(wanted(false), ["fire"]);
    assert_eq!(wanted(true), ["fire", "trees"]);
    let shown = review.steps[0].opinions()[1].shown(&answers(true));
    let shown: Vec<&str> = shown.iter().map(|(id, _)| id.as_str()).collect();
    assert_eq!(shown, ["name", "place"], "and nothing else");
    let newly = |was, is| {
        let both = [&answers(was), &answers(is)];
        review
            .newly_taken_by(&"decision".into(), both, day)
            .map(|step| step.id.as_str())
    };
    assert_eq!(newly(false, true), Some("opinions"));
    assert_eq!(newly(true, false), None);
    assert_eq!(newly(true, true), None);
}

/// In a row of a group as well.
#[test]
fn what_names_a_person_is_advised_of() {
    let helpers = "{id: place, type: group, label: Helpers, questions: [{id: helper, type: identity-document, label: Document}]}";
    let in_a_group = SOURCE.replace("{id: place, type: text, label: Place}", helpers);
    assert_ne!(in_a_group, SOURCE);
    for (source, kind) in [(SOURCE, "full-name"), (&in_a_group, "identity-document")] {
        let advice = advice("fair.yaml", source).to_string();
        let told = format!("whoever is asked would read the `{kind}` of somebody");
        assert!(advice.contains(&told), "{advice}");
    }
}

/// What a role amounts to hangs on its name.
#[test]
fn roles_of_consultees_are_told_by_their_names() {
    for (role, is_of_consultees) in [
        ("consultee", true),
        ("consultee-fire", true),
        ("consultees", false),
        ("officer", false),
        ("fire-consultee", false),
        ("", false),
    ] {
        assert_eq!(Role::from(role).is_of_consultees(), is_of_consultees, "{role}");
    }
}

#[test]
fn scenarios_give_opinions() {
    let told = |act: &str| {
        let source = format!("- scenario: One\n  sent: 2027-01-04\n  then:\n    - {{{act}}}\n");
        scenarios::read("fair.scenarios.yaml", &source, &service())
    };
    let read = told("opinion: trees, says: with-conditions").unwrap();
    let expected = Act::Opinion("trees".into(), forms::OpinionOutcome::WithConditions);
    assert_eq!(read[0].then[0].value, expected);
    for (act, words) in [
        ("opinion: tress, says: favourable", "did you mean `trees`"),
        ("opinion: trees", "an opinion comes to something"),
        (
            "approve: decision, says: favourable",
            "only an opinion says something here",
        ),
        ("approve: opinions", "write `opinion: fire` and what it `says`"),
        ("consent: opinions", "nobody is asked to consent at `opinions`"),
        ("opinion: fire, says: good", "what an opinion can come to"),
    ] {
        let wrong = told(act).unwrap_err().to_string();
        assert!(wrong.contains(words), "{act}: {wrong}");
    }
}
