//! The letters that would go out, in the words in which they would.

use forms::Service;
use review::{Effect, Message, Recorded};
use store::{Case, OutboxEntry};

use super::paper::MARK;
use crate::{
    engine::Engine,
    letters::{InWords, Named, in_words},
    spoken::engine_language,
    transitions::told::{Telling, ToldPermit},
};

/// A letter that would go out.
#[derive(Debug)]
pub struct SpecimenLetter {
    /// To whom.
    pub to: String,
    /// One line.
    pub subject: String,
    /// Plain text. Where a real one has its reference, its number and its link, it says so.
    pub body: String,
    /// Whether the permit goes with it.
    pub has_permit: bool,
}

pub(super) fn of(
    engine: &Engine,
    case: &Case,
    service: &Service,
    (events, effects): (&[Recorded], &[Effect]),
    permit: Option<ToldPermit>,
) -> Vec<SpecimenLetter> {
    let telling = Telling {
        case,
        service,
        charged_by: service,
        events,
        effects,
        permit,
        address_before: None,
    };
    let entries = telling.letters(engine, engine.now());
    entries
        .into_iter()
        .map(|entry| worded(service, case, entry))
        .collect()
}

fn worded(service: &Service, case: &Case, entry: OutboxEntry) -> SpecimenLetter {
    let language = engine_language(&entry.language);
    let link = match entry.message {
        Message::ConsentAsked => "specimen-consent-link",
        _ => "specimen-link",
    };
    let named = Named {
        reference: language.t(MARK).into_owned(),
        link: language.t(link).into_owned(),
    };
    let InWords { subject, body } = in_words(service, &entry, case, named);
    SpecimenLetter {
        has_permit: entry.permit.is_some() && entry.message == Message::Approved,
        to: entry.to,
        subject,
        body,
    }
}
