//! The link by which somebody consents, and to whom it goes.

use std::collections::BTreeMap;

use forms::{Consent, Service};
use review::{Application, Status};
use store::{Case, OutboxEntry};

use crate::{engine::Engine, secret::Purpose};

/// The address of whoever is asked to consent to an application where it stands now.
pub(crate) fn address(service: &Service, application: &Application) -> Option<String> {
    let consent = asked_at(service, application)?;
    let answer = application.answers.get(&consent.of)?;
    let question = service.question(&consent.of)?;
    Some(answer.show(question, service.default_language()))
}

/// Who asks for a consent, as they wrote their name: whom the step names, or the permit's holder.
pub(crate) fn asked_by(service: &Service, case: &Case) -> String {
    let named = asked_at(service, &case.application).and_then(|consent| consent.asked_by.as_ref());
    let name = named.and_then(|id| {
        let (question, answer) = (service.question(id)?, case.application.answers.get(id)?);
        Some(answer.show(question, service.default_language()))
    });
    name.unwrap_or_else(|| case.contact.holder.clone())
}

/// Beside a letter's words: the visit that it asks in. It may leave late, or again, when somebody else is asked.
pub(crate) const VISIT: &str = "visit";

/// The link of a letter by which whoever it went to answers.
pub(crate) fn link(engine: &Engine, case: &Case, entry: &OutboxEntry) -> String {
    let (base, reference) = (&engine.settings.base_url, case.reference);
    let key = key(engine, &case.application, visit_of(&entry.words));
    format!("{base}/consent/{reference}?key={key}")
}

/// The visit that a letter asks in.
fn visit_of(words: &BTreeMap<String, String>) -> u64 {
    let visit = words.get(VISIT).and_then(|visit| visit.parse().ok());
    visit.unwrap_or_default()
}

/// Whether whoever a letter went to is still asked.
pub(crate) fn is_open(
    service: &Service,
    application: &Application,
    words: &BTreeMap<String, String>,
) -> bool {
    visit_of(words) == application.visit.revision && asked_at(service, application).is_some()
}

/// What says yes or no to an application in one of its visits.
pub(super) fn key(engine: &Engine, application: &Application, visit: u64) -> String {
    let bytes = visit.to_be_bytes();
    let code = engine
        .secret
        .code_text(Purpose::Consent, &parts(application, &bytes));
    format!("{visit}.{code}")
}

/// What is asked of somebody outside the office where an application stands now.
pub(crate) fn asked_at<'s>(service: &'s Service, application: &Application) -> Option<&'s Consent> {
    let Status::Queued { step, .. } = &application.status else {
        return None;
    };
    service.review.step(step)?.consent()
}

/// Whether the code of a link was made for the application in that visit.
pub(super) fn is_code(engine: &Engine, application: &Application, visit: u64, code: &str) -> bool {
    let bytes = visit.to_be_bytes();
    engine
        .secret
        .made(Purpose::Consent, &parts(application, &bytes), code)
}

fn parts<'a>(application: &'a Application, visit: &'a [u8; 8]) -> [&'a [u8]; 2] {
    [application.id.0.as_bytes(), visit]
}
