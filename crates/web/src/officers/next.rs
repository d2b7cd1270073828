//! "Next case": the oldest that waits for this person and that nobody else has, of the list that they work through.

use axum::{extract::State, response::Redirect};
use engine::{applications::Case, authorise::Caller};

use super::{address::of_case, queue::address::Worked};
use crate::{app::App, error::WebError, form::Form, gate::By};

/// `POST /o/next`
pub(crate) async fn take(State(app): State<App>, By(caller): By, form: Form) -> Result<Redirect, WebError> {
    let list = Worked::read(form.first("list").unwrap_or_default());
    let next = app.claim_next(&caller, &list.work()).await?;
    Ok(Redirect::to(&match next {
        Some(case) => list.beside(&of_case(&case), ""),
        None => list.at("notice=empty"),
    }))
}

/// Where to go after something was done with a case: on to the next of the same list, or back to it.
pub(crate) async fn after(
    app: &App,
    caller: &Caller,
    form: &Form,
    done: &Case,
) -> Result<Redirect, WebError> {
    let reference = done.reference;
    let list = Worked::read(form.first("list").unwrap_or_default());
    if form.first("then") != Some("next") {
        return Ok(Redirect::to(&list.at(&format!("notice=done&case={reference}"))));
    }
    let next = app.next_case(caller, &list.work(), done.application.id).await?;
    Ok(Redirect::to(&match next {
        Some(case) => list.beside(&of_case(&case), &format!("notice=done&case={reference}")),
        None => list.at(&format!("notice=last&case={reference}")),
    }))
}
