//! Plausible answers to any service, for previews and for tests of templates.

mod hinted;
mod map;

pub(crate) use map::elsewhere;
mod patterns;
mod search;

use jiff::ToSpan;
use jiff::civil::{Date, time};

use crate::answers::{Address, Around, IdentityDocument, Raw, Reading, parse};
use crate::regions::RegionCode;
use crate::{Answer, Answers, DocumentKind, Kind, Page, Question, Service, countries};

use hinted::Known;
pub(crate) use search::search_around;
pub use search::{Found, Unmet, search};

/// How many answers are tried for the questions of one entry of a group.
const ENTRY_TRIES: usize = 5_000;

/// Answers that the service takes as complete, the same for the same service and day. A question whose own rules
/// none of the samples meets is left out; [`search`] tells of it.
pub fn sample(service: &Service, today: Date) -> Answers {
    search(service, today).answers
}

/// Usual answers around those that are given: what they leave open is filled in.
pub fn around(service: &Service, given: Answers, today: Date) -> Answers {
    let mut answers = given;
    for page in &service.form.pages {
        if page.when.as_ref().is_none_or(|when| when.holds(&answers)) {
            answers = sample_page(page, &answers, today);
        }
    }
    answers
}

/// A usual entry of a group, whoever is asked for it; nothing for another question.
pub fn entry(group: &Question, today: Date) -> Option<Answers> {
    let sample = candidates(group, &Answers::default(), today);
    match sample.into_iter().next() {
        Some(Answer::Group(entries)) => entries.into_iter().next(),
        _ => None,
    }
}

/// The first combination that no stop of the page holds for, changing one picked option at a time.
fn sample_page(page: &Page, before: &Answers, today: Date) -> Answers {
    let first = fill(page, before, today, None);
    let stops = |answers: &Answers| page.stop_if.iter().any(|stop| stop.when.holds_on(answers, today));
    if !stops(&first) {
        return first;
    }
    let picks = page.questions.iter().flat_map(|question| {
        candidates(question, before, today)
            .into_iter()
            .map(move |candidate| (question, candidate))
    });
    picks
        .map(|(question, candidate)| fill(page, before, today, Some((question, &candidate))))
        .find(|answers| !stops(answers))
        .unwrap_or(first)
}

fn fill(page: &Page, before: &Answers, today: Date, pick: Option<(&Question, &Answer)>) -> Answers {
    let mut answers = before.clone();
    for question in &page.questions {
        let picked = pick
            .filter(|(picked, _)| picked.id == question.id)
            .map(|(_, answer)| answer.clone());
        fill_in(question, &mut answers, today, picked);
    }
    page.compute(&mut answers);
    answers
}

fn fill_in(question: &Question, answers: &mut Answers, today: Date, picked: Option<Answer>) {
    let given = picked.is_none() && answers.get(&question.id).is_some();
    if given || question.when.as_ref().is_some_and(|when| !when.holds(answers)) {
        return;
    }
    let candidates = picked.map_or_else(|| candidates(question, answers, today), |picked| vec![picked]);
    let taken = candidates
        .into_iter()
        .find(|candidate| is_taken(question, candidate, answers, today));
    if let Some(answer) = taken {
        answers.insert(question.id.clone(), answer);
    }
}

/// Whether the question takes it, by its own rules too.
fn is_taken(question: &Question, candidate: &Answer, before: &Answers, today: Date) -> bool {
    let raw: Raw = candidate.to_raw(question);
    parse(question, question.id.as_str(), &raw, Around::right(before, today))
        == Ok(Reading::Given(candidate.clone()))
}

pub(crate) fn candidates(question: &Question, before: &Answers, today: Date) -> Vec<Answer> {
    match &question.kind {
        Kind::Text { max_length } | Kind::LongText { max_length } => texts(*max_length),
        Kind::Integer { min, max } => integers(*min, *max),
        Kind::Decimal { min, max, .. } => decimals(*min, *max),
        Kind::Date { min, max } => dates(
            [*min, *max].map(|bound| bound.map(|bound| bound.day(today))),
            today,
        ),
        Kind::Time => [8, 9, 13, 18, 23]
            .map(|hour| Answer::Time(time(hour, 0, 0, 0)))
            .to_vec(),
        Kind::YesNo => [true, false].map(Answer::YesNo).to_vec(),
        Kind::Choice { options } => options
            .iter()
            .map(|option| Answer::Choice(option.code.clone()))
            .collect(),
        Kind::Choices { options } => {
            let codes: Vec<String> = options.iter().map(|option| option.code.clone()).collect();
            (1..=codes.len())
                .map(|count| Answer::Choices(codes[..count].to_vec()))
                .collect()
        }
        Kind::Country => ["PE", "CL", "ES", "US"]
            .into_iter()
            .filter_map(countries::find)
            .map(|country| Answer::Country(country.code.to_owned()))
            .collect(),
        Kind::Region => miraflores().into_iter().map(Answer::Region).collect(),
        Kind::Address => miraflores().into_iter().map(address).collect(),
        Kind::IdentityDocument { accepts } => accepts.iter().copied().map(document).collect(),
        Kind::Formatted { format, country, .. } => {
            let texts = format.samples(country).into_iter().map(str::to_owned);
            texts.map(|text| format.answer(text)).collect()
        }
        Kind::Map { draws, within } => map::samples(*draws, *within, &[]),
        Kind::Group {
            questions, at_least, ..
        } => vec![group(questions, *at_least, before, today)],
        Kind::Declaration { .. } => vec![Answer::Declaration],
    }
}

