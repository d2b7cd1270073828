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

/// Why an answer cannot be printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unprintable {
    /// The paper's font lacks this letter.
    Letter(char),
    /// It is longer than its place on the paper, or than what the QR has room for.
    TooLong,
}

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

/// A printed group that may have more entries than its place on the paper has room for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CrowdedGroup {
    /// The group.
    pub question: QuestionId,
    /// How many entries it may have.
    pub at_most: usize,
    /// For how many of usual length there is room.
    pub room: usize,
}

/// The groups of a service of which usual entries, as many as may be given, cannot be printed.
pub fn crowded_groups(service: &Service, today: Date) -> Result<Vec<CrowdedGroup>, PdfError> {
    let languages = service.languages.iter();
    let skeletons = languages.map(|language| layout::skeleton(service, language, true));
    let skeletons: Vec<Skeleton> = skeletons.collect::<Result<_, _>>()?;
    let mut crowded = Vec::new();
    for (slot, id) in fields::printed_questions(service).enumerate() {
        let Some(question) = service.question(id) else {
            continue;
        };
        let (Kind::Group { at_most, .. }, Some(entry)) = (&question.kind, samples::entry(question, today))
        else {
            continue;
        };
        let at_most = usize::try_from(*at_most).unwrap_or(usize::MAX);
        let fits = |count: &usize| {
            let mut answers = Answers::default();
            answers.insert(id.clone(), Answer::Group(vec![entry.clone(); *count]));
            let words = fields::words(service, id, &answers);
            skeletons
                .iter()
                .all(|skeleton| skeleton.fits(slot, &words).is_ok())
        };
        let room = (1..=at_most).take_while(fits).last().unwrap_or(0);
        if room < at_most {
            crowded.push(CrowdedGroup {
                question: id.clone(),
                at_most,
                room,
            });
        }
    }
    Ok(crowded)
}

/// What is in the way of printing the conditions that somebody would set.
pub fn unprintable_conditions(published: &Published, set: &Conditions) -> Option<Unprintable> {
    let service = &published.service;
    let slot = fields::printed_questions(service).position(|id| conditions::are_at(service, id))?;
    let words = conditions::words(service, set, service.default_language());
    on_paper(published, slot, &words)
}

/// Whether as many and as long conditions as may be set can be printed.
pub(crate) fn conditions_fit(service: &Service, skeleton: &Skeleton) -> Result<(), PdfError> {
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
