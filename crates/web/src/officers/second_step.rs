//! The second step of a log-in: a code of the second factor or a passkey, or setting one up for who must have one.

pub(crate) mod add_passkey;

use askama::Template;
use axum::{
    extract::{FromRequestParts, State},
    http::{HeaderMap, request::Parts},
    response::{Html, IntoResponse, Redirect, Response},
};
use engine::people::{
    log_in::LoggedIn,
    second_factor::{Begun, SetUp, Waiting},
};

use super::{
    account::{
        codes::shown,
        factor::{SetUpPage, WRONG},
    },
    entry::{first_page, keep, local, welcome},
    passkey::{PasskeyForm, answer},
    visitor::Visitor,
};
use crate::{
    app::App,
    cookies::{self, Opens},
    error::WebError,
    form::{Form, Query, Wrong},
    headers::says_where_from,
    page::Page,
    refusals::Cause,
    unsent::{Again, Unsent, sender::owner},
};

/// Asks for a passkey, where there is one, or a code.
#[derive(Template)]
#[template(path = "account/code.html")]
pub(super) struct CodePage {
    pub(super) page: Page,
    /// Where the form with the code goes.
    pub(super) action: &'static str,
    pub(super) passkey: Option<PasskeyForm>,
    /// Whether the codes are an app's; else there are those on paper alone.
    pub(super) has_app: bool,
    pub(super) then: String,
    pub(super) wrong: Option<Wrong>,
}

/// That a code, or a passkey, is none.
pub(super) const WRONG_CODE: Wrong = Wrong::of_ours("code", "account-code-wrong");
pub(super) const WRONG_PASSKEY: Wrong = Wrong::of_ours("passkey", "account-passkey-wrong");

const CODE: &str = "/o/log-in/code";
const PASSKEY: &str = "/o/log-in/passkey";
const SET_UP: &str = "/o/log-in/set-up";
const ADD_PASSKEY: &str = "/o/log-in/add-passkey";

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

impl Step {
    /// Whether a form of the step comes from our page, as with the log-in's own.
    fn must_be_ours(&self, headers: &HeaderMap, form: &Form) -> Result<(), WebError> {
        if says_where_from(headers) || form.first("form_token") == Some(self.form_token.as_str()) {
            return Ok(());
        }
        Err(WebError::ForeignForm.with_link("/o/log-in"))
    }

    /// A page whose forms are the step's.
    fn frame(&self, page: Page) -> Page {
        Page {
            form_token: self.form_token.clone(),
            ..page
        }
    }
}

/// `GET /o/log-in/code`
pub(crate) async fn show_code(
    State(app): State<App>,
    step: Step,
    Query(query): Query,
    unsent: Unsent,
    page: Page,
) -> Result<Response, WebError> {
    let typed = unsent.typed();
    let then = local(typed.first("then").or_else(|| query.first("then")));
    if !step.waiting.has_factor() {
        return Ok(Redirect::to(&with_then(SET_UP, then)).into_response());
    }
    let ask = app.ask_passkey_at_log_in(&step.waiting).await?;
    let view = CodePage {
        page: step.frame(page),
        action: CODE,
        passkey: ask.map(|ask| PasskeyForm::of(PASSKEY, ask)),
        has_app: step.waiting.has_app(),
        then: then.unwrap_or_default().to_owned(),
        wrong: unsent.first_wrong(),
    };
    Ok(Html(view.render()?).into_response())
}

/// The step once more, after what was shown in it was wrong.
fn again(place: &str, form: &Form, wrong: Wrong) -> Response {
    let again = Again::sent(form.only(&["then"])).because([wrong]).on(place);
    Cause::named("not-logged-in").beside(again)
}

/// `POST /o/log-in/code`
pub(crate) async fn code(
    State(app): State<App>,
    step: Step,
    headers: HeaderMap,
    Visitor(visitor): Visitor,
    form: Form,
) -> Result<Response, WebError> {
    step.must_be_ours(&headers, &form)?;
    let then = local(form.first("then"));
    let typed = form.first("code").unwrap_or_default();
    if let Some(logged_in) = app.show_code(step.waiting.clone(), &visitor, typed).await? {
        return Ok(let_in(&app, &logged_in, then));
    }
    Ok(again(CODE, &form, WRONG_CODE))
}

/// `POST /o/log-in/passkey`
pub(crate) async fn passkey(
    State(app): State<App>,
    step: Step,
    headers: HeaderMap,
    Visitor(visitor): Visitor,
    form: Form,
) -> Result<Response, WebError> {
    step.must_be_ours(&headers, &form)?;
    let then = local(form.first("then"));
    let shown = app.show_passkey(&step.waiting, &visitor, answer(&form));
    if let Some(logged_in) = shown.await? {
        return Ok(let_in(&app, &logged_in, then));
    }
    Ok(again(CODE, &form, WRONG_PASSKEY))
}

fn let_in(app: &App, logged_in: &LoggedIn, then: Option<&str>) -> Response {
    let mut response = welcome(app, logged_in, then);
    cookies::add(&mut response, cookies::removal(app.site(), Opens::SecondStep));
    response
}

/// `GET /o/log-in/set-up`
pub(crate) async fn show_set_up(
    State(app): State<App>,
    step: Step,
    Query(query): Query,
    unsent: Unsent,
    page: Page,
) -> Result<Response, WebError> {
    let typed = unsent.typed();
    let then = local(typed.first("then").or_else(|| query.first("then")));
    if step.waiting.has_factor() {
        return Ok(Redirect::to(&with_then(CODE, then)).into_response());
    }
    let offer = app.offer_factor_at_log_in(&step.waiting, typed.first("sealed"))?;
    let wrong = unsent.first_wrong().is_some();
    let view = SetUpPage::of(step.frame(page), SET_UP, then, &offer, wrong)?;
    let otherwise = || with_then(ADD_PASSKEY, then);
    let view = view.or_passkey(app.has_passkeys().then(otherwise));
    Ok(Html(view.render()?).into_response())
}

/// `POST /o/log-in/set-up`
pub(crate) async fn set_up(
    State(app): State<App>,
    step: Step,
    headers: HeaderMap,
    Visitor(visitor): Visitor,
    form: Form,
) -> Result<Response, WebError> {
    step.must_be_ours(&headers, &form)?;
    let then = local(form.first("then"));
    let sealed = form.first("sealed").unwrap_or_default();
    let typed = form.first("code").unwrap_or_default();
    let set_up = app.set_up_factor_at_log_in(step.waiting.clone(), &visitor, sealed, typed);
    if let Some(set_up) = set_up.await? {
        return Ok(show_codes(&app, &set_up, then));
    }
    let again = Again::sent(form.only(&["sealed", "then"])).because([WRONG]);
    Ok(again.into_response())
}

/// Shows the recovery codes to whoever is in with their first second factor.
fn show_codes(app: &App, set_up: &SetUp, then: Option<&str>) -> Response {
    let SetUp { logged_in, codes } = set_up;
    let shown = shown(codes, first_page(logged_in, then));
    let owner = owner(app, Some(&logged_in.caller)).unwrap_or_default();
    let mut response = shown.of(owner).into_response();
    keep(app, logged_in, &mut response);
    cookies::add(&mut response, cookies::removal(app.site(), Opens::SecondStep));
    response
}