/// Words first; then what a rule on the form of a number or code may want.
fn texts(max_length: Option<u32>) -> Vec<Answer> {
    let longest = max_length.map_or(usize::MAX, |max| usize::try_from(max).unwrap_or(usize::MAX));
    [
        "Ejemplo de respuesta",
        "Ejemplo",
        "123456",
        "12345678",
        "A1234567",
        "A-123456",
        "1234",
        "Sí",
        "A",
        "1",
    ]
    .into_iter()
    .filter(|text| text.chars().count() <= longest)
    .map(|text| Answer::Text(text.to_owned()))
    .collect()
}

fn integers(min: Option<i64>, max: Option<i64>) -> Vec<Answer> {
    let bounds = [min, max].into_iter().flatten();
    [2, 1, 5, 10, 30, 100, 1_000]
        .into_iter()
        .chain(bounds)
        .chain([0])
        .map(Answer::Integer)
        .collect()
}

fn decimals(min: Option<f64>, max: Option<f64>) -> Vec<Answer> {
    let bounds = [min, max].into_iter().flatten().map(|bound| bound.to_string());
    ["12.5", "1.5", "0.5", "100"]
        .map(str::to_owned)
        .into_iter()
        .chain(bounds)
        .map(Answer::Decimal)
        .collect()
}

/// Near days first, then those of a birthday, then the bounds themselves.
fn dates(bounds: [Option<Date>; 2], today: Date) -> Vec<Answer> {
    let near = [0, 1, 7, 30, 365]
        .into_iter()
        .map(|days| today.saturating_add(days.days()));
    let birth = [35, 70, 10]
        .into_iter()
        .map(|years| today.saturating_sub(years.years()));
    near.chain(birth)
        .chain(bounds.into_iter().flatten())
        .map(Answer::Date)
        .collect()
}

fn miraflores() -> Option<RegionCode> {
    RegionCode::known("150122")
}

fn address(region: RegionCode) -> Answer {
    let (street, reference) = ("Av. José Larco 1234".to_owned(), "frente al parque".to_owned());
    Answer::Address(Address {
        region,
        street,
        reference,
    })
}

fn document(kind: DocumentKind) -> Answer {
    let samples = kind.identifier().map(|identifier| identifier.samples.as_slice());
    let number = samples.and_then(<[String]>::first).cloned().unwrap_or_default();
    Answer::IdentityDocument(IdentityDocument { kind, number })
}

fn group(questions: &[Question], at_least: u32, before: &Answers, today: Date) -> Answer {
    let block = || {
        let mut all = before.clone();
        for question in questions {
            fill_in(question, &mut all, today, None);
        }
        let own = questions
            .iter()
            .filter_map(|question| Some((question.id.clone(), all.remove(&question.id)?)));
        Answers(own.collect())
    };
    Answer::Group((0..at_least.max(1)).map(|_| block()).collect())
}

/// A group of so many entries, each filled in by the first answers that go together.
fn plain_group(questions: &[Question], count: u32, before: &Answers, known: &Known) -> Answer {
    let (mut all, mut left) = (before.clone(), ENTRY_TRIES);
    fill_entry(questions, &mut all, known, &mut left);
    let own = questions
        .iter()
        .filter_map(|question| Some((question.id.clone(), all.remove(&question.id)?)));
    let entry = Answers(own.collect());
    Answer::Group(vec![entry; usize::try_from(count).unwrap_or(1)])
}

/// Whether what is left of an entry's questions could be answered. Where not, the answer before it is changed.
fn fill_entry(questions: &[Question], all: &mut Answers, known: &Known, left: &mut usize) -> bool {
    let Some((question, rest)) = questions.split_first() else {
        return true;
    };
    if question.when.as_ref().is_some_and(|when| !when.holds(all)) {
        return fill_entry(rest, all, known, left);
    }
    for candidate in known.candidates(question, all) {
        *left = left.saturating_sub(1);
        if *left == 0 {
            return false;
        }
        if !is_taken(question, &candidate, all, known.today()) {
            continue;
        }
        all.insert(question.id.clone(), candidate);
        if fill_entry(rest, all, known, left) {
            return true;
        }
        all.remove(&question.id);
    }
    question.optional && fill_entry(rest, all, known, left)
}
