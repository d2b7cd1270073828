//! Letters that the paper cannot print are refused where they are typed, never discovered when the permit is drawn.

use forms::{
    Answer, Answers, Question, Service,
    answers::{AnswerError, Raw},
};

use crate::Language;

/// One error for each answer that goes on paper and cannot.
pub(super) fn unprintable(
    service: &Service,
    questions: &[&Question],
    answers: &Answers,
    language: Language,
) -> Vec<AnswerError> {
    let spoken = language.within(service);
    let printed = |question: &&&Question| {
        let permit = &service.permit;
        permit.claims.iter().any(|claim| claim.answer == question.id) || permit.prints.contains(&question.id)
    };
    questions
        .iter()
        .filter(printed)
        .filter_map(|question| refuse(question, answers.get(&question.id)?, language, &spoken))
        .collect()
}

fn refuse(
    question: &Question,
    answer: &Answer,
    language: Language,
    spoken: &forms::Language,
) -> Option<AnswerError> {
    let uncovered = permit::pdf::covers(&answer.show(question, spoken)).err()?;
    let message = if uncovered.letter.is_alphanumeric() {
        language.t1("unprintable-letter", "letter", uncovered.letter)
    } else {
        language.t1(
            "unprintable-sign",
            "code",
            format!("U+{:04X}", u32::from(uncovered.letter)),
        )
    };
    Some(AnswerError {
        question: question.id.clone(),
        field: field_with(question, answer, uncovered.letter),
        message,
    })
}

/// The field in which the letter was typed, else the question's first.
fn field_with(question: &Question, answer: &Answer, letter: char) -> String {
    let raw: Raw = answer.to_raw(&question.id);
    let typed = raw
        .iter()
        .find(|(_, values)| values.iter().any(|value| value.contains(letter)));
    typed.map_or_else(|| question.id.to_string(), |(field, _)| field.clone())
}
