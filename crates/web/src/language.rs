//! Which of the languages a visitor gets.

use std::convert::Infallible;

use axum::{
    extract::{FromRequestParts, Request},
    http::{HeaderMap, header, request::Parts},
    response::Response,
};
use locale::{Area, Language};

use crate::cookies;

/// Where an address lies.
pub(crate) fn area(path: &str) -> Area {
    if path == "/v" || path == "/v.webmanifest" || path.starts_with("/v/") {
        Area::Scanner
    } else {
        Area::Site
    }
}

/// What a request asks for: `?lang=`, else the cookie, else `Accept-Language`.
fn asked(query: &str, headers: &HeaderMap) -> Language {
    switched(query)
        .or_else(|| cookies::value(headers, cookies::LANGUAGE).and_then(Language::spoken))
        .or_else(|| {
            headers
                .get(header::ACCEPT_LANGUAGE)
                .and_then(|v| v.to_str().ok())
                .and_then(accepted)
        })
        .unwrap_or(Language::DEFAULT)
}

fn switched(query: &str) -> Option<Language> {
    query
        .split('&')
        .find_map(|pair| pair.strip_prefix("lang="))
        .and_then(Language::spoken)
}

/// RFC 9110, 12.5.4: the best-weighted language that is offered.
fn accepted(header: &str) -> Option<Language> {
    let mut wanted: Vec<(f32, &str)> = header.split(',').map(weighted).collect();
    wanted.sort_by(|a, b| b.0.total_cmp(&a.0));
    wanted
        .into_iter()
        .filter(|(weight, _)| *weight > 0.0)
        .find_map(|(_, tag)| Language::spoken(tag))
}

fn weighted(entry: &str) -> (f32, &str) {
    let (tag, parameters) = entry.split_once(';').unwrap_or((entry, ""));
    let weight = parameters
        .trim()
        .strip_prefix("q=")
        .map_or(1.0, |q| q.parse().unwrap_or(0.0));
    (weight, tag.trim())
}

/// The language of a request, with the one that the visitor has just switched to.
pub(crate) struct Settled {
    language: Language,
    switched: Option<Language>,
}

impl Settled {
    /// Settles the request's language, which its extensions tell from then on.
    pub(crate) fn of(request: &mut Request) -> Self {
        let query = request.uri().query().unwrap_or_default();
        let asked = asked(query, request.headers());
        let switched = switched(query).map(|_| asked);
        let language = asked.on(area(request.uri().path()));
        request.extensions_mut().insert(language);
        Self { language, switched }
    }

    /// Tells the answer's language, and keeps a switch for a year.
    pub(crate) fn keep(&self, response: &mut Response) {
        response.extensions_mut().insert(self.language);
        if let Some(switched) = self.switched {
            cookies::add(response, [cookies::language(switched)]);
        }
    }
}

/// The language of a request, for a handler that shows no page.
pub(crate) struct Speaks(pub(crate) Language);

impl<S: Sync> FromRequestParts<S> for Speaks {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        Ok(Self(parts.extensions.get().copied().unwrap_or(Language::DEFAULT)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_best_language_offered_is_chosen() {
        for (header, expected) in [
            ("es-PE,es;q=0.9,en;q=0.8", Some("es")),
            ("en-GB", Some("en")),
            ("ay, en;q=0.4, es;q=0.6", Some("es")),
            ("qu-PE, en;q=0.4, es;q=0.6", Some("qu")),
            ("fr, de;q=0.9", None),
            ("en;q=0, es;q=0.1", Some("es")),
            ("", None),
            ("*;q=x", None),
        ] {
            assert_eq!(accepted(header).map(Language::code), expected, "{header}");
        }
    }

    #[test]
    fn a_switch_beats_the_cookie_and_the_header() {
        let mut headers = HeaderMap::new();
        headers.insert(header::COOKIE, "language=es".parse().unwrap());
        headers.insert(header::ACCEPT_LANGUAGE, "en".parse().unwrap());
        assert_eq!(asked("page=2&lang=en", &headers).code(), "en");
        assert_eq!(asked("lang=tlh", &headers).code(), "es");
    }

    #[test]
    fn the_scanner_and_the_check_by_number_are_an_area_of_their_own() {
        for (path, expected) in [
            ("/v", Area::Scanner),
            ("/v/number", Area::Scanner),
            ("/", Area::Site),
            ("/verify", Area::Site),
            ("/o", Area::Site),
        ] {
            assert_eq!(area(path), expected, "{path}");
        }
    }
}
