//! What every type of question has. A type that was forgotten somewhere fails here, if it compiles at all.

use std::collections::BTreeSet;

use super::*;
use crate::Condition;
use crate::PartyQuestion;
use crate::condition::types::{Scope, Type};
use crate::parties::told_by;
use crate::read::words::{QuestionType, Words};
use crate::samples::candidates;

/// Those whose answers name somebody, who then is party to the application.
const NAME_A_PERSON: [&str; 4] = ["e-mail", "identity-document", "phone", "tax-number"];
/// Those by whose answers an application is found besides.
const NAME_A_VEHICLE: [&str; 1] = ["vehicle-plate"];
/// A group names whom its questions do.
const NAME_NOBODY: [&str; 17] = [
    "address",
    "choice",
    "choices",
    "country",
    "date",
    "decimal",
    "declaration",
    "full-name",
    "group",
    "iban",
    "integer",
    "long-text",
    "map",
    "region",
    "text",
    "time",
    "yes-no",
];

fn names() -> BTreeSet<&'static str> {
    QuestionType::all().into_iter().map(|(name, _)| name).collect()
}

/// Samples that are read again from what a browser sends for them.
fn samples(question: &Question) -> Vec<Answer> {
    let mut samples = candidates(question, &Answers::default(), TODAY);
    samples.retain(|answer| {
        read(question, &answer.to_raw(question), "es") == Ok(Reading::Given(answer.clone()))
    });
    samples
}

#[test]
fn every_type_is_tested() {
    let tested: BTreeSet<&str> = every_kind().iter().map(Kind::name).collect();
    assert_eq!(tested, names());
}

#[test]
fn every_type_has_a_sample_that_is_shown() {
    for question in every_kind().into_iter().map(question) {
        let samples = samples(&question);
        assert!(!samples.is_empty(), "{} has no sample", question.kind.name());
        for sample in samples {
            let shown = sample.show(&question, &"es".into());
            assert!(!shown.is_empty(), "{} is not shown", question.kind.name());
        }
    }
}

#[test]
fn every_type_is_known_to_conditions() {
    for question in every_kind().into_iter().map(question) {
        let source = match Type::of(&question.kind) {
            Type::Text | Type::Code(_) | Type::Region => "q != ''",
            Type::Integer | Type::Decimal => "q > 0",
            Type::Date => "q > date('1800-01-01')",
            Type::Time => "q >= time('00:01')",
            Type::YesNo => "q",
            Type::Codes(_) | Type::Group(_) => "size(q) > 0",
            Type::Document(_) => "q.number != ''",
            Type::Address => "q.street != ''",
            Type::Map(_) => "q.latitude < 0.0",
        };
        let (condition, faults) = Condition::compile(source, &Scope::new([&question], []));
        let mut answers = Answers::default();
        answers.insert(question.id.clone(), samples(&question).remove(0));
        let holds = condition.is_some_and(|condition| condition.holds(&answers));
        assert!(holds, "{}: {source} {faults:?}", question.kind.name());
    }
}

#[test]
fn every_type_names_somebody_or_nobody() {
    let listed = [&NAME_A_PERSON[..], &NAME_A_VEHICLE, &NAME_NOBODY].concat();
    assert_eq!(listed.iter().copied().collect::<BTreeSet<_>>(), names());
    for question in every_kind().into_iter().map(question) {
        let name = question.kind.name();
        let is_party = !PartyQuestion::among([&question]).is_empty();
        assert_eq!(is_party, NAME_A_PERSON.contains(&name), "{name}");
        let tells = samples(&question)
            .iter()
            .any(|answer| !told_by(answer).is_empty());
        assert_eq!(tells, !NAME_NOBODY.contains(&name), "{name}");
    }
}
