//! Showing the second factor again, before what does great harm from a desk that was left alone.

use askama::Template;
use axum::{
    extract::State,
    http::StatusCode,
    response::{Html, IntoResponse, Redirect, Response},
};

use engine::authorise::Caller;

use super::{
    account::Token,
    entry::local,
    passkey::{PasskeyForm, answer},
    second_step::{CodePage, WRONG_CODE, WRONG_PASSKEY},
};
use crate::{
    app::App,
    error::WebError,
    form::{Form, Query, Wrong},
    gate::By,
    page::Page,
};

const ACTION: &str = "/o/prove";
const PASSKEY: &str = "/o/prove/passkey";
/// Where whoever wanted to go nowhere comes to.
const OTHERWISE: &str = "/o/account";

/// `GET /o/prove`
pub(crate) async fn show(
    State(app): State<App>,
    By(caller): By,
    Token(token): Token,
    Query(query): Query,
    page: Page,
) -> Result<Response, WebError> {
    let then = local(query.first("then"));
    // Who has none shows their password again, by logging in.
    if !app.has_factor(&caller).await? {
        let then = then.unwrap_or(OTHERWISE);
        return Ok(Redirect::to(&format!("/o/log-in?then={then}")).into_response());
    }
    let by = (&caller, token.as_str());
    Ok(Html(code_page(&app, by, page, then, None).await?).into_response())
}

async fn code_page(
    app: &App,
    (caller, token): (&Caller, &str),
    page: Page,
    then: Option<&str>,
    wrong: Option<Wrong>,
) -> Result<String, WebError> {
    let ask = app.ask_passkey_again(caller, token).await?;
    let view = CodePage {
        page,
        action: ACTION,
        passkey: ask.map(|ask| PasskeyForm::of(PASSKEY, ask)),
        has_app: app.has_app(caller).await?,
        then: then.unwrap_or_default().to_owned(),
        wrong,
    };
    Ok(view.render()?)
}

/// `POST /o/prove`
pub(crate) async fn prove(
    State(app): State<App>,
    By(caller): By,
    Token(token): Token,
    page: Page,
    form: Form,
) -> Result<Response, WebError> {
    let then = local(form.first("then"));
    let typed = form.first("code").unwrap_or_default();
    if app.show_code_again(&caller, &token, typed).await? {
        return Ok(Redirect::to(then.unwrap_or(OTHERWISE)).into_response());
    }
    let again = code_page(&app, (&caller, &token), page, then, Some(WRONG_CODE)).await?;
    Ok((StatusCode::UNPROCESSABLE_ENTITY, Html(again)).into_response())
}

/// `POST /o/prove/passkey`
pub(crate) async fn passkey(
    State(app): State<App>,
    By(caller): By,
    Token(token): Token,
    page: Page,
    form: Form,
) -> Result<Response, WebError> {
    let then = local(form.first("then"));
    if app.show_passkey_again(&caller, &token, answer(&form)).await? {
        return Ok(Redirect::to(then.unwrap_or(OTHERWISE)).into_response());
    }
    let again = code_page(&app, (&caller, &token), page, then, Some(WRONG_PASSKEY)).await?;
    Ok((StatusCode::UNPROCESSABLE_ENTITY, Html(again)).into_response())
}
