//! Proving who one is.

use askama::Template;
use axum::{
    extract::{RawQuery, State},
    http::StatusCode,
    response::{Html, IntoResponse, Redirect, Response},
};
use engine::people::log_in::LoggedIn;

use super::frame;
use crate::{app::App, cookies, error::WebError, form::Form, page::Page, peer::Peer, session};

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
pub(crate) async fn show(RawQuery(query): RawQuery, page: Page) -> Result<Html<String>, WebError> {
    let query = Form::parse(query.unwrap_or_default().as_bytes());
    let then = local(query.first("then")).unwrap_or_default().to_owned();
    let out = query.first("notice") == Some("out");
    Ok(Html(
        LogIn {
            page,
            email: String::new(),
            then,
            wrong: false,
            out,
        }
        .render()?,
    ))
}

/// `POST /o/log-in`
pub(crate) async fn log_in(
    State(app): State<App>,
    peer: Peer,
    page: Page,
    form: Form,
) -> Result<Response, WebError> {
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
    }
    .render()?;
    Ok((StatusCode::UNAUTHORIZED, Html(again)).into_response())
}

fn welcome(app: &App, LoggedIn { token, caller }: LoggedIn, then: Option<&str>) -> Response {
    let there = then.or_else(|| frame::home(&caller, "/")).unwrap_or("/v");
    let mut response = Redirect::to(there).into_response();
    cookies::add(&mut response, session::cookie(app, token));
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
