//! Whether a permit could still be issued for the days that were chosen.

use engine::error::Error;
use forms::{Answers, Service, Validity};

use crate::{app::App, error::WebError};

/// Tells the applicant to choose another day, before anything is sent, where a permit would be over already.
pub(super) fn in_time(app: &App, service: &Service, answers: &Answers) -> Result<(), WebError> {
    match app.period(service, answers) {
        Err(Error::UnfitDay) => Err(WebError::AnotherDay.with_link(day_page(service))),
        other => Ok(other.map(|_| ())?),
    }
}

/// Where the day is asked.
fn day_page(service: &Service) -> String {
    let (Validity::Until(day) | Validity::From { from: day, .. }) = &service.permit.valid else {
        return format!("/s/{}/apply/check", service.id);
    };
    let page = service
        .form
        .pages
        .iter()
        .find(|page| page.questions.iter().any(|question| question.id == *day));
    let page = page.map_or_else(|| "check".to_owned(), |page| format!("{}?change=1", page.id));
    format!("/s/{}/apply/{page}", service.id)
}
