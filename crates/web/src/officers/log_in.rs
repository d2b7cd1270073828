//! Proving who one is.

use askama::Template;
use axum::{
    extract::State,
    http::HeaderMap,
    response::{Html, IntoResponse, Response},
};
use engine::people::log_in::LogIn as Outcome;

use super::{
    entry::{local, welcome},
    second_step,
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
    unsent::{Again, Unsent},
};

#[derive(Template)]
#[template(path = "officers/log_in.html")]
struct LogIn {
    page: Page,
    email: String,
    then: String,
    wrong: bool,
    /// What has just been done, by the key of the sentence that says so.
    notice: Option<&'static str>,
}

/// `GET /o/log-in`
pub(crate) async fn show(
    State(app): State<App>,
    headers: HeaderMap,
    Query(query): Query,
    unsent: Unsent,
    page: Page,
) -> Result<Response, WebError> {
    let typed = unsent.typed();
    let then = typed.first("then").or_else(|| query.first("then"));
    let view = LogIn {
        page: page.with_answers(),
        email: typed.first("email").unwrap_or_default().to_owned(),
        then: local(then).unwrap_or_default().to_owned(),
        wrong: unsent.first_wrong().is_some(),
        notice: match query.first("notice") {
            Some("out") => Some("office-logged-out"),
            Some("password") => Some("account-password-set"),
            Some("late") => Some("account-log-in-late"),
            _ => None,
        },
    };
    view.answer(&app, &headers)
}

/// `POST /o/log-in`
pub(crate) async fn log_in(
    State(app): State<App>,
    headers: HeaderMap,
    Visitor(visitor): Visitor,
    form: Form,
) -> Result<Response, WebError> {
    if !is_ours(&app, &headers, &form) {
        return Err(WebError::ForeignForm.with_link("/o/log-in"));
    }
    let email = form.first("email").unwrap_or_default().to_lowercase();
    let then = local(form.first("then"));
    let password = form.password().to_owned();
    match app.log_in(visitor, &email, password).await? {
        Some(Outcome::In(logged_in)) => return Ok(welcome(&app, &logged_in, then)),
        Some(Outcome::Begun(begun)) => return Ok(second_step::first(&app, &begun, then)),
        None => {}
    }
    let wrong = Wrong::new("email", "office-log-in-wrong");
    let again = Again::sent(form.only(&["email", "then"])).because([wrong]);
    Ok(Cause::named("not-logged-in").beside(again))
}

/// Whether a form comes from our page: somebody logged in unawares to another's account would work for them. Browsers of 2020 and
/// later say where a form comes from, which another layer has checked; from others it goes with a cookie.
fn is_ours(app: &App, headers: &HeaderMap, form: &Form) -> bool {
    says_where_from(headers)
        || Opens::LogIn
            .sent(app.site(), headers)
            .is_some_and(|visit| app.is_form_token(visit, form.first("form_token").unwrap_or_default()))
}

impl LogIn {
    /// The page, whose form goes with a cookie that this browser has or now gets.
    fn answer(mut self, app: &App, headers: &HeaderMap) -> Result<Response, WebError> {
        let known = Opens::LogIn.sent(app.site(), headers).map(str::to_owned);
        let visit = known.clone().unwrap_or_else(|| app.new_id().simple().to_string());
        self.page.form_token = app.form_token(&visit);
        let mut response = Html(self.render()?).into_response();
        if known.is_none() {
            let cookie = cookies::passing(app.site(), Opens::LogIn, &visit);
            cookies::add(&mut response, cookie);
        }
        Ok(response)
    }
}
