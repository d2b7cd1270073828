//! Having something happen to a specimen.

use std::borrow::Cow;

use axum::{
    extract::State,
    response::{IntoResponse as _, Redirect, Response},
};
use engine::{error::Error, specimens::Choice};
use forms::ContentHash;
use review::Command;

use super::{opened, walk};
use crate::{
    app::App,
    error::WebError,
    form::{Form, Wrong},
    gate::By,
    officers::command::{self, Missing},
    path::Path,
    unsent::Again,
};

/// The field that stands for what was chosen as a whole.
const CHOICE: &str = "choice";

/// `POST /admin/services/{service}/specimen/{version}/outcome`
pub(crate) async fn choose(
    State(app): State<App>,
    By(caller): By,
    Path((service, version)): Path<(String, ContentHash)>,
    form: Form,
) -> Result<Response, WebError> {
    let mut specimen = opened(&app, &caller, &service, &version).await?;
    let outcome = format!("{}/outcome", walk(&specimen).start);
    let seen = form.first("seen").and_then(|seen| seen.parse().ok());
    let seen = seen.ok_or(Error::BadRequest("what had happened is not said"))?;
    let done = match form.first(CHOICE) {
        Some("undo") => app.undo_in_specimen(&mut specimen, seen).await,
        _ => match read(&form) {
            Ok(choice) => app.choose_in_specimen(&mut specimen, seen, choice).await,
            Err(wrong) => return Ok(Again::sent(form).because([wrong]).into_response()),
        },
    };
    match done {
        // What was pressed twice, or on a page of before, has happened: the page shows what.
        Ok(()) | Err(Error::Conflict) => Ok(Redirect::to(&format!("{outcome}#now")).into_response()),
        Err(error) => match hindrance(&error) {
            Some(why) => {
                let wrong = Wrong::new(CHOICE, why);
                Ok(Again::sent(form).because([wrong]).into_response())
            }
            None => Err(WebError::from(error).with_link(outcome)),
        },
    }
}

fn read(form: &Form) -> Result<Choice, Wrong> {
    let missing = |missing: Missing| Wrong::new(missing.field(), missing.text());
    Ok(match form.first(CHOICE) {
        Some("approve" | "reject") => {
            match command::decide(
                &form
                    .clone()
                    .with("decision", form.first(CHOICE).unwrap_or_default()),
            )
            .map_err(missing)?
            {
                Command::Reject { reason, note } => Choice::Reject { reason, note },
                Command::Approve { conditions, .. } => Choice::Approve { conditions },
                _ => return Err(missing(Missing::Decision)),
            }
        }
        Some("ask") => match command::ask(form).map_err(missing)? {
            Command::Ask { questions, message } => Choice::Ask { questions, message },
            _ => return Err(missing(Missing::Decision)),
        },
        Some("answer") => Choice::Answer,
        Some("consent") => Choice::Consent,
        Some("refuse-consent") => Choice::RefuseConsent,
        Some("opinions") => Choice::GiveOpinions,
        Some("set-inspection") => Choice::SetInspection,
        Some("inspect") => Choice::Inspect,
        Some("withdraw") => Choice::Withdraw,
        Some("appeal") => Choice::Appeal,
        Some("time-runs-out") => Choice::TimeRunsOut,
        _ => return Err(missing(Missing::Decision)),
    })
}

/// The key of the sentence that says why it would not be done.
fn hindrance(error: &Error) -> Option<Cow<'static, str>> {
    Some(match error {
        Error::UnfitDay => "error-unfit-day-body".into(),
        Error::CrossedDays => "error-crossed-days-body".into(),
        Error::NoPaper => "error-no-paper-body".into(),
        Error::UnprintableConditions(_) => Missing::Room.text().into(),
        Error::Refused(refusal) => format!("refusal-{}", refusal.code()).into(),
        _ => return None,
    })
}
