//! "Next case": the oldest that waits for this person and that nobody else has.

use axum::{extract::State, response::Redirect};
use engine::{applications::Case, authorise::Caller};
use forms::ServiceId;

use super::address::of_case;
use crate::{app::App, error::WebError, form::Form, gate::By};

/// `POST /o/next`
pub(crate) async fn take(State(app): State<App>, By(caller): By, form: Form) -> Result<Redirect, WebError> {
    let service = form.first("service").map(ServiceId::new);
    let next = app.claim_next(&caller, service.as_ref()).await?;
    Ok(Redirect::to(&next.map_or_else(
        || "/o?notice=empty".to_owned(),
        |case| of_case(&case),
    )))
}

/// Where to go after something was done with a case: on to the next, or back to the queue.
pub(crate) async fn after(
    app: &App,
    caller: &Caller,
    form: &Form,
    done: &Case,
) -> Result<Redirect, WebError> {
    let reference = done.reference;
    if form.first("then") != Some("next") {
        return Ok(Redirect::to(&format!("/o?notice=done&case={reference}")));
    }
    let next = app.claim_next(caller, None).await?;
    Ok(Redirect::to(&match next {
        Some(case) => format!("{}?notice=done&case={reference}", of_case(&case)),
        None => format!("/o?notice=last&case={reference}"),
    }))
}
