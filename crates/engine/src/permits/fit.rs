//! Whether an answer can be put on paper, asked before anything is signed.

use forms::{Answers, QuestionId};
use jiff::Timestamp;
use permit::{
    claims::{Claims, PermitId},
    pdf::{PdfError, Skeleton},
};

use super::fields;
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
    let fields = fields::claims(service, answers);
    let longest = fields
        .iter()
        .zip(&service.permit.claims)
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
