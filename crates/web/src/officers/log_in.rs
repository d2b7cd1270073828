//! Proving who one is.

use askama::Template;
use axum::{
    extract::{RawQuery, State},
    http::{HeaderMap, StatusCode, header},
    response::{Html, IntoResponse, Redirect, Response},
};
use engine::people::log_in::LoggedIn;

use super::frame;
use crate::{
    app::App,
    cookies::{self, Opens},
    error::WebError,
    form::Form,
    page::Page,
    peer::Peer,
    session,
};

#[derive(Template)]
#[template(path = "officers/log_in.html")]
struct LogIn {
    page: Page,
    email: String,
    then: String,
    wrong: bool,
    out: bool,
}

/// `GET /o/log-in`
pub(crate) async fn show(
    State(app): State<App>,
    headers: HeaderMap,
    RawQuery(query): RawQuery,
    page: Page,
) -> Result<Response, WebError> {
    let query = Form::parse(query.unwrap_or_default().as_bytes());
    let view = LogIn {
        page,
        email: String::new(),
        then: local(query.first("then")).unwrap_or_default().to_owned(),
        wrong: false,
        out: query.first("notice") == Some("out"),
    };
    view.answer(&app, &headers, StatusCode::OK)
}

/// `POST /o/log-in`
pub(crate) async fn log_in(
    State(app): State<App>,
    headers: HeaderMap,
    peer: Peer,
    page: Page,
    form: Form,
) -> Result<Response, WebError> {
    if !is_ours(&app, &headers, &form) {
        return Err(WebError::ForeignForm.with_link("/o/log-in"));
    }
    let email = form.first("email").unwrap_or_default().to_lowercase();
    let then = local(form.first("then"));
    let password = form.password().to_owned();
    if let Some(logged_in) = app.log_in(&peer.bucket(), &email, password).await? {
        return Ok(welcome(&app, logged_in, then));
    }
    let again = LogIn {
        page,
        email,
        then: then.unwrap_or_default().to_owned(),
        wrong: true,
        out: false,
    };
    again.answer(&app, &headers, StatusCode::UNAUTHORIZED)
}

/// Whether a form comes from our page: somebody logged in unawares to another's account would work for them. Browsers of 2020 and
/// later say where a form comes from, which another layer has checked; from others it goes with a cookie.
fn is_ours(app: &App, headers: &HeaderMap, form: &Form) -> bool {
    let says_where_from = headers.contains_key("sec-fetch-site") || headers.contains_key(header::ORIGIN);
    says_where_from
        || Opens::LogIn
            .sent(app.site(), headers)
            .is_some_and(|visit| app.is_form_token(visit, form.first("form_token").unwrap_or_default()))
}

impl LogIn {
    /// The page, whose form goes with a cookie that this browser has or now gets.
    fn answer(mut self, app: &App, headers: &HeaderMap, status: StatusCode) -> Result<Response, WebError> {
        let known = Opens::LogIn.sent(app.site(), headers).map(str::to_owned);
        let visit = known.clone().unwrap_or_else(|| app.new_id().simple().to_string());
        self.page.form_token = app.form_token(&visit);
        let mut response = (status, Html(self.render()?)).into_response();
        if known.is_none() {
            let cookie = cookies::passing(app.site(), Opens::LogIn, &visit);
            cookies::add(&mut response, cookie);
        }
        Ok(response)
    }
}

fn welcome(app: &App, LoggedIn { token, caller }: LoggedIn, then: Option<&str>) -> Response {
    let there = then.or_else(|| frame::home(&caller, "/")).unwrap_or("/v");
    let mut response = Redirect::to(there).into_response();
    cookies::add(&mut response, session::cookie(app, &token));
    response
}

/// Only a place of ours that people log in for: nobody is led elsewhere by a link that begins with our name.
fn local(then: Option<&str>) -> Option<&str> {
    let then = then?;
    let plain = then.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'\\');
    let beneath = |root: &str| {
        then.strip_prefix(root)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with(['/', '?']))
    };
    (plain && ["/o", "/admin", "/v"].into_iter().any(beneath) && !beneath("/o/log-in")).then_some(then)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_is_led_elsewhere() {
        for (then, led) in [
            ("/o", true),
            ("/o/cases/7K2Q-MX9T-5", true),
            ("/o?view=mine", true),
            ("/admin/people", true),
            ("/v", true),
            ("/", false),
            ("/other", false),
            ("//evil.example/o", false),
            ("https://evil.example/o", false),
            ("/o\\evil", false),
            ("/o/log-in", false),
            ("/o/a\r\nb", false),
        ] {
            assert_eq!(local(Some(then)).is_some(), led, "{then}");
        }
    }
}
