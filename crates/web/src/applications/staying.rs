//! Answers that stay as they were in an earlier application: shown, and taken from no form.

use forms::{Answers, Page, Question, answers::Raw};

use crate::said::{Said, Voice};

/// An answer that stays.
pub(super) struct StayingRow {
    pub(super) label: Said,
    pub(super) answer: Said,
}

/// Puts the answers that stay in the place of whatever was sent for them.
pub(super) fn keep(page: &Page, raw: &mut Raw, staying: &Answers) {
    for question in &page.questions {
        let Some(answer) = staying.get(&question.id) else {
            continue;
        };
        let (id, part) = (question.id.as_str(), format!("{}.", question.id));
        raw.retain(|field, _| field != id && !field.starts_with(&part));
        raw.extend(answer.to_raw(question));
    }
}

/// Those of a page, of the questions that it shows.
pub(super) fn rows(visible: &[&Question], staying: &Answers, voice: &Voice) -> Vec<StayingRow> {
    let row = |question: &&Question| {
        let answer = staying.get(&question.id)?;
        Some(StayingRow {
            label: voice.say(&question.label),
            answer: voice.said(answer.show(question, &voice.spoken)),
        })
    };
    visible.iter().filter_map(row).collect()
}
