//! The cookies we set: each `HttpOnly`, `SameSite=Lax`, gone with the browser unless its user asks for more, and wherever the site
//! is https `Secure` and of this host alone (`__Host-`): no page of another host below the same domain can plant one. Beside each
//! goes, in this release, the one that the release before reads.

use axum::{
    http::{HeaderMap, HeaderValue, header},
    response::Response,
};
use axum_extra::extract::cookie::{Cookie, SameSite};
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
    /// The return code of the application of this reference, once: it shows no more than whoever opens that may see.
    ReturnCode(&'a str),
    /// Nothing alone: the key of a mailed link to the application of this reference, for the minutes in which the document is typed.
    Link(&'a str),
    /// The office, as the person whose session it is.
    Office,
    /// The form of a log-in, before there is a session.
    LogIn,
    /// A log-in whose password was right, until the second factor is shown.
    SecondStep,
    /// Nothing by itself: whoever logged in with this browser before is known again when they do.
    KnownBrowser,
    /// Nothing: whose the last forms of the office in this browser were, so that what was typed goes to nobody else.
    Typist,
    /// What was typed into forms that were not taken, on their own pages: those of the draft for this service.
    UnsentOfDraft(&'a str),
    /// Those of the application of this reference.
    UnsentOfApplication(&'a str),
    /// All others.
    Unsent,
}

impl<'a> Opens<'a> {
    /// What a citizen's cookie opens at an address: the draft at `/s/{service}/…`, the application at `/a/{reference}/…`.
    pub(crate) fn at(address: &'a str) -> Option<Self> {
        let mut parts = address.split(['/', '?']);
        match (parts.next(), parts.next(), parts.next()) {
            (Some(""), Some("s"), Some(service)) => Some(Self::Draft(service)),
            (Some(""), Some("a"), Some(reference)) => Some(Self::Application(reference)),
            _ => None,
        }
    }

    /// What was typed at an address and not taken.
    pub(crate) fn unsent_at(address: &'a str) -> Self {
        match Self::at(address) {
            Some(Self::Draft(service)) => Self::UnsentOfDraft(service),
            Some(Self::Application(reference)) => Self::UnsentOfApplication(reference),
            _ => Self::Unsent,
        }
    }

    /// Its name, which carries what it opens.
    pub(crate) fn name(self, settings: Settings) -> String {
        let prefix = if settings.secure_cookies { OF_THIS_HOST } else { "" };
        match self {
            Self::Draft(service) => format!("{prefix}draft-{service}"),
            Self::Application(reference) => format!("{prefix}access-{reference}"),
            Self::ReturnCode(reference) => format!("{prefix}code-{reference}"),
            Self::Link(reference) => format!("{prefix}link-{reference}"),
            Self::Office => format!("{prefix}session"),
            Self::LogIn => format!("{prefix}log-in"),
            Self::SecondStep => format!("{prefix}second-step"),
            Self::KnownBrowser => format!("{prefix}known-browser"),
            Self::Typist => format!("{prefix}typist"),
            Self::UnsentOfDraft(service) => format!("{prefix}typed-draft-{service}"),
            Self::UnsentOfApplication(reference) => format!("{prefix}typed-access-{reference}"),
            Self::Unsent => format!("{prefix}typed"),
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
            Some(("code", reference)) => Some(Self::ReturnCode(reference)),
            Some(("link", reference)) => Some(Self::Link(reference)),
            Some(("typed", rest)) => match rest.split_once('-')? {
                ("draft", service) => Some(Self::UnsentOfDraft(service)),
                ("access", reference) => Some(Self::UnsentOfApplication(reference)),
                _ => None,
            },
            None if name == "session" => Some(Self::Office),
            None if name == "typed" => Some(Self::Unsent),
            _ => None,
        }
    }

    /// What a request sends of it.
    pub(crate) fn sent(self, settings: Settings, headers: &HeaderMap) -> Option<&str> {
        value(headers, &self.name(settings)).or_else(|| self.sent_as_before(headers))
    }

    /// The same under the name that the release before this one reads and writes: beside it, in an upgrade, any request may go to
    /// either. Another host below the domain may plant it, so one's own of the other name comes first, and the next release reads
    /// and writes this one no more.
    fn sent_as_before(self, headers: &HeaderMap) -> Option<&str> {
        value(headers, &self.before()?.0)
    }

    /// The name and the path that the release before this one knows it by.
    fn before(self) -> Option<(String, String)> {
        match self {
            Self::Draft(service) => Some(("draft".into(), format!("/s/{service}"))),
            Self::Application(reference) => Some(("access".into(), format!("/a/{reference}"))),
            Self::Office => Some(("session".into(), "/".into())),
            Self::ReturnCode(_)
            | Self::Link(_)
            | Self::LogIn
            | Self::SecondStep
            | Self::KnownBrowser
            | Self::Typist
            | Self::UnsentOfDraft(_)
            | Self::UnsentOfApplication(_)
            | Self::Unsent => None,
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

/// A cookie that is gone with the browser, and where the release before this one would take it, the same for that.
pub(crate) fn passing(settings: Settings, opens: Opens<'_>, value: &str) -> Vec<Cookie<'static>> {
    let now = one(settings, opens.name(settings), "/".to_owned(), value.to_owned());
    let known_before = opens
        .before()
        .filter(|(name, path)| *path != "/" || *name != now.name());
    // That release takes another key to an application, which has no end.
    let known_before = known_before.filter(|_| !matches!(opens, Opens::Application(_)) || value.is_empty());
    let known_before = known_before.map(|(name, path)| one(settings, name, path, value.to_owned()));
    [now].into_iter().chain(known_before).collect()
}

fn one(settings: Settings, name: String, path: String, value: String) -> Cookie<'static> {
    Cookie::build((name, value))
        .path(path)
        .http_only(true)
        .same_site(SameSite::Lax)
        .secure(settings.secure_cookies)
        .build()
}

/// The same cookies, outliving the browser as its user asked, and one that says so: a browser does not tell how long it keeps one.
pub(crate) fn kept(
    settings: Settings,
    opens: Opens<'_>,
    cookies: Vec<Cookie<'static>>,
    length: SignedDuration,
) -> Vec<Cookie<'static>> {
    let remembers = one(settings, opens.remembered(settings), "/".into(), "1".into());
    let all = cookies.into_iter().chain([remembers]);
    all.map(|cookie| outliving(cookie, length)).collect()
}

/// Cookies that outlive the browser, without anything that says so.
pub(crate) fn lasting(
    settings: Settings,
    opens: Opens<'_>,
    value: &str,
    length: SignedDuration,
) -> Vec<Cookie<'static>> {
    let passing = passing(settings, opens, value).into_iter();
    passing.map(|cookie| outliving(cookie, length)).collect()
}

fn outliving(cookie: Cookie<'static>, length: SignedDuration) -> Cookie<'static> {
    let lasting = format!("{}; Max-Age={}", cookie.encoded(), length.as_secs());
    Cookie::parse(lasting).unwrap_or(cookie)
}

/// The same cookies, gone.
pub(crate) fn removal(settings: Settings, opens: Opens<'_>) -> Vec<Cookie<'static>> {
    let remembers = one(settings, opens.remembered(settings), "/".into(), String::new());
    let mut cookies = passing(settings, opens, "");
    cookies.push(remembers);
    for cookie in &mut cookies {
        cookie.make_removal();
    }
    cookies
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

/// Adds cookies to a finished response.
pub(crate) fn add(response: &mut Response, cookies: impl IntoIterator<Item = Cookie<'static>>) {
    for cookie in cookies {
        if let Ok(value) = HeaderValue::from_str(&cookie.encoded().to_string()) {
            response.headers_mut().append(header::SET_COOKIE, value);
        }
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
            (Opens::ReturnCode("7K2QMX9T4B"), "code-7K2QMX9T4B"),
            (Opens::Link("7K2QMX9T4B"), "link-7K2QMX9T4B"),
            (
                Opens::UnsentOfDraft("transit-permit"),
                "typed-draft-transit-permit",
            ),
            (
                Opens::UnsentOfApplication("7K2QMX9T4B"),
                "typed-access-7K2QMX9T4B",
            ),
            (Opens::Unsent, "typed"),
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
    fn an_address_says_what_a_cookie_opens_there() {
        for (address, opens) in [
            ("/s/stall", Some(Opens::Draft("stall"))),
            ("/s/stall/apply/who?change=1", Some(Opens::Draft("stall"))),
            ("/a/7K2QMX9T4B?sent=1", Some(Opens::Application("7K2QMX9T4B"))),
            ("/a", None),
            ("/o/cases/7K2QMX9T4B", None),
            ("//s/stall", None),
            ("", None),
        ] {
            assert_eq!(Opens::at(address), opens, "{address}");
        }
    }

    #[test]
    fn what_goes_with_the_browser_has_no_end_and_what_is_kept_has_one() {
        let draft = Opens::Draft("stall");
        let said =
            |cookies: Vec<Cookie<'_>>| -> Vec<String> { cookies.iter().map(ToString::to_string).collect() };
        assert_eq!(
            said(passing(SECURE, draft, "x")),
            [
                "__Host-draft-stall=x; HttpOnly; SameSite=Lax; Secure; Path=/",
                "draft=x; HttpOnly; SameSite=Lax; Secure; Path=/s/stall"
            ]
        );
        assert_eq!(passing(PLAIN, Opens::Office, "x").len(), 1);
        let kept = said(kept(
            SECURE,
            draft,
            passing(SECURE, draft, "x"),
            SignedDuration::from_hours(24),
        ));
        let names = ["__Host-draft-stall=x", "draft=x", "__Host-kept-draft-stall=1"];
        assert_eq!(kept.len(), names.len());
        for (cookie, name) in kept.iter().zip(names) {
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
