//! Made-up answers to any service.

use forms::{Answer, Answers, Format, Kind, Question, Service, samples};
use jiff::civil::Date;

/// Somebody made up.
#[derive(Clone, Copy, Debug)]
pub(super) struct Person {
    pub(super) name: &'static str,
    /// The part of the address before `@ejemplo.pe`.
    pub(super) mailbox: &'static str,
}

/// Complete answers in the applicant's name: the sample, and the sample with each other choice in its place.
pub(super) fn variants(service: &Service, applicant: &Person, number: u32, today: Date) -> Vec<Answers> {
    let sample = personal(service, samples::sample(service, today), applicant, number);
    let questions = service.form.pages.iter().flat_map(|page| &page.questions);
    let others = questions
        .flat_map(|question| choices(question))
        .map(|(question, code)| {
            let mut answers = sample.clone();
            answers
                .0
                .insert(question.id.clone(), Answer::Choice(code.to_owned()));
            // Another choice may lead over other pages.
            samples::around(service, answers, today)
        });
    let all = std::iter::once(sample.clone()).chain(others);
    all.filter_map(|answers| service.complete(answers, today).ok())
        .collect()
}

fn choices(question: &Question) -> Vec<(&Question, &str)> {
    match &question.kind {
        Kind::Choice { options } => options
            .iter()
            .map(|option| (question, option.code.as_str()))
            .collect(),
        _ => Vec::new(),
    }
}

/// The first name, address and document of a form are the applicant's own.
fn personal(service: &Service, mut answers: Answers, applicant: &Person, number: u32) -> Answers {
    let questions: Vec<&Question> = service
        .form
        .pages
        .iter()
        .flat_map(|page| &page.questions)
        .collect();
    let first = |is: fn(&Kind) -> bool| {
        questions
            .iter()
            .find(|question| is(&question.kind))
            .map(|q| q.id.clone())
    };
    if let Some(id) = first(|kind| kind.has_format(Format::FullName)) {
        answers.0.insert(id, Answer::FullName(applicant.name.to_owned()));
    }
    if let Some(id) = first(|kind| kind.has_format(Format::Email)) {
        answers
            .0
            .insert(id, Answer::Email(format!("{}@ejemplo.pe", applicant.mailbox)));
    }
    if let Some(id) = first(|kind| matches!(kind, Kind::IdentityDocument { .. }))
        && let Some(Answer::IdentityDocument(document)) = answers.0.get_mut(&id)
    {
        document.number = format!("{:08}", 40_000_000 + number * 1_371);
    }
    answers
}
