//! How much a browser sends with a page of the form: what a site must be ready to take follows from the questions.

use super::form::{Form, Kind, Page, Question};
use crate::answers::{longest, map};

/// The most that a page may send, in bytes. A service file with a page that may send more is refused.
pub const MOST_SENT: usize = 8 << 20;

/// A letter at its longest: four bytes in UTF-8, each sent as `%F0`.
const LETTER: usize = 12;
/// What is sent of a question that is answered with a choice, a number, a day or a short text of a format of its own,
/// in letters.
const SHORT_ANSWER: usize = 400;
/// The names of a question's fields beside its own: `.reference=`, `&shown=`, `&further=`, a block's number.
const NAMES: usize = 64;
/// The token of the form and its buttons.
const FRAME: usize = 1024;

impl Page {
    /// The most that a browser sends with it, in bytes, where each answer is as long as it may be.
    pub fn most_sent(&self) -> usize {
        all(&self.questions).saturating_add(FRAME)
    }
}

impl Form {
    /// The same for a page that asks any of its questions together, as the office asks back.
    pub fn most_sent(&self) -> usize {
        self.pages
            .iter()
            .fold(FRAME, |sum, page| sum.saturating_add(page.most_sent()))
    }
}

fn all(questions: &[Question]) -> usize {
    questions
        .iter()
        .fold(0, |sum, question| sum.saturating_add(of_question(question)))
}

fn of_question(question: &Question) -> usize {
    // Its own name stands before each of its fields, and once more where the page says that it was shown.
    let name = question.id.as_str().len() * 3;
    let short = SHORT_ANSWER * LETTER + 4 * name;
    let names = NAMES + 3 * name;
    match &question.kind {
        Kind::Text { .. } | Kind::LongText { .. } => {
            letters(question.kind.longest().unwrap_or(longest::TEXT)) + names
        }
        Kind::Choices { options } => options.iter().fold(names, |sum, option| {
            sum.saturating_add(option.code.len() * 3 + name + NAMES)
        }),
        Kind::Map { .. } => letters(map::LONGEST) + names,
        Kind::Address => short + 2 * letters(longest::STREET) + names,
        Kind::Group {
            questions, at_most, ..
        } => {
            let inner = questions.iter().fold(0_usize, |sum, inner| {
                sum.saturating_add(of_question(inner)).saturating_add(4 * name)
            });
            inner
                .saturating_mul(usize::try_from(*at_most).unwrap_or(usize::MAX))
                .saturating_add(names)
        }
        _ => short,
    }
}

fn letters(most: u32) -> usize {
    usize::try_from(most).unwrap_or(usize::MAX).saturating_mul(LETTER)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{PageId, QuestionId, Text};

    fn question(id: &str, kind: Kind) -> Question {
        Question {
            id: QuestionId::new(id),
            label: Text::new("es".into(), "?"),
            short: None,
            hint: None,
            help: None,
            optional: false,
            when: None,
            valid: Vec::new(),
            kind,
        }
    }

    fn page(questions: Vec<Question>) -> Page {
        Page {
            id: PageId::new("page"),
            title: Text::new("es".into(), "?"),
            when: None,
            questions,
            computed: Vec::new(),
            stop_if: Vec::new(),
        }
    }

    #[test]
    fn a_page_takes_what_its_questions_allow() {
        let long = |most| {
            question(
                "story",
                Kind::LongText {
                    max_length: Some(most),
                },
            )
        };
        let row = |at_most| {
            question(
                "people",
                Kind::Group {
                    questions: vec![long(100)],
                    each: None,
                    at_least: 0,
                    at_most,
                },
            )
        };
        for (what, questions, least, most) in [
            ("nothing", vec![], 0, 2_000),
            (
                "letters of four bytes",
                vec![long(10_000)],
                10_000 * 12,
                10_000 * 12 + 2_000,
            ),
            (
                "a long text",
                vec![question("what", Kind::LongText { max_length: None })],
                2_000 * 12,
                2_000 * 12 + 2_000,
            ),
            (
                "an address",
                vec![question("home", Kind::Address)],
                400 * 12,
                800 * 12 + 2_000,
            ),
            ("a day", vec![question("born", Kind::YesNo)], 1, 400 * 12 + 2_000),
            (
                "rows",
                vec![row(50)],
                50 * 100 * 12,
                50 * (100 * 12 + 400) + 2_000,
            ),
        ] {
            let sent = page(questions).most_sent();
            assert!((least..=most).contains(&sent), "{what}: {sent}");
        }
    }

    #[test]
    fn what_cannot_be_counted_is_too_much() {
        let huge = question(
            "all",
            Kind::Group {
                questions: vec![question(
                    "x",
                    Kind::Text {
                        max_length: Some(u32::MAX),
                    },
                )],
                each: None,
                at_least: 0,
                at_most: u32::MAX,
            },
        );
        assert!(page(vec![huge]).most_sent() > MOST_SENT);
    }
}
