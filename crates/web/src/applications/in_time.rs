//! Whether a permit could still be issued for the days that were chosen.

use engine::error::Error;
use forms::Answers;

use super::walk::Walk;
use crate::{app::App, error::WebError};

/// Tells the applicant to choose another day, before anything is sent, where a permit would be over already, or before it
/// begins.
pub(super) fn in_time(app: &App, walk: &Walk<'_>, answers: &Answers) -> Result<(), WebError> {
    let link = || day_page(app, walk, answers);
    match app.period(walk.service(), answers) {
        Err(Error::UnfitDay) => Err(WebError::AnotherDay.with_link(link())),
        Err(crossed @ Error::CrossedDays) => Err(WebError::from(crossed).with_link(link())),
        other => Ok(other.map(|_| ())?),
    }
}

/// Where the day is asked.
fn day_page(app: &App, walk: &Walk<'_>, answers: &Answers) -> String {
    let service = walk.service();
    let period = service.permit.valid.for_answers(answers, app.today());
    let day = period.and_then(|period| period.hangs_on().next());
    let mut pages = service.form.pages.iter();
    let page = pages.find(|page| page.questions.iter().any(|question| Some(&question.id) == day));
    page.map_or_else(|| walk.check(), |page| walk.to_change(&page.id))
}
