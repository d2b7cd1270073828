//! The cookies we set: each `HttpOnly`, `SameSite=Lax`, gone with the browser unless its user asks for more, and wherever the site
//! is https `Secure` and of this host alone (`__Host-`): no page of another host below the same domain can plant one.

use axum::{
    http::{HeaderMap, HeaderValue, header},
    response::Response,
};
use axum_extra::extract::cookie::{Cookie, SameSite};
use engine::secret::is_of_this_release;
use jiff::SignedDuration;
use locale::Language;

use crate::app::Settings;

/// The language that a visitor switched to.
pub(crate) const LANGUAGE: &str = "language";
/// Before the name of each cookie that counts, where the site is https.
const OF_THIS_HOST: &str = "__Host-";

/// A cookie that opens something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Opens<'a> {
    /// The unfinished application for this service.
    Draft(&'a str),
    /// One's own application of this reference.
    Application(&'a str),
    /// The office, as the person whose session it is.
    Office,
    /// The form of a log-in, before there is a session.
    LogIn,
}

impl<'a> Opens<'a> {
    /// Its name, which carries what it opens.
    pub(crate) fn name(self, settings: Settings) -> String {
        let prefix = if settings.secure_cookies { OF_THIS_HOST } else { "" };
        match self {
            Self::Draft(service) => format!("{prefix}draft-{service}"),
            Self::Application(reference) => format!("{prefix}access-{reference}"),
            Self::Office => format!("{prefix}session"),
            Self::LogIn => format!("{prefix}log-in"),
        }
    }

    /// The name of what says that it outlives the browser.
    pub(crate) fn remembered(self, settings: Settings) -> String {
        let name = self.name(settings);
        match name.strip_prefix(OF_THIS_HOST) {
            Some(name) => format!("{OF_THIS_HOST}kept-{name}"),
            None => format!("kept-{name}"),
        }
    }

    /// What a cookie of this name opens.
    fn named(name: &'a str, settings: Settings) -> Option<Self> {
        let name = if settings.secure_cookies {
            name.strip_prefix(OF_THIS_HOST)?
        } else {
            name
        };
        match name.split_once('-') {
            Some(("draft", service)) => Some(Self::Draft(service)),
            Some(("access", reference)) => Some(Self::Application(reference)),
            None if name == "session" => Some(Self::Office),
            _ => None,
        }
    }

    /// What a request sends of it.
    pub(crate) fn sent(self, settings: Settings, headers: &HeaderMap) -> Option<&str> {
        value(headers, &self.name(settings)).or_else(|| self.sent_as_before(headers))
    }

    /// What browsers kept of the release before this one, whose cookies had the same name for all and a path each. Another host
    /// may have planted it: a draft or a session can be only one that that release began.
    fn sent_as_before(self, headers: &HeaderMap) -> Option<&str> {
        match self {
            Self::Draft(_) => value(headers, "draft").filter(|secret| !is_of_this_release(secret)),
            Self::Application(_) => value(headers, "access"),
            Self::Office => value(headers, "session").filter(|token| !is_of_this_release(token)),
            Self::LogIn => None,
        }
    }
}

/// What a request sends under a name, the last if there are several, as a jar has it. Ours are of letters and digits, so
/// nothing in them is escaped.
pub(crate) fn value<'h>(headers: &'h HeaderMap, name: &str) -> Option<&'h str> {
    sent(headers)
        .filter(|(of, _)| *of == name)
        .last()
        .map(|(_, value)| value)
}

/// Every cookie of a request that opens something of a citizen's, with its value.
pub(crate) fn of_citizens(headers: &HeaderMap, settings: Settings) -> Vec<(Opens<'_>, &str)> {
    let opening = sent(headers).filter_map(|(name, value)| Some((Opens::named(name, settings)?, value)));
    opening.filter(|(opens, _)| *opens != Opens::Office).collect()
}

fn sent(headers: &HeaderMap) -> impl Iterator<Item = (&str, &str)> {
    let sent = headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|cookies| cookies.to_str().ok());
    sent.flat_map(|cookies| cookies.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
}

