//! The second step of a log-in: a code of the second factor, or setting one up for who must have one.

use askama::Template;
use axum::{
    extract::{FromRequestParts, RawQuery, State},
    http::{HeaderMap, StatusCode, request::Parts},
    response::{Html, IntoResponse, Redirect, Response},
};
use engine::people::second_factor::{Begun, SetUp, Waiting};

use super::{
    account::{codes::NewCodes, factor::SetUpPage},
    entry::{first_page, keep, local, says_where_from, welcome},
    visitor::Visitor,
};
use crate::{
    app::App,
    cookies::{self, Opens},
    error::WebError,
    form::Form,
    page::Page,
};

/// Asks for a code.
#[derive(Template)]
#[template(path = "account/code.html")]
pub(super) struct CodePage {
    pub(super) page: Page,
    /// Where the form goes.
    pub(super) action: &'static str,
    pub(super) then: String,
    pub(super) wrong: bool,
}

const CODE: &str = "/o/log-in/code";
const SET_UP: &str = "/o/log-in/set-up";

/// After the right password: what its browser keeps until the second step is done, and where that is.
pub(super) fn first(app: &App, begun: &Begun, then: Option<&str>) -> Response {
    let place = if begun.has_factor { CODE } else { SET_UP };
    let mut response = Redirect::to(&with_then(place, then)).into_response();
    let cookie = cookies::passing(app.site(), Opens::SecondStep, &begun.token);
    cookies::add(&mut response, cookie);
    response
}

fn with_then(place: &str, then: Option<&str>) -> String {
    let then: Option<String> = then.map(|then| form_urlencoded::byte_serialize(then.as_bytes()).collect());
    then.map_or_else(|| place.to_owned(), |then| format!("{place}?then={then}"))
}

/// The log-in that this browser has begun, with the token of its forms; else the way back to its beginning.
pub(crate) struct Step {
    waiting: Waiting,
    form_token: String,
}

impl FromRequestParts<App> for Step {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Response> {
        let late = || Redirect::to("/o/log-in?notice=late").into_response();
        let token = Opens::SecondStep
            .sent(app.site(), &parts.headers)
            .ok_or_else(late)?;
        let waiting = app.waiting_log_in(token).await;
        let waiting = waiting.map_err(|error| WebError::from(error).into_response())?;
        Ok(Self {
            waiting: waiting.ok_or_else(late)?,
            form_token: app.form_token(token),
        })
    }
}

/// Whether a form of the step comes from our page, as with the log-in's own.
fn is_ours(step: &Step, headers: &HeaderMap, form: &Form) -> bool {
    says_where_from(headers) || form.first("form_token") == Some(step.form_token.as_str())
}

/// `GET /o/log-in/code`
pub(crate) async fn show_code(
    step: Step,
    RawQuery(query): RawQuery,
    page: Page,
) -> Result<Response, WebError> {
    let query = Form::parse(query.unwrap_or_default().as_bytes());
    let then = local(query.first("then"));
    if !step.waiting.has_factor() {
        return Ok(Redirect::to(&with_then(SET_UP, then)).into_response());
    }
    Ok(Html(code_page(page, step.form_token, then, false).render()?).into_response())
}

fn code_page(page: Page, form_token: String, then: Option<&str>, wrong: bool) -> CodePage {
    CodePage {
        page: Page { form_token, ..page },
        action: CODE,
        then: then.unwrap_or_default().to_owned(),
        wrong,
    }
}

/// `POST /o/log-in/code`
pub(crate) async fn code(
    State(app): State<App>,
    step: Step,
    headers: HeaderMap,
    Visitor(visitor): Visitor,
    page: Page,
    form: Form,
) -> Result<Response, WebError> {
    if !is_ours(&step, &headers, &form) {
        return Err(WebError::ForeignForm.with_link("/o/log-in"));
    }
    let then = local(form.first("then"));
    let typed = form.first("code").unwrap_or_default();
    if let Some(logged_in) = app.show_code(step.waiting, &visitor, typed).await? {
        let mut response = welcome(&app, &logged_in, then);
        cookies::add(&mut response, cookies::removal(app.site(), Opens::SecondStep));
        return Ok(response);
    }
    let again = code_page(page, step.form_token, then, true).render()?;
    Ok((StatusCode::UNAUTHORIZED, Html(again)).into_response())
}

/// `GET /o/log-in/set-up`
pub(crate) async fn show_set_up(
    State(app): State<App>,
    step: Step,
    RawQuery(query): RawQuery,
    page: Page,
) -> Result<Response, WebError> {
    let query = Form::parse(query.unwrap_or_default().as_bytes());
    let then = local(query.first("then"));
    if step.waiting.has_factor() {
        return Ok(Redirect::to(&with_then(CODE, then)).into_response());
    }
    let offer = app.offer_factor_at_log_in(&step.waiting, None)?;
    let page = Page {
        form_token: step.form_token,
        ..page
    };
    let view = SetUpPage::of(page, SET_UP, then, &offer, false)?;
    Ok(Html(view.render()?).into_response())
}

/// `POST /o/log-in/set-up`
pub(crate) async fn set_up(
    State(app): State<App>,
    step: Step,
    headers: HeaderMap,
    Visitor(visitor): Visitor,
    page: Page,
    form: Form,
) -> Result<Response, WebError> {
    if !is_ours(&step, &headers, &form) {
        return Err(WebError::ForeignForm.with_link("/o/log-in"));
    }
    let then = local(form.first("then"));
    let sealed = form.first("sealed").unwrap_or_default();
    let typed = form.first("code").unwrap_or_default();
    let again = app.offer_factor_at_log_in(&step.waiting, Some(sealed))?;
    let set_up = app.set_up_factor_at_log_in(step.waiting, &visitor, sealed, typed);
    let Some(SetUp { logged_in, codes }) = set_up.await? else {
        let page = Page {
            form_token: step.form_token,
            ..page
        };
        let again = SetUpPage::of(page, SET_UP, then, &again, true)?.render()?;
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, Html(again)).into_response());
    };
    let view = NewCodes::of(page, &codes, first_page(&logged_in, then));
    let mut response = Html(view.render()?).into_response();
    keep(&app, &logged_in, &mut response);
    cookies::add(&mut response, cookies::removal(app.site(), Opens::SecondStep));
    Ok(response)
}
