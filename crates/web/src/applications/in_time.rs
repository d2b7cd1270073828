//! Whether what is asked for could still be granted: a permit for the days that were chosen, or something of an earlier one.

use engine::{error::Error, permits::period::Period};
use forms::Answers;

use super::walk::Walk;
use crate::{app::App, error::WebError};

/// Tells the applicant before anything is sent: to choose another day, where a permit would be over already, or before it begins; and what
/// may not be asked for of an earlier permit.
pub(super) async fn in_time(app: &App, walk: &Walk<'_>, answers: &Answers) -> Result<(), WebError> {
    let link = || day_page(app, walk, answers);
    match period(app, walk, answers).await? {
        Err(Error::UnfitDay) => Err(WebError::AnotherDay.with_link(link())),
        Err(crossed @ Error::CrossedDays) => Err(WebError::from(crossed).with_link(link())),
        other => Ok(other.map(|_| ())?),
    }
}

/// The period of the permit that would be issued now, if what is asked for may be asked for.
async fn period(app: &App, walk: &Walk<'_>, answers: &Answers) -> Result<Result<Period, Error>, WebError> {
    let Some(open) = walk.draft else {
        return Ok(app.period(walk.service(), answers));
    };
    if let Err(error) = app.may_ask_of_earlier(open, answers).await {
        let link = walk.first_to_change().unwrap_or_else(|| walk.start.clone());
        return Err(WebError::from(error).with_link(link));
    }
    Ok(app.draft_period(open, answers).await)
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
