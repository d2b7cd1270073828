//! Showing the second factor again, before what does great harm from a desk that was left alone.

use askama::Template;
use axum::{
    extract::State,
    response::{Html, IntoResponse, Redirect, Response},
};

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
    unsent::{Again, Unsent},
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
    unsent: Unsent,
    page: Page,
) -> Result<Response, WebError> {
    let typed = unsent.typed();
    let then = local(typed.first("then").or_else(|| query.first("then")));
    // Who has none shows their password again, by logging in.
    if !app.has_factor(&caller).await? {
        let then = then.unwrap_or(OTHERWISE);
        return Ok(Redirect::to(&format!("/o/log-in?then={then}")).into_response());
    }
    let ask = app.ask_passkey_again(&caller, &token).await?;
    let view = CodePage {
        page,
        action: ACTION,
        passkey: ask.map(|ask| PasskeyForm::of(PASSKEY, ask)),
        has_app: app.has_app(&caller).await?,
        then: then.unwrap_or_default().to_owned(),
        wrong: unsent.first_wrong(),
    };
    Ok(Html(view.render()?).into_response())
}

/// `POST /o/prove`
pub(crate) async fn prove(
    State(app): State<App>,
    By(caller): By,
    Token(token): Token,
    form: Form,
) -> Result<Response, WebError> {
    let then = local(form.first("then"));
    let typed = form.first("code").unwrap_or_default();
    if app.show_code_again(&caller, &token, typed).await? {
        return Ok(Redirect::to(then.unwrap_or(OTHERWISE)).into_response());
    }
    Ok(again(&form, WRONG_CODE))
}

/// `POST /o/prove/passkey`
pub(crate) async fn passkey(
    State(app): State<App>,
    By(caller): By,
    Token(token): Token,
    form: Form,
) -> Result<Response, WebError> {
    let then = local(form.first("then"));
    if app.show_passkey_again(&caller, &token, answer(&form)).await? {
        return Ok(Redirect::to(then.unwrap_or(OTHERWISE)).into_response());
    }
    Ok(again(&form, WRONG_PASSKEY))
}

fn again(form: &Form, wrong: Wrong) -> Response {
    let again = Again::sent(form.only(&["then"]));
    again.because([wrong]).on(ACTION).into_response()
}
