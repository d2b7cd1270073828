//! What the paper cannot show is refused where it is typed, never discovered when the permit is drawn.

use engine::{
    permits::fit::{Unprintable, unprintable as unprintable_in},
    services::Published,
};
use forms::{
    Answer, Answers, Question,
    answers::{ASKED, AnswerError, Raw},
};
use locale::Language;

/// One error for each answer that goes on paper and cannot.
pub(super) fn unprintable(
    published: &Published,
    questions: &[&Question],
    answers: &Answers,
    language: Language,
) -> Vec<AnswerError> {
    let refuse = |question: &&Question| {
        let answer = answers.get(&question.id)?;
        let cause = unprintable_in(published, &question.id, answers)?;
        Some(AnswerError {
            question: question.id.clone(),
            field: field_at_fault(question, answer, cause),
            message: message(cause, language),
        })
    };
    questions.iter().filter_map(refuse).collect()
}

fn message(cause: Unprintable, language: Language) -> String {
    match cause {
        Unprintable::Letter(letter) if letter.is_alphanumeric() => {
            language.t1("unprintable-letter", "letter", letter)
        }
        Unprintable::Letter(sign) => {
            language.t1("unprintable-sign", "code", format!("U+{:04X}", u32::from(sign)))
        }
        Unprintable::TooLong => language.t("unprintable-long").into_owned(),
    }
}

/// The field in which the letter was typed, or the one with most in it; else the question's first.
fn field_at_fault(question: &Question, answer: &Answer, cause: Unprintable) -> String {
    let mut raw: Raw = answer.to_raw(question);
    // What a page has asked about was not typed there.
    raw.retain(|field, _| field.rsplit('.').next() != Some(ASKED));
    let typed = match cause {
        Unprintable::Letter(letter) => raw
            .iter()
            .find(|(_, values)| values.iter().any(|value| value.contains(letter))),
        Unprintable::TooLong => raw
            .iter()
            .max_by_key(|(_, values)| values.iter().map(String::len).sum::<usize>()),
    };
    typed.map_or_else(|| question.id.to_string(), |(field, _)| field.clone())
}
