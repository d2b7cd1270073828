//! The languages that pages are written in, and which of them a visitor gets.

use std::{borrow::Cow, collections::BTreeMap};

use axum::{
    extract::{FromRequestParts, Request},
    http::{HeaderMap, header, request::Parts},
    response::Response,
};
use forms::Service;

use crate::{cookies, texts};

/// A language that the engine's own texts are written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Language(usize);

/// The pages that a language may cover.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Area {
    /// Everything, mails and papers included.
    Site,
    /// What somebody at a checkpoint reads: the scanner and the check by number.
    Scanner,
}

impl Area {
    /// Where an address lies.
    pub fn of(path: &str) -> Self {
        if path == "/v" || path == "/v.webmanifest" || path.starts_with("/v/") {
            Self::Scanner
        } else {
            Self::Site
        }
    }
}

impl Language {
    /// What a visitor gets who asks for nothing that is offered.
    pub const DEFAULT: Self = Self(0);

    /// Those that an area is written in, the default first.
    pub fn offered(area: Area) -> impl Iterator<Item = Self> {
        (0..texts::count())
            .map(Self)
            .filter(move |language| language.covers(area))
    }

    /// Whether the area is written in it. A language that lacks the files of some feature is for the scanner alone.
    pub fn covers(self, area: Area) -> bool {
        area == Area::Scanner || texts::is_whole(self.0)
    }

    /// What its speakers read in an area: this one where it covers that, else the country's common language.
    #[must_use]
    pub fn on(self, area: Area) -> Self {
        if self.covers(area) { self } else { Self::DEFAULT }
    }

    /// Its two-letter code, as service files write it: `es`.
    pub fn code(self) -> &'static str {
        self.tag().split_once('-').map_or(self.tag(), |(code, _)| code)
    }

    /// Its whole tag: `es-PE`.
    pub fn tag(self) -> &'static str {
        texts::tag(self.0)
    }

    /// How its speakers call it: `Español`.
    pub fn own_name(self) -> Cow<'static, str> {
        self.t("language-name")
    }

    /// The language for letters and papers of a code or tag, whatever its region.
    pub fn of(code: &str) -> Option<Self> {
        Self::spoken(code).map(|language| language.on(Area::Site))
    }

    /// The language of a code or tag, whatever it covers.
    fn spoken(code: &str) -> Option<Self> {
        let primary = code.split(['-', '_']).next().unwrap_or_default();
        Self::offered(Area::Scanner).find(|language| language.code().eq_ignore_ascii_case(primary))
    }

    /// The language in which to show a service: this one where the service speaks it, else the service's own first.
    pub fn within(self, service: &Service) -> forms::Language {
        service
            .languages
            .iter()
            .find(|language| language.as_str() == self.code())
            .unwrap_or(&service.languages[0])
            .clone()
    }

    /// The text of a key.
    pub fn t(self, key: &str) -> Cow<'static, str> {
        texts::text(self.0, key, &[])
    }

    /// The text of a key that mentions one thing.
    pub fn t1(self, key: &str, name: &str, value: impl std::fmt::Display) -> String {
        texts::text(self.0, key, &[(name, value.to_string().into())]).into_owned()
    }

    /// The text of a key that mentions two things.
    pub fn t2(self, key: &str, a: (&str, &str), b: (&str, &str)) -> String {
        texts::text(self.0, key, &[(a.0, a.1.into()), (b.0, b.1.into())]).into_owned()
    }

    /// The text of a key that mentions three things.
    pub fn t3(self, key: &str, a: (&str, &str), b: (&str, &str), c: (&str, &str)) -> String {
        texts::text(
            self.0,
            key,
            &[(a.0, a.1.into()), (b.0, b.1.into()), (c.0, c.1.into())],
        )
        .into_owned()
    }

    /// The text of a key that counts: `$count` chooses singular or plural.
    pub fn tn(self, key: &str, count: u64) -> String {
        texts::text(self.0, key, &[("count", count.into())]).into_owned()
    }

    /// The text of a key with words by name, for letters.
    pub fn filled(self, key: &str, words: &BTreeMap<String, String>) -> String {
        let words: Vec<_> = words
            .iter()
            .map(|(name, word)| (name.as_str(), word.as_str().into()))
            .collect();
        texts::text(self.0, key, &words).into_owned()
    }

    /// Whether the key has a text in any language.
    pub fn knows(key: &str) -> bool {
        texts::has(0, key)
    }

    /// What a request asks for: `?lang=`, else the cookie, else `Accept-Language`.
    fn asked(query: &str, headers: &HeaderMap) -> Self {
        Self::switched(query)
            .or_else(|| cookies::value(headers, cookies::LANGUAGE).and_then(Self::spoken))
            .or_else(|| {
                headers
                    .get(header::ACCEPT_LANGUAGE)
                    .and_then(|v| v.to_str().ok())
                    .and_then(Self::accepted)
            })
            .unwrap_or(Self::DEFAULT)
    }

    fn switched(query: &str) -> Option<Self> {
        query
            .split('&')
            .find_map(|pair| pair.strip_prefix("lang="))
            .and_then(Self::spoken)
    }

    /// RFC 9110, 12.5.4: the best-weighted language that is offered.
    fn accepted(header: &str) -> Option<Self> {
        let mut wanted: Vec<(f32, &str)> = header.split(',').map(weighted).collect();
        wanted.sort_by(|a, b| b.0.total_cmp(&a.0));
        wanted
            .into_iter()
            .filter(|(weight, _)| *weight > 0.0)
            .find_map(|(_, tag)| Self::spoken(tag))
    }
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
        let asked = Language::asked(query, request.headers());
        let switched = Language::switched(query).map(|_| asked);
        let language = asked.on(Area::of(request.uri().path()));
        request.extensions_mut().insert(language);
        Self { language, switched }
    }

    /// Tells the answer's language, and keeps a switch for a year.
    pub(crate) fn keep(&self, response: &mut Response) {
        response.extensions_mut().insert(self.language);
        if let Some(switched) = self.switched {
            cookies::add(response, cookies::language(switched));
        }
    }
}

impl<S: Sync> FromRequestParts<S> for Language {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Self::Rejection> {
        Ok(parts.extensions.get().copied().unwrap_or(Self::DEFAULT))
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
            assert_eq!(
                Language::accepted(header).map(Language::code),
                expected,
                "{header}"
            );
        }
    }

    #[test]
    fn a_switch_beats_the_cookie_and_the_header() {
        let mut headers = HeaderMap::new();
        headers.insert(header::COOKIE, "language=es".parse().unwrap());
        headers.insert(header::ACCEPT_LANGUAGE, "en".parse().unwrap());
        assert_eq!(Language::asked("page=2&lang=en", &headers).code(), "en");
        assert_eq!(Language::asked("lang=tlh", &headers).code(), "es");
    }

    #[test]
    fn who_speaks_quechua_reads_it_at_the_scanner_and_spanish_elsewhere() {
        let quechua = Language::spoken("qu-PE").unwrap();
        for (path, expected) in [
            ("/v", "qu"),
            ("/v/number", "qu"),
            ("/", "es"),
            ("/verify", "es"),
            ("/o", "es"),
        ] {
            assert_eq!(quechua.on(Area::of(path)).code(), expected, "{path}");
        }
        assert_eq!(Language::of("qu").map(Language::code), Some("es"), "a letter");
        let offered = |area| Language::offered(area).map(Language::code).collect::<Vec<_>>();
        assert_eq!(offered(Area::Site), ["es", "en"]);
        assert_eq!(offered(Area::Scanner), ["es", "en", "qu"]);
    }
}
