//! The cookies we set: each `HttpOnly`, `SameSite=Lax`, and `Secure` wherever the site is https.

use axum::{
    http::{HeaderMap, HeaderValue, header},
    response::Response,
};
use axum_extra::extract::cookie::{Cookie, SameSite};
use locale::Language;

use crate::app::Settings;

/// The language that a visitor switched to.
pub const LANGUAGE: &str = "language";
/// The secret of an unfinished application; its path is the service's, so that each service has its own.
pub const DRAFT: &str = "draft";
/// The key to one's own application; its path is the application's.
pub const ACCESS: &str = "access";
/// An officer's session.
pub const SESSION: &str = "session";

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
pub fn session(settings: &Settings, name: &'static str, value: String, path: String) -> Cookie<'static> {
    Cookie::build((name, value))
        .path(path)
        .http_only(true)
        .same_site(SameSite::Lax)
        .secure(settings.secure_cookies)
        .build()
}

/// The same cookie, gone.
pub fn removal(settings: &Settings, name: &'static str, path: String) -> Cookie<'static> {
    let mut cookie = session(settings, name, String::new(), path);
    cookie.make_removal();
    cookie
}

/// A cookie that outlives the browser; the server decides when what it opens expires.
pub fn lasting(settings: &Settings, name: &'static str, value: String, path: String) -> Cookie<'static> {
    let mut cookie = session(settings, name, value, path);
    cookie.make_permanent();
    cookie
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
pub fn add(response: &mut Response, cookie: Cookie<'static>) {
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
