//! One opinion, as whoever is to give it sees it.

use std::sync::Arc;

use forms::{Answer, OpinionId, OpinionOutcome, OpinionRequest, Question};
use jiff::Timestamp;
use permit::Reference;
use review::{Opinion, OpinionAnswer, PersonId, Refusal};

use crate::services::Published;

/// An opinion that was asked of the people of a role. It holds nothing else of the application.
#[derive(Clone, Debug)]
pub struct OpinionCase {
    /// The application.
    pub reference: Reference,
    /// The version of its service that it is on.
    pub published: Arc<Published>,
    /// The first instant that is too late.
    pub due_at: Option<Timestamp>,
    /// Whether it is still to be given.
    pub standing: OpinionStanding,
    pub(super) asked: Opinion,
}

/// Where an opinion stands.
#[derive(Clone, Debug)]
pub enum OpinionStanding {
    /// It is awaited.
    Awaited {
        /// What is asked.
        request: OpinionRequest,
        /// Why the reader may not give it, all the same.
        why_not: Option<Refusal>,
    },
    /// It was given.
    Given(GivenOpinion),
    /// Its time is over, or the case has gone on.
    Over,
}

/// An opinion that was given.
#[derive(Clone, Debug)]
pub struct GivenOpinion {
    /// By whom.
    pub by: PersonId,
    /// When.
    pub at: Timestamp,
    /// What it comes to.
    pub outcome: OpinionOutcome,
    /// In which words.
    pub words: Option<String>,
}

impl GivenOpinion {
    /// The opinion, if it was given.
    pub(super) fn of(asked: &Opinion) -> Option<Self> {
        match &asked.answer {
            Some(OpinionAnswer::Given {
                by,
                at,
                outcome,
                words,
            }) => Some(Self {
                by: *by,
                at: *at,
                outcome: *outcome,
                words: words.clone(),
            }),
            _ => None,
        }
    }
}

impl OpinionCase {
    /// The answers that are shown, while it is awaited.
    pub fn shown(&self) -> Vec<(&Question, &Answer)> {
        let OpinionStanding::Awaited { request, .. } = &self.standing else {
            return Vec::new();
        };
        let shown = request.shows.iter();
        shown
            .filter_map(|id| Some((self.published.service.question(id)?, self.asked.shown.get(id)?)))
            .collect()
    }

    /// Which it is.
    pub fn opinion(&self) -> &OpinionId {
        &self.asked.opinion
    }

    /// The visit to the step that asks, which whoever gives the opinion names.
    pub fn visit(&self) -> u64 {
        self.asked.visit
    }
}
