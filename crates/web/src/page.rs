//! What the frame of every page needs: language, where we are, who is here, the form token.

use std::borrow::Cow;

use axum::{
    extract::{FromRequestParts, OriginalUri},
    http::{HeaderMap, request::Parts},
};
use engine::authorise::Caller;
use locale::Language;

use crate::{
    app::App,
    cookies::{self, Opens},
    gate::FormToken,
    identity::Identity,
    language,
    said::Said,
};

/// The frame of a page. A template holds it as its field `page`.
#[derive(Clone, Debug)]
pub(crate) struct Page {
    /// In which language it speaks.
    pub language: Language,
    /// The address, without the language switch: what the switch's links lead to.
    pub here: String,
    /// Whether to say that nothing here counts.
    pub demo: bool,
    /// Whose site it is.
    pub identity: Identity,
    /// Goes into each form as `form_token`.
    pub form_token: String,
    /// Whether the browser was asked to remember what this page shows.
    pub is_remembered: bool,
    /// Whether it has a form `answers` whose answers go along to the address that its reader leaves for.
    pub has_answers: bool,
    /// Where whoever tries a version of a service leaves it for, on pages on which nothing counts.
    pub specimen: Option<String>,
    /// Who asked for it.
    pub caller: Caller,
}

impl Page {
    /// A frame for a page that nobody asked for at its address: an error.
    pub(crate) fn plain(language: Language, identity: Identity) -> Self {
        Self {
            language,
            identity,
            here: String::new(),
            demo: false,
            form_token: String::new(),
            is_remembered: false,
            has_answers: false,
            specimen: None,
            caller: Caller::stranger(),
        }
    }

    /// The same frame with a form whose answers are kept when its page is left.
    #[must_use]
    pub(crate) fn with_answers(self) -> Self {
        Self {
            has_answers: true,
            ..self
        }
    }

    /// The same frame around a version of a service that is only tried.
    #[must_use]
    pub(crate) fn of_specimen(self, leave: String) -> Self {
        Self {
            specimen: Some(leave),
            ..self
        }
    }

    /// The same frame for everybody, at an address without what strangers may add to it: it knows nobody, and no form is theirs.
    #[must_use]
    pub(crate) fn for_everybody(self, address: &str) -> Self {
        Self {
            here: address.to_owned(),
            form_token: String::new(),
            is_remembered: false,
            caller: Caller::stranger(),
            ..self
        }
    }

    /// The text of a key.
    pub(crate) fn t(&self, key: impl AsRef<str>) -> Cow<'static, str> {
        self.language.t(key.as_ref())
    }

    /// The text of a key that mentions one thing.
    pub(crate) fn t1(&self, key: &str, name: &str, value: impl std::fmt::Display) -> String {
        self.language.t1(key, name, value)
    }

    /// The text of a key that mentions two things.
    pub(crate) fn t2(&self, key: &str, a: (&str, &str), b: (&str, &str)) -> String {
        self.language.t2(key, a, b)
    }

    /// The text of a key that counts.
    pub(crate) fn tn(&self, key: &str, count: impl std::borrow::Borrow<u64>) -> String {
        self.language.tn(key, *count.borrow())
    }
}

/// Whose site it is, and where its built files are; a template has nobody else to ask.
impl Page {
    /// What the site is called.
    pub(crate) fn site_name(&self) -> Said {
        let own = self.identity.name(self.language);
        own.unwrap_or_else(|| Said::ours(self.t("site-name")))
    }

    /// Who answers for the site, where its file says so.
    pub(crate) fn authority(&self) -> Option<Said> {
        self.identity.authority(self.language)
    }

    /// How they are reached, each as HTML.
    pub(crate) fn contact(&self) -> Vec<String> {
        self.identity.contact(self.language)
    }

    /// Who answers for the site, with the domain that people may trust.
    pub(crate) fn official(&self) -> Option<(Said, &str)> {
        Some((self.authority()?, self.identity.domain()?))
    }