/// A cookie that is gone with the browser.
pub(crate) fn passing(settings: Settings, opens: Opens<'_>, value: String) -> Cookie<'static> {
    Cookie::build((opens.name(settings), value))
        .path("/")
        .http_only(true)
        .same_site(SameSite::Lax)
        .secure(settings.secure_cookies)
        .build()
}

/// A cookie that outlives the browser, as its user asked, and one that says so: a browser does not tell how long it keeps one.
pub(crate) fn kept(
    settings: Settings,
    opens: Opens<'_>,
    value: String,
    length: SignedDuration,
) -> [Cookie<'static>; 2] {
    let lasting = |passing: Cookie<'static>| {
        let lasting = format!("{}; Max-Age={}", passing.encoded(), length.as_secs());
        Cookie::parse(lasting).unwrap_or(passing)
    };
    let mut remembers = passing(settings, opens, "1".into());
    remembers.set_name(opens.remembered(settings));
    [lasting(passing(settings, opens, value)), lasting(remembers)]
}

/// What says that a cookie outlives the browser, gone.
pub(crate) fn forgotten(settings: Settings, opens: Opens<'_>) -> Cookie<'static> {
    let mut cookie = removal(settings, opens);
    cookie.set_name(opens.remembered(settings));
    cookie
}

/// The same cookie, gone.
pub(crate) fn removal(settings: Settings, opens: Opens<'_>) -> Cookie<'static> {
    let mut cookie = passing(settings, opens, String::new());
    cookie.make_removal();
    cookie
}

/// What takes away the cookie that the release before this one set for the service or the application of an address.
pub(crate) fn removal_as_before(settings: Settings, here: &str) -> Option<Cookie<'static>> {
    let mut parts = here.split(['/', '?']);
    let (root, kind, whose) = (parts.next()?, parts.next()?, parts.next()?);
    let name = match kind {
        "s" => "draft",
        "a" => "access",
        _ => return None,
    };
    let is_plain = whose
        .bytes()
        .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    if !root.is_empty() || !is_plain {
        return None;
    }
    let mut cookie = Cookie::build((name, ""))
        .path(format!("/{kind}/{whose}"))
        .http_only(true)
        .same_site(SameSite::Lax)
        .secure(settings.secure_cookies)
        .build();
    cookie.make_removal();
    Some(cookie)
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

    const PLAIN: Settings = Settings {
        secure_cookies: false,
        behind_proxy: false,
    };
    const SECURE: Settings = Settings {
        secure_cookies: true,
        ..PLAIN
    };

    #[test]
    fn a_name_carries_what_it_opens_and_says_so_again() {
        for (opens, plain) in [
            (Opens::Draft("transit-permit"), "draft-transit-permit"),
            (Opens::Application("7K2QMX9T4B"), "access-7K2QMX9T4B"),
            (Opens::Office, "session"),
        ] {
            let secure = format!("__Host-{plain}");
            assert_eq!(opens.name(PLAIN), plain);
            assert_eq!(opens.name(SECURE), secure);
            assert_eq!(Opens::named(plain, PLAIN), Some(opens));
            assert_eq!(Opens::named(&secure, SECURE), Some(opens));
            assert_eq!(
                Opens::named(plain, SECURE),
                None,
                "another host below the domain may have planted it"
            );
        }
        for other in ["draft", "access", "language", "sessions", ""] {
            assert_eq!(Opens::named(other, PLAIN), None, "{other}");
        }
    }

    #[test]
    fn what_goes_with_the_browser_has_no_end_and_what_is_kept_has_one() {
        let draft = Opens::Draft("stall");
        let passing = passing(SECURE, draft, "x".into()).to_string();
        assert_eq!(
            passing,
            "__Host-draft-stall=x; HttpOnly; SameSite=Lax; Secure; Path=/"
        );
        let kept = kept(SECURE, draft, "x".into(), SignedDuration::from_hours(24));
        let names = ["__Host-draft-stall=x", "__Host-kept-draft-stall=1"];
        for (cookie, name) in kept.iter().zip(names) {
            let cookie = cookie.to_string();
            assert!(
                cookie.starts_with(name) && cookie.contains("Max-Age=86400"),
                "{cookie}"
            );
        }
    }

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
