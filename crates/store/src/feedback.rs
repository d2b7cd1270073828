//! How applicants found it.

use async_trait::async_trait;
use forms::ServiceId;
use jiff::Timestamp;

use crate::StoreError;

/// From 1 (very bad) to 5 (very good).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Score(u8);

/// What one applicant said, not tied to an application.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rating {
    /// The service that was used.
    pub service: ServiceId,
    /// How it was.
    pub score: Score,
    /// In the applicant's own words.
    pub comment: Option<String>,
    /// When.
    pub at: Timestamp,
}

/// A service's ratings added up.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Scores {
    /// How many gave 1, 2, 3, 4 and 5.
    pub counts: [u64; 5],
    /// The latest comments, newest first.
    pub comments: Vec<Comment>,
}

/// A rating that came with words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Comment {
    /// The score beside it.
    pub score: Score,
    /// The words.
    pub text: String,
    /// When.
    pub at: Timestamp,
}

/// Feedback.
#[async_trait]
pub trait Feedback {
    /// Keeps a rating.
    async fn rate(&self, rating: &Rating) -> Result<(), StoreError>;

    /// A service's ratings since a time, with the latest `comments` comments.
    async fn scores(
        &self,
        service: &ServiceId,
        since: Timestamp,
        comments: u32,
    ) -> Result<Scores, StoreError>;
}

impl Score {
    /// A score of 1 to 5.
    pub fn new(score: u8) -> Option<Self> {
        (1..=5).contains(&score).then_some(Self(score))
    }

    /// The number.
    pub fn value(self) -> u8 {
        self.0
    }
}
