//! How it was: the question on the applicant's page.

use std::borrow::Cow;

use engine::applications::own::OwnApplication;

use crate::{
    app::App,
    applications::rate::{COMMENT, SCORE},
    error::WebError,
    form::Form,
    page::Page,
    unsent::Unsent,
};

/// The form as it was filled in, with what is wrong with it.
pub(super) struct RatingForm {
    typed: Form,
    pub(super) errors: Vec<(String, Cow<'static, str>)>,
}

impl RatingForm {
    /// It is asked just after an application was sent, and until it is answered.
    pub(super) async fn of(
        app: &App,
        own: &OwnApplication,
        just_sent: bool,
        unsent: &Unsent,
        page: &Page,
    ) -> Result<Option<Self>, WebError> {
        let is_typed = unsent.form().is_some_and(|form| form.has(COMMENT));
        if !(just_sent || is_typed) || app.has_rated(own).await? {
            return Ok(None);
        }
        let wrong = unsent.wrong().iter();
        Ok(Some(Self {
            typed: unsent.typed(),
            errors: wrong
                .map(|wrong| (wrong.field().to_owned(), page.t(wrong.text())))
                .collect(),
        }))
    }

    pub(super) fn error(&self, field: &str) -> Option<&str> {
        let mut errors = self.errors.iter();
        let found = errors.find(|(wrong, _)| wrong == field);
        found.map(|(_, text)| &**text)
    }

    /// The scores that may be given, best first, and whether each was chosen.
    pub(super) fn scores(&self) -> impl Iterator<Item = (u8, bool)> {
        let chosen = self.typed.first(SCORE).and_then(|score| score.parse().ok());
        (1..=5).rev().map(move |score| (score, chosen == Some(score)))
    }

    pub(super) fn comment(&self) -> &str {
        self.typed.first(COMMENT).unwrap_or_default()
    }
}
