//! What whoever approved set for one holder: in the permit's code by its codes, on the paper in words.

use std::{collections::BTreeMap, sync::LazyLock};

use forms::{Language, OfficeConditions, QuestionId, Service};
use permit::{claims::Field, description::Texts, pdf::SlotSize};
use review::Conditions;

use super::by_language::{own, texts};

/// Letters of one line of the paper, in small type.
const LINE: usize = 115;
/// More lines than these are set smaller.
const MOST_LINES: usize = 5;

static ID: LazyLock<QuestionId> = LazyLock::new(|| OfficeConditions::ID.into());

/// What stands for them where others stand for questions, where the service lets anybody set some.
pub(super) fn place(service: &Service) -> Option<&'static QuestionId> {
    service.review.conditions.are_offered().then_some(&*ID)
}

/// Whether this is their place among a permit's claims and printed values.
pub fn are_at(service: &Service, id: &QuestionId) -> bool {
    *id == *ID && service.question(id).is_none()
}

/// Their codes, and that the paper says more where something is written.
pub(super) fn claim(conditions: &Conditions) -> Field {
    let more = (!conditions.written.is_empty()).then_some(OfficeConditions::MORE);
    let codes: Vec<&str> = conditions
        .chosen
        .iter()
        .map(forms::ConditionCode::as_str)
        .chain(more)
        .collect();
    if codes.is_empty() {
        Field::Absent
    } else {
        Field::Text(codes.join(","))
    }
}

/// As much as may be set: what it takes of the permit's code is kept free.
pub(super) fn all(service: &Service) -> Conditions {
    let offered = &service.review.conditions;
    Conditions {
        chosen: offered.choose.iter().map(|option| option.code.clone()).collect(),
        written: if offered.write {
            vec![String::new()]
        } else {
            Vec::new()
        },
    }
}

/// In words, one after the other; those of the service's in that language.
pub fn words(service: &Service, conditions: &Conditions, language: &Language) -> String {
    let offered = &service.review.conditions;
    let chosen = conditions.chosen.iter().map(|code| match offered.option(code) {
        Some(option) => option.text.in_language(language),
        None => code.as_str(),
    });
    let written = conditions.written.iter().map(String::as_str);
    chosen.chain(written).collect::<Vec<_>>().join(" · ")
}

/// What the permit's code calls them, by language.
pub(super) fn label(service: &Service) -> Texts {
    own(service, "paper-office-conditions")
}

/// What each code means, by language.
pub(super) fn values(service: &Service) -> BTreeMap<String, Texts> {
    let offered = &service.review.conditions;
    let chosen = offered.choose.iter();
    let chosen = chosen.map(|option| (option.code.to_string(), texts(&option.text)));
    let more = offered.write.then(|| {
        let more = own(service, "paper-more-conditions");
        (OfficeConditions::MORE.to_owned(), more)
    });
    chosen.chain(more).collect()
}

/// The room on the paper: for all that may be chosen and one that is written, in small type.
pub(super) fn room(service: &Service) -> SlotSize {
    let offered = &service.review.conditions;
    let language = service.default_language();
    let chosen = offered.choose.iter();
    let chosen: usize = chosen
        .map(|option| option.text.in_language(language).chars().count() + 3)
        .sum();
    let written = if offered.write {
        OfficeConditions::MAX_WRITTEN
    } else {
        0
    };
    let lines = (chosen + written).div_ceil(LINE).clamp(1, MOST_LINES);
    SlotSize::Lines(u8::try_from(lines).unwrap_or(u8::MAX))
}
