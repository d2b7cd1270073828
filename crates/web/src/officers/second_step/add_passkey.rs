//! A passkey for who must have a second factor and has none yet.

use askama::Template;
use axum::{
    extract::State,
    http::HeaderMap,
    response::{Html, IntoResponse, Redirect, Response},
};

use super::{ADD_PASSKEY, CODE, SET_UP, Step, show_codes, with_then};
use crate::{
    app::App,
    error::WebError,
    form::{Form, Query},
    officers::{
        account::passkey::{AddPage, REFUSED, UNNAMED},
        entry::local,
        passkey::answer,
        visitor::Visitor,
    },
    page::Page,
    unsent::{Again, Unsent},
};

/// `GET /o/log-in/add-passkey`: the page with a new question; where browsers have no passkeys for this site, the way to an app.
pub(crate) async fn show(
    State(app): State<App>,
    step: Step,
    Visitor(visitor): Visitor,
    Query(query): Query,
    unsent: Unsent,
    page: Page,
) -> Result<Response, WebError> {
    let typed = unsent.typed();
    let then = local(typed.first("then").or_else(|| query.first("then")));
    if step.waiting.has_factor() {
        return Ok(Redirect::to(&with_then(CODE, then)).into_response());
    }
    let name = match unsent.form() {
        Some(typed) => typed.first("name").unwrap_or_default().to_owned(),
        None => visitor.browser.unwrap_or_default(),
    };
    let otherwise = with_then(SET_UP, then);
    let Some(ask) = app.ask_new_passkey_at_log_in(&step.waiting).await? else {
        return Ok(Redirect::to(&otherwise).into_response());
    };
    let view = AddPage::of(step.frame(page), ADD_PASSKEY, ask, &name, unsent.first_wrong());
    let view = view.at_log_in(then, otherwise).render()?;
    Ok(Html(view).into_response())
}

/// `POST /o/log-in/add-passkey`
pub(crate) async fn add(
    State(app): State<App>,
    step: Step,
    headers: HeaderMap,
    Visitor(visitor): Visitor,
    form: Form,
) -> Result<Response, WebError> {
    step.must_be_ours(&headers, &form)?;
    let then = local(form.first("then"));
    let again = |wrong| {
        let again = Again::sent(form.only(&["name", "then"]));
        again.because([wrong]).into_response()
    };
    let Some(name) = form.first("name") else {
        return Ok(again(UNNAMED));
    };
    let answer = answer(&form);
    let added = app.add_passkey_at_log_in(&step.waiting, &visitor, &answer, name);
    Ok(match added.await? {
        Some(set_up) => show_codes(&app, &set_up, then),
        None => again(REFUSED),
    })
}
