//! Answers in words, page by page.

use forms::{Answers, Page, Question, Service};
use locale::Language;

use super::fields::anchor;
use crate::{
    said::{Said, Voice},
    sketch,
};

/// The answers of one page.
pub(crate) struct Section {
    pub(crate) title: Said,
    pub(crate) page: String,
    pub(crate) rows: Vec<Row>,
}

/// One answer.
pub(crate) struct Row {
    /// Where on its page it is asked; nowhere if it is computed, or stays as it was.
    pub(crate) anchor: Option<String>,
    pub(crate) label: Said,
    pub(crate) answer: Option<Said>,
    /// The picture of what was drawn.
    pub(crate) sketch: Option<String>,
}

/// Everything that the journey asks, answered or not.
pub(crate) fn of(service: &Service, answers: &Answers, language: Language) -> Vec<Section> {
    of_draft(service, answers, &Answers::default(), language)
}

/// The same where some answers stay as they are.
pub(super) fn of_draft(
    service: &Service,
    answers: &Answers,
    staying: &Answers,
    language: Language,
) -> Vec<Section> {
    let voice = Voice::of(service, language);
    let row = |question: &Question| Row {
        anchor: staying.get(&question.id).is_none().then(|| anchor(question)),
        label: voice.say(&question.label),
        answer: answers
            .get(&question.id)
            .map(|answer| voice.said(answer.show(question, &voice.spoken))),
        sketch: answers
            .get(&question.id)
            .and_then(|answer| sketch::of(question, answer)),
    };
    let section = |page: &Page| Section {
        title: voice.say(&page.title),
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
