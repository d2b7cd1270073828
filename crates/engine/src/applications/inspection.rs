//! What whoever applied is told of an inspection: on their page, and by mail.

use std::collections::BTreeMap;

use forms::{InspectionRequest, Language, Service};
use jiff::Timestamp;
use review::Application;

/// An inspection that is still to be made.
#[derive(Clone, Debug)]
pub struct Appointment {
    /// When.
    pub at: Timestamp,
    /// Where, if the form asks for it.
    pub place: Option<String>,
    /// What to have ready.
    pub prepare: String,
}

impl Appointment {
    /// That of an application, if one is set.
    pub fn of(service: &Service, application: &Application, language: &Language) -> Option<Self> {
        let appointment = application.appointment()?;
        let request = service.review.step(&appointment.step)?.inspection()?;
        Some(Self {
            at: appointment.at,
            place: place(service, application, request, language),
            prepare: request.prepare.in_language(language).to_owned(),
        })
    }
}

/// As the form was answered.
fn place(
    service: &Service,
    application: &Application,
    request: &InspectionRequest,
    language: &Language,
) -> Option<String> {
    let question = service.question(request.place.as_ref()?)?;
    let answer = application.answers.get(&question.id)?;
    Some(answer.show(question, language))
}

/// The word of a letter that says for which moment it was written.
pub(crate) const MOMENT: &str = "moment";

/// Whether a letter with these words tells of the appointment as it is by now: it may have waited, or be sent again.
pub(crate) fn is_told(application: &Application, words: &BTreeMap<String, String>) -> bool {
    let appointment = application.appointment();
    appointment.is_some_and(|appointment| words.get(MOMENT) == Some(&appointment.at.to_string()))
}
