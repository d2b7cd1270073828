//! Letting somebody in: where they are led, and what their browser keeps.

use axum::response::{IntoResponse, Redirect, Response};
use engine::people::{browsers::KNOWN_FOR, log_in::LoggedIn};

use super::frame;
use crate::{
    app::App,
    cookies::{self, Opens},
    session,
};

/// Where the way in for staff leads; the queue, for those who have one.
const DOOR: &str = "/o";

/// Leads whoever is in to where they wanted to go.
pub(super) fn welcome(app: &App, logged_in: &LoggedIn, then: Option<&str>) -> Response {
    let mut response = Redirect::to(first_page(logged_in, then)).into_response();
    keep(app, logged_in, &mut response);
    response
}

/// Where they wanted to go, or the first page of their work. Whoever came to the door wanted to go nowhere yet.
pub(super) fn first_page<'a>(logged_in: &LoggedIn, then: Option<&'a str>) -> &'a str {
    let home = || frame::home(&logged_in.caller, "/");
    let then = then.filter(|then| *then != DOOR);
    then.or_else(home).unwrap_or("/v")
}

/// Has the browser keep the session, and by what it is known again.
pub(super) fn keep(app: &App, logged_in: &LoggedIn, response: &mut Response) {
    cookies::add(response, session::cookie(app, &logged_in.token));
    know(app, &logged_in.browser, response);
}

/// Has the browser keep by what it is known again.
pub(super) fn know(app: &App, browser: &str, response: &mut Response) {
    let known = cookies::lasting(app.site(), Opens::KnownBrowser, browser, KNOWN_FOR);
    cookies::add(response, known);
}

/// Only a place of ours that people log in for: nobody is led elsewhere by a link that begins with our name.
pub(super) fn local(then: Option<&str>) -> Option<&str> {
    let then = then?;
    let plain = then.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'\\');
    let beneath = |root: &str| {
        then.strip_prefix(root)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with(['/', '?']))
    };
    (plain
        && ["/o", "/admin", "/v"].into_iter().any(beneath)
        && !beneath("/o/log-in")
        && !beneath("/o/prove"))
    .then_some(then)
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
            ("/o/prove?then=/o", false),
            ("/o/account", true),
            ("/o/a\r\nb", false),
        ] {
            assert_eq!(local(Some(then)).is_some(), led, "{then}");
        }
    }
}
