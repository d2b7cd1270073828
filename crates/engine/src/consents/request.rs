//! What somebody is asked to consent to.

use std::sync::Arc;

use forms::{Answer, Consent, Question};
use jiff::Timestamp;
use store::Case;

use super::link;
use crate::services::Published;

/// What somebody is asked to consent to, by the link that was mailed to them.
#[derive(Clone, Debug)]
pub struct ConsentRequest {
    pub(crate) case: Case,
    pub(super) published: Arc<Published>,
    pub(super) consent: Consent,
}

impl ConsentRequest {
    /// The service, in the version of the application.
    pub fn published(&self) -> &Arc<Published> {
        &self.published
    }

    /// Who asks, as they wrote their name.
    pub fn asked_by(&self) -> String {
        link::asked_by(&self.published.service, &self.case)
    }

    /// What is asked, and what is shown.
    pub fn consent(&self) -> &Consent {
        &self.consent
    }

    /// The answers that they are shown, and nothing else.
    pub fn shown(&self) -> Vec<(&Question, &Answer)> {
        let answers = &self.case.application.answers;
        let shown = self.consent.shows.iter();
        shown
            .filter_map(|id| Some((self.published.service.question(id)?, answers.get(id)?)))
            .collect()
    }

    /// The first instant that is too late for an answer.
    pub fn until(&self) -> Option<Timestamp> {
        self.case.application.due_at()
    }
}
