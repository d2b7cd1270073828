//! The cookies we set: each `HttpOnly`, `SameSite=Lax`, and `Secure` wherever the site is https.

use axum::{
    http::{HeaderMap, HeaderValue, header},
    response::Response,
};
use axum_extra::extract::cookie::{Cookie, SameSite};
use engine::applications::Submitted;
use locale::Language;
use permit::Reference;

use crate::app::{App, Settings};

/// The language that a visitor switched to.
pub(crate) const LANGUAGE: &str = "language";
/// The secret of an unfinished application; its path is the service's, so that each service has its own.
pub(crate) const DRAFT: &str = "draft";
/// The key to one's own application; its path is the application's.
pub(crate) const ACCESS: &str = "access";
/// An officer's session.
pub(crate) const SESSION: &str = "session";

/// What a request sends under a name, the last if there are several, as a jar has it. Ours are of letters and digits, so
/// nothing in them is escaped.
pub(crate) fn value<'h>(headers: &'h HeaderMap, name: &str) -> Option<&'h str> {
    let sent = headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|cookies| cookies.to_str().ok());
    sent.flat_map(|cookies| cookies.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .rfind(|(of, _)| *of == name)
        .map(|(_, value)| value)
}

/// A cookie that dies with the browser.
pub(crate) fn session(
    settings: Settings,
    name: &'static str,
    value: String,
    path: String,
) -> Cookie<'static> {
    Cookie::build((name, value))
        .path(path)
        .http_only(true)
        .same_site(SameSite::Lax)
        .secure(settings.secure_cookies)
        .build()
}

/// The same cookie, gone.
pub(crate) fn removal(settings: Settings, name: &'static str, path: String) -> Cookie<'static> {
    let mut cookie = session(settings, name, String::new(), path);
    cookie.make_removal();
    cookie
}

/// A cookie that outlives the browser; the server decides when what it opens expires.
fn lasting(settings: Settings, name: &'static str, value: String, path: String) -> Cookie<'static> {
    let mut cookie = session(settings, name, value, path);
    cookie.make_permanent();
    cookie
}

/// What a browser that has just sent an application keeps.
pub(crate) fn access(app: &App, submitted: &Submitted) -> Cookie<'static> {
    kept_access(app, submitted.reference, app.access_of(submitted))
}

/// What opens an application in this browser from now on.
pub(crate) fn kept_access(app: &App, reference: Reference, access: String) -> Cookie<'static> {
    lasting(app.site(), ACCESS, access, format!("/a/{reference}"))
}

/// The secret of a service's draft.
pub(crate) fn draft(app: &App, service: &str, secret: String) -> Cookie<'static> {
    lasting(app.site(), DRAFT, secret, format!("/s/{service}"))
}

/// Keeps a language. Nothing personal is in it, so it needs no settings.
pub(crate) fn language(language: Language) -> Cookie<'static> {
    Cookie::build((LANGUAGE, language.code()))
        .path("/")
        .http_only(true)
        .same_site(SameSite::Lax)
        .permanent()
        .build()
}

/// Adds a cookie to a finished response.
#[allow(clippy::needless_pass_by_value, reason = "a cookie is made to be set")]
pub(crate) fn add(response: &mut Response, cookie: Cookie<'static>) {
    if let Ok(value) = HeaderValue::from_str(&cookie.encoded().to_string()) {
        response.headers_mut().append(header::SET_COOKIE, value);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cookie_is_found_by_its_whole_name() {
        let mut headers = HeaderMap::new();
        headers.append(header::COOKIE, "other=1; language=en;draft=a=b".parse().unwrap());
        headers.append(header::COOKIE, "session=r; session=s".parse().unwrap());
        for (name, expected) in [
            ("language", Some("en")),
            ("draft", Some("a=b")),
            ("session", Some("s")),
            ("lang", None),
            ("raft", None),
        ] {
            assert_eq!(value(&headers, name), expected, "{name}");
        }
    }
}
