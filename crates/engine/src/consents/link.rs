//! The link by which somebody consents, and to whom it goes.

use forms::{Consent, Service};
use review::{Application, Status};
use store::Case;

use crate::{engine::Engine, secret::Purpose};

/// The address of whoever is asked to consent to an application where it stands now.
pub(crate) fn address(service: &Service, application: &Application) -> Option<String> {
    let consent = asked_at(service, application)?;
    let answer = application.answers.get(&consent.of)?;
    let question = service.question(&consent.of)?;
    Some(answer.show(question, service.default_language()))
}

/// The link by which they answer.
pub(crate) fn link(engine: &Engine, case: &Case) -> String {
    let (base, reference) = (&engine.settings.base_url, case.reference);
    format!("{base}/consent/{reference}?key={}", key(engine, case))
}

/// What says yes or no to the case in its present visit.
pub(super) fn key(engine: &Engine, case: &Case) -> String {
    let visit = case.application.visit.revision;
    let bytes = visit.to_be_bytes();
    let code = engine
        .secret
        .code_text(Purpose::Consent, &parts(&case.application, &bytes));
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
