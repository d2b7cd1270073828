//! What a job is done by.

use store::JobProgress;

/// What one page of a job came to: so much that progress is kept in between, and another node can go on.
pub(super) enum Page {
    /// There is more.
    Forward(JobProgress),
    /// That was all.
    Done,
    /// Whoever asked for it may not do it any more.
    NotTheirs,
}
