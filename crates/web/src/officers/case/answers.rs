//! The answers, page by page, under the short names that a table has room for.

use forms::{Answer, Question};

use super::found::Found;

/// The answers of one page.
pub(super) struct Section {
    pub(super) title: String,
    pub(super) rows: Vec<Row>,
}

/// One answer.
pub(super) struct Row {
    pub(super) label: String,
    pub(super) answer: Option<String>,
}

/// Everything that the journey asked.
pub(super) fn of(found: &Found<'_>) -> Vec<Section> {
    let answers = &found.case.application.answers;
    let row = |question: &Question| Row {
        label: short(found, question),
        answer: answers
            .get(&question.id)
            .map(|answer| said(found, question, answer)),
    };
    let section = |page: &forms::Page| Section {
        title: page.title.in_language(&found.spoken).to_owned(),
        rows: found
            .service
            .visible(page, answers)
            .into_iter()
            .chain(page.computed.iter().map(|computed| &computed.question))
            .map(row)
            .collect(),
    };
    found.service.journey(answers).into_iter().map(section).collect()
}

/// What officers call a question.
pub(super) fn short(found: &Found<'_>, question: &Question) -> String {
    question
        .short
        .as_ref()
        .unwrap_or(&question.label)
        .in_language(&found.spoken)
        .to_owned()
}

fn said(found: &Found<'_>, question: &Question, answer: &Answer) -> String {
    match answer {
        Answer::Declaration => found.page.t("office-declared").into_owned(),
        answer => answer.show(question, &found.spoken),
    }
}
