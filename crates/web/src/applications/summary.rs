//! Answers in words, page by page.

use forms::{Answers, Page, Question, Service};
use locale::Language;

use super::fields::anchor;

/// The answers of one page.
pub(crate) struct Section {
    pub(crate) title: String,
    pub(crate) page: String,
    pub(crate) rows: Vec<Row>,
}

/// One answer.
pub(crate) struct Row {
    /// Where on its page it is asked; nowhere if it is computed.
    pub(crate) anchor: Option<String>,
    pub(crate) label: String,
    pub(crate) answer: Option<String>,
}

/// Everything that the journey asks, answered or not.
pub(crate) fn of(service: &Service, answers: &Answers, language: Language) -> Vec<Section> {
    let spoken = service.language_for(language.code());
    let row = |question: &Question| Row {
        anchor: Some(anchor(question)),
        label: question.label.in_language(&spoken).to_owned(),
        answer: answers
            .get(&question.id)
            .map(|answer| answer.show(question, &spoken)),
    };
    let section = |page: &Page| Section {
        title: page.title.in_language(&spoken).to_owned(),
        page: page.id.to_string(),
        rows: service
            .visible(page, answers)
            .into_iter()
            .map(row)
            .chain(page.computed.iter().map(|computed| Row {
                anchor: None,
                ..row(&computed.question)
            }))
            .collect(),
    };
    service.journey(answers).into_iter().map(section).collect()
}
