//! What the page of an error says, settled before the page is made.

use jiff::SignedDuration;
use locale::{Language, dates};

/// What the page says; attached to the response, since only the middleware knows the visitor's language.
#[derive(Clone, Debug)]
pub(crate) struct Problem {
    /// `error-{key}-title`, `-body`.
    pub(super) key: &'static str,
    /// A more exact sentence than the body's, by its text key.
    detail: Option<String>,
    /// Where the visitor can go on.
    link: Option<String>,
    /// How long to wait, which `Retry-After` says to the second.
    wait: Option<SignedDuration>,
}

impl Problem {
    pub(super) fn new(key: &'static str) -> Self {
        Self {
            key,
            detail: None,
            link: None,
            wait: None,
        }
    }

    /// The same, with where the visitor can go on.
    pub(super) fn at(self, link: impl Into<String>) -> Self {
        Self {
            link: Some(link.into()),
            ..self
        }
    }

    /// The same, with the key of a more exact sentence.
    pub(super) fn because(self, detail: String) -> Self {
        Self {
            detail: Some(detail),
            ..self
        }
    }

    /// The same, with how long the visitor is to wait.
    pub(super) fn after(self, wait: SignedDuration) -> Self {
        Self {
            wait: Some(wait),
            ..self
        }
    }

    /// What happened and what to do now.
    pub(super) fn body(&self, language: Language) -> String {
        let key = self.key("body");
        match self.wait {
            Some(wait) => language.t1(&key, "wait", dates::pause(wait, language)),
            None => language.t(&key).into_owned(),
        }
    }

    pub(super) fn key(&self, part: &str) -> String {
        format!("error-{}-{part}", self.key)
    }

    pub(super) fn known_detail(&self) -> Option<&str> {
        self.detail.as_deref().filter(|key| Language::knows(key))
    }

    pub(super) fn link(&self) -> Option<&str> {
        self.link.as_deref()
    }
}
