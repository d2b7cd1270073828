//! What becomes of a request, and why nothing became of it.

use crate::{erasure::carry_out::EraseError, error::Error};

/// The longest reason that is kept, in letters.
pub const LONGEST: usize = 2_000;

/// Why nothing became of a request.
#[derive(Debug, thiserror::Error)]
pub enum RequestError {
    /// Somebody still has to decide the application.
    #[error("the application is still open")]
    Open,
    /// There is nothing left to erase.
    #[error("it is erased already")]
    Erased,
    /// It was asked for already, and that is not decided.
    #[error("it was asked for already")]
    Asked,
    /// Nobody of the office was for it yet: confirming is the second person's.
    #[error("nobody has proposed it")]
    NotProposed,
    /// Whoever confirms must be another person than the one who was for it first.
    #[error("another person confirms")]
    SamePerson,
    /// No reason was given.
    #[error("no reason was given")]
    NoWords,
    /// It could not be done, or not by this caller.
    #[error(transparent)]
    Engine(#[from] Error),
}

impl From<EraseError> for RequestError {
    fn from(error: EraseError) -> Self {
        match error {
            EraseError::Open => Self::Open,
            EraseError::Engine(error) => Self::Engine(error),
        }
    }
}

/// A reason as it is kept; of a long one the beginning.
pub(super) fn words(typed: &str) -> Option<String> {
    let words: String = typed.trim().chars().take(LONGEST).collect();
    (!words.is_empty()).then_some(words)
}
