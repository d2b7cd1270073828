//! The answers, page by page, under the short names that a table has room for.

use forms::{Answer, Question};

use super::found::Found;
use crate::{maps, sketch};

/// The answers of one page.
pub(super) struct Section {
    pub(super) title: String,
    pub(super) rows: Vec<Row>,
}

/// One answer.
pub(super) struct Row {
    pub(super) label: String,
    pub(super) answer: Option<String>,
    /// The picture of what was drawn.
    pub(super) sketch: Option<String>,
    /// A map of it, elsewhere.
    pub(super) map: Option<String>,
}

/// Everything that the journey asked.
pub(super) fn of(found: &Found<'_>) -> Vec<Section> {
    let answers = &found.case.application.answers;
    let row = |question: &Question| Row {
        label: short(found, question),
        answer: answers
            .get(&question.id)
            .map(|answer| said(found, question, answer)),
        sketch: answers
            .get(&question.id)
            .and_then(|answer| sketch::of(question, answer)),
        map: answers.get(&question.id).and_then(on_a_map),
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

/// Where a map shows the first place.
fn on_a_map(answer: &Answer) -> Option<String> {
    let Answer::Map(places) = answer else {
        return None;
    };
    places.first().copied().map(maps::on_openstreetmap)
}

fn said(found: &Found<'_>, question: &Question, answer: &Answer) -> String {
    match answer {
        Answer::Declaration => found.page.t("office-declared").into_owned(),
        answer => answer.show(question, &found.spoken),
    }
}