    /// What all visitors are told now.
    pub(crate) fn banner(&self) -> Option<Said> {
        self.identity.banner(self.language)
    }

    /// The address of the stylesheet.
    pub(crate) fn stylesheet(&self) -> String {
        self.asset("chasqui.css")
    }

    /// The address of another built file.
    pub(crate) fn asset(&self, name: &str) -> String {
        self.identity.asset(name)
    }

    /// The address of the sign that browsers show on their tabs.
    pub(crate) fn icon(&self) -> String {
        self.asset("icon.svg")
    }

    /// Where the browser is asked to remember what this page shows: the draft or the application of its address.
    pub(crate) fn keep(&self) -> String {
        match Opens::at(&self.here) {
            Some(Opens::Draft(service)) => format!("/s/{service}/keep"),
            Some(Opens::Application(reference)) => format!("/a/{reference}/keep"),
            _ => String::new(),
        }
    }

    /// What of its visitor this page shows: what was not sent yet, or what was.
    pub(crate) fn shows(&self) -> &'static str {
        match Opens::at(&self.here) {
            Some(Opens::Draft(_)) => "draft",
            _ => "application",
        }
    }

    /// Every language but this page's own, with the address of this page in it.
    pub(crate) fn switches(&self) -> Vec<Switch> {
        let area = language::area(self.here.split('?').next().unwrap_or_default());
        Language::offered(area)
            .map(|language| Switch {
                code: language.code(),
                name: language.own_name(),
                address: format!(
                    "{}{}lang={}",
                    self.here,
                    if self.here.contains('?') { '&' } else { '?' },
                    language.code()
                ),
                current: language == self.language,
            })
            .collect()
    }
}

/// A link to the same page in a language.
#[derive(Debug)]
pub(crate) struct Switch {
    /// `es`
    pub code: &'static str,
    /// `Español`
    pub name: Cow<'static, str>,
    /// Where it leads.
    pub address: String,
    /// Whether the page is in it already.
    pub current: bool,
}

impl FromRequestParts<App> for Page {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Self::Rejection> {
        let extensions = &parts.extensions;
        let uri = extensions
            .get::<OriginalUri>()
            .map_or(&parts.uri, |original| &original.0);
        Ok(Self {
            language: extensions.get().copied().unwrap_or(Language::DEFAULT),
            here: without_switch(uri.path(), uri.query().unwrap_or_default()),
            demo: app.settings.demo,
            identity: Identity::of(app),
            form_token: extensions
                .get::<FormToken>()
                .map(|token| token.0.clone())
                .unwrap_or_default(),
            has_answers: false,
            specimen: None,
            is_remembered: is_remembered(app, uri.path(), &parts.headers),
            caller: extensions.get().cloned().unwrap_or(Caller::stranger()),
        })
    }
}

/// Whether the browser keeps, when it is closed, what opens the draft or the application of this address.
fn is_remembered(app: &App, path: &str, headers: &HeaderMap) -> bool {
    Opens::at(path).is_some_and(|opens| cookies::value(headers, &opens.remembered(app.site())).is_some())
}

/// An address without its language, and never with a key.
pub(crate) fn without_switch(path: &str, query: &str) -> String {
    let kept: Vec<&str> = query
        .split('&')
        .filter(|pair| !pair.is_empty() && !pair.starts_with("lang=") && !pair.starts_with("key="))
        .collect();
    if kept.is_empty() {
        path.to_owned()
    } else {
        format!("{path}?{}", kept.join("&"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_switch_keeps_the_rest_of_the_address_but_never_a_key() {
        assert_eq!(
            without_switch("/o", "page=2&lang=en&status=Queued"),
            "/o?page=2&status=Queued"
        );
        assert_eq!(
            without_switch("/a/7K2QMX9T4B", "key=abc&lang=en"),
            "/a/7K2QMX9T4B"
        );
    }
}
