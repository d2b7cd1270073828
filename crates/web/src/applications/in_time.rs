//! Whether what is asked for could still be granted: a permit for the days that were chosen, or something of an earlier one.

use engine::{applications::drafts::OpenDraft, error::Error};
use forms::{Answers, Service};

use super::draft;
use crate::{app::App, error::WebError};

/// Tells the applicant before anything is sent: to choose another day, where a permit would be over already, or before it begins; and what
/// may not be asked for of an earlier permit.
pub(super) async fn in_time(app: &App, open: &OpenDraft, answers: &Answers) -> Result<(), WebError> {
    if let Err(error) = app.may_ask_of_earlier(open, answers).await {
        let first = draft::first_to_change(open);
        let link = first.unwrap_or_else(|| format!("/s/{}", open.service().id));
        return Err(WebError::from(error).with_link(link));
    }
    let link = || day_page(app, open.service(), answers);
    match app.draft_period(open, answers).await {
        Err(Error::UnfitDay) => Err(WebError::AnotherDay.with_link(link())),
        Err(crossed @ Error::CrossedDays) => Err(WebError::from(crossed).with_link(link())),
        other => Ok(other.map(|_| ())?),
    }
}

/// Where the day is asked.
fn day_page(app: &App, service: &Service, answers: &Answers) -> String {
    let period = service.permit.valid.for_answers(answers, app.today());
    let day = period.and_then(|period| period.hangs_on().next());
    let mut pages = service.form.pages.iter();
    let page = pages.find(|page| page.questions.iter().any(|question| Some(&question.id) == day));
    let page = page.map_or_else(|| "check".to_owned(), |page| format!("{}?change=1", page.id));
    format!("/s/{}/apply/{page}", service.id)
}
