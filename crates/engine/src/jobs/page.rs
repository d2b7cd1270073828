//! What a job is done by.

use store::JobProgress;

use crate::error::Error;

/// What one page of a job came to: so much that progress is kept in between, and another node can go on.
pub(super) enum PageOutcome {
    /// There is more.
    Forward(JobProgress),
    /// It could not be finished. What was done of it is kept, and it is begun again.
    Broken(JobProgress, Error),
    /// That was all.
    Done,
    /// Whoever asked for it may not do it any more.
    NotTheirs,
    /// It cannot be done any more, and why.
    Void(String),
}
