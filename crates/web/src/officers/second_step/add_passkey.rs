//! A passkey for who must have a second factor and has none yet.

use askama::Template;
use axum::{
    extract::State,
    http::{HeaderMap, StatusCode},
    response::{Html, IntoResponse, Redirect, Response},
};

use super::{ADD_PASSKEY, CODE, SET_UP, Step, show_codes, with_then};
use crate::{
    app::App,
    error::WebError,
    form::{Form, Query, Wrong},
    officers::{
        account::passkey::{AddPage, REFUSED, UNNAMED},
        entry::local,
        passkey::answer,
        visitor::Visitor,
    },
    page::Page,
};

/// `GET /o/log-in/add-passkey`
pub(crate) async fn show(
    State(app): State<App>,
    step: Step,
    Visitor(visitor): Visitor,
    Query(query): Query,
    page: Page,
) -> Result<Response, WebError> {
    let then = local(query.first("then"));
    if step.waiting.has_factor() {
        return Ok(Redirect::to(&with_then(CODE, then)).into_response());
    }
    let name = visitor.browser.unwrap_or_default();
    ask(&app, &step, page, then, &name, None).await
}

/// `POST /o/log-in/add-passkey`
pub(crate) async fn add(
    State(app): State<App>,
    step: Step,
    headers: HeaderMap,
    Visitor(visitor): Visitor,
    page: Page,
    form: Form,
) -> Result<Response, WebError> {
    step.must_be_ours(&headers, &form)?;
    let then = local(form.first("then"));
    let Some(name) = form.first("name") else {
        return ask(&app, &step, page, then, "", Some(UNNAMED)).await;
    };
    let answer = answer(&form);
    let added = app.add_passkey_at_log_in(&step.waiting, &visitor, &answer, name);
    if let Some(set_up) = added.await? {
        return show_codes(&app, page, &set_up, then);
    }
    ask(&app, &step, page, then, name, Some(REFUSED)).await
}

/// The page with a new question; where browsers have no passkeys for this site, the way to an app.
async fn ask(
    app: &App,
    step: &Step,
    page: Page,
    then: Option<&str>,
    name: &str,
    wrong: Option<Wrong>,
) -> Result<Response, WebError> {
    let otherwise = with_then(SET_UP, then);
    let Some(ask) = app.ask_new_passkey_at_log_in(&step.waiting).await? else {
        return Ok(Redirect::to(&otherwise).into_response());
    };
    let view = AddPage::of(step.frame(page), ADD_PASSKEY, ask, name, wrong);
    let view = view.at_log_in(then, otherwise).render()?;
    let status = match wrong {
        Some(_) => StatusCode::UNPROCESSABLE_ENTITY,
        None => StatusCode::OK,
    };
    Ok((status, Html(view)).into_response())
}
