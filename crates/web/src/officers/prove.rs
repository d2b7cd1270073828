//! Showing the second factor again, before what does great harm from a desk that was left alone.

use askama::Template;
use axum::{
    extract::{RawQuery, State},
    http::StatusCode,
    response::{Html, IntoResponse, Redirect, Response},
};

use super::{account::Token, entry::local, second_step::CodePage};
use crate::{app::App, error::WebError, form::Form, gate::By, page::Page};

const ACTION: &str = "/o/prove";
/// Where whoever wanted to go nowhere comes to.
const OTHERWISE: &str = "/o/account";

/// `GET /o/prove`
pub(crate) async fn show(
    State(app): State<App>,
    By(caller): By,
    RawQuery(query): RawQuery,
    page: Page,
) -> Result<Response, WebError> {
    let query = Form::parse(query.unwrap_or_default().as_bytes());
    let then = local(query.first("then"));
    // Who has none shows their password again, by logging in.
    if !app.has_factor(&caller).await? {
        let then = then.unwrap_or(OTHERWISE);
        return Ok(Redirect::to(&format!("/o/log-in?then={then}")).into_response());
    }
    Ok(Html(code_page(page, then, false).render()?).into_response())
}

fn code_page(page: Page, then: Option<&str>, wrong: bool) -> CodePage {
    CodePage {
        page,
        action: ACTION,
        then: then.unwrap_or_default().to_owned(),
        wrong,
    }
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
    let again = code_page(page, then, true).render()?;
    Ok((StatusCode::UNPROCESSABLE_ENTITY, Html(again)).into_response())
}
