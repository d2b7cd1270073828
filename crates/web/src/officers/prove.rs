//! Showing the second factor again, before what does great harm from a desk that was left alone.

use askama::Template;
use axum::{
    extract::{RawQuery, State},
    http::StatusCode,
    response::{Html, IntoResponse, Redirect, Response},
};

use super::{
    account::{Token, codes::NewCodes, factor::SetUpPage},
    entry::local,
    second_step::CodePage,
};
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
) -> Result<Html<String>, WebError> {
    let query = Form::parse(query.unwrap_or_default().as_bytes());
    let then = local(query.first("then"));
    // Who must have a second factor and has none yet sets it up in its place.
    if app.has_factor(&caller).await? {
        return Ok(Html(code_page(page, then, false).render()?));
    }
    let offer = app.offer_factor(&caller, None).await?;
    let view = SetUpPage::of(page, ACTION, then, &offer, false)?;
    Ok(Html(view.render()?))
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
    if let Some(sealed) = form.first("sealed") {
        let again = app.offer_factor(&caller, Some(sealed)).await?;
        let codes = app.set_up_factor(&caller, &token, sealed, typed).await?;
        let Some(codes) = codes else {
            let again = SetUpPage::of(page, ACTION, then, &again, true)?.render()?;
            return Ok((StatusCode::UNPROCESSABLE_ENTITY, Html(again)).into_response());
        };
        let view = NewCodes::of(page, &codes, then.unwrap_or(OTHERWISE));
        return Ok(Html(view.render()?).into_response());
    }
    if app.show_code_again(&caller, &token, typed).await? {
        return Ok(Redirect::to(then.unwrap_or(OTHERWISE)).into_response());
    }
    let again = code_page(page, then, true).render()?;
    Ok((StatusCode::UNPROCESSABLE_ENTITY, Html(again)).into_response())
}
