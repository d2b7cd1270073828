//! Whether an answer can be put on paper, asked before anything is signed.

use forms::{Answer, Answers, Kind, OfficeConditions, QuestionId, Service, samples};
use jiff::{Timestamp, civil::Date};
use permit::{
    claims::{Claims, PermitId},
    pdf::{PdfError, Skeleton},
};
use review::Conditions;

use super::{conditions, fields, layout};
use crate::services::Published;

pub use super::unprintable::Unprintable;

/// A base address and an issuer longer than any that serves: what fits with them fits everywhere.
const LONG_ADDRESS: &str = "https://permisos-en-linea.ministerio-de-ejemplo.gob.pe";
/// What an envelope adds to its claims: tag, headers with the key's id, and the signature of 64 bytes.
const ENVELOPE: usize = 96;

/// What is in the way of printing one answer; nothing for a question that no permit shows.
pub fn unprintable(published: &Published, id: &QuestionId, answers: &Answers) -> Option<Unprintable> {
    let service = &published.service;
    let slot = fields::printed_questions(service).position(|printed| printed == id)?;
    let words = fields::words(service, id, answers);
    on_paper(published, slot, &words).or_else(|| in_the_code(published, id, answers))
}

/// The answers that cannot be printed, in the order of the form.
pub fn unprintable_answers(published: &Published, answers: &Answers) -> Vec<(QuestionId, Unprintable)> {
    let pages = published.service.journey(answers).into_iter();
    let given = pages
        .flat_map(|page| &page.questions)
        .filter(|question| answers.get(&question.id).is_some());
    let refused = given.filter_map(|question| {
        let cause = unprintable(published, &question.id, answers)?;
        Some((question.id.clone(), cause))
    });
    refused.collect()
}

/// A printed answer that may be longer than its place on the paper has room for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Crowded {
    /// The question.
    pub question: QuestionId,
    /// What it has too much of.
    pub of: Plenty,
    /// How many it may have.
    pub at_most: usize,
    /// For how many of usual length there is room.
    pub room: usize,
}

/// What an answer may have much of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Plenty {
    /// Entries of a group.
    Entries,
    /// Letters of a text.
    Letters,
}

/// The answers of a service of which as much as may be given, of usual length, cannot be printed.
pub fn crowded(service: &Service, today: Date) -> Result<Vec<Crowded>, PdfError> {
    let languages = service.languages.iter();
    let skeletons = languages.map(|language| layout::skeleton(service, language, true));
    let skeletons: Vec<Skeleton> = skeletons.collect::<Result<_, _>>()?;
    let mut crowded = Vec::new();
    for (slot, id) in fields::printed_questions(service).enumerate() {
        let Some(question) = service.question(id) else {
            continue;
        };
        let fits = |answer: Answer| {
            let mut answers = Answers::default();
            answers.insert(id.clone(), answer);
            let words = fields::words(service, id, &answers);
            let mut skeletons = skeletons.iter();
            skeletons.all(|skeleton| skeleton.fits(slot, &words).is_ok())
        };
        let (of, at_most, room) = match (&question.kind, question.kind.longest()) {
            (_, Some(most)) => {
                let written = |letters: usize| Answer::Text(USUAL.chars().cycle().take(letters).collect());
                let most = usize::try_from(most).unwrap_or(usize::MAX);
                (
                    Plenty::Letters,
                    most,
                    last_that(most, |letters| fits(written(letters))),
                )
            }
            (Kind::Group { at_most, .. }, _) => {
                let Some(entry) = samples::entry(question, today) else {
                    continue;
                };
                let most = usize::try_from(*at_most).unwrap_or(usize::MAX);
                let given = |count: usize| Answer::Group(vec![entry.clone(); count]);
                (Plenty::Entries, most, last_that(most, |count| fits(given(count))))
            }
            _ => continue,
        };
        if room < at_most {
            crowded.push(Crowded {
                question: id.clone(),
                of,
                at_most,
                room,
            });
        }
    }
    Ok(crowded)
}

/// Words of usual length.
const USUAL: &str = "Deja libre la vereda para quien pase de día o de noche. ";

/// The largest number up to `most` that fits, where none fits that is larger than one that does not.
fn last_that(most: usize, fits: impl Fn(usize) -> bool) -> usize {
    if fits(most) {
        return most;
    }
    let (mut fitting, mut too_many) = (0, most);
    while too_many - fitting > 1 {
        let middle = fitting.midpoint(too_many);
        if fits(middle) {
            fitting = middle;
        } else {
            too_many = middle;
        }
    }
    fitting
}

/// What is in the way of printing the conditions that somebody would set.
pub fn unprintable_conditions(published: &Published, set: &Conditions) -> Option<Unprintable> {
    let service = &published.service;
    let slot = fields::printed_questions(service).position(|id| conditions::are_at(service, id))?;
    let words = conditions::words(service, set, service.default_language());
    on_paper(published, slot, &words)
}

/// Whether as many and as long conditions as may be set can be printed.
pub(crate) fn most_conditions_fit(service: &Service, skeleton: &Skeleton) -> Result<(), PdfError> {
    let Some(slot) = fields::printed_questions(service).position(|id| conditions::are_at(service, id)) else {
        return Ok(());
    };
    let mut most = conditions::all(service);
    for written in &mut most.written {
        *written = "palabra ".repeat(OfficeConditions::MAX_WRITTEN / 8);
    }
    skeleton.fits(
        slot,
        &conditions::words(service, &most, service.default_language()),
    )
}

/// The paper of every language: which one the holder gets is settled only when the application is sent.
fn on_paper(published: &Published, slot: usize, words: &str) -> Option<Unprintable> {
    let refused = |skeleton: &Skeleton| match skeleton.fits(slot, words).err()? {
        PdfError::Uncovered(uncovered) => Some(Unprintable::Letter(uncovered.letter)),
        _ => Some(Unprintable::TooLong),
    };
    published
        .skeletons
        .iter()
        .find_map(|(_, skeleton)| refused(skeleton))
}

/// The claims share one code: if they are too much for it together, the longest is at fault.
fn in_the_code(published: &Published, id: &QuestionId, answers: &Answers) -> Option<Unprintable> {
    let service = &published.service;
    let fields = fields::claims(service, answers, &conditions::all(service));
    let longest = fields
        .iter()
        .zip(&service.permit.claims)
        .filter(|(_, claim)| !conditions::are_at(service, &claim.answer))
        .max_by_key(|(field, _)| fields::size(field));
    longest.filter(|(_, claim)| claim.answer == *id)?;
    let claims = Claims {
        issuer: LONG_ADDRESS.to_owned(),
        not_before: Timestamp::MAX,
        expires_at: Timestamp::MAX,
        id: PermitId([0xff; 16]),
        permit_type: service.permit.kind,
        list: u32::MAX,
        index: u32::MAX,
        fields,
    };
    Skeleton::fits_code(LONG_ADDRESS, claims.to_bytes().len() + ENVELOPE)
        .err()
        .map(|_| Unprintable::TooLong)
}
