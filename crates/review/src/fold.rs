use crate::apply::begin;
use crate::chain::{Break, verify_whole};
use crate::{Application, EventKind, Recorded};

/// A history that no application can be made from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BrokenHistory {
    /// Somebody, or a fault, changed it.
    #[error(transparent)]
    Chain(#[from] Break),
    /// It ends before the rules said what becomes of the submission.
    #[error("the history ends before the submission was ruled on")]
    Unruled,
    /// The chain holds, and yet this event cannot follow those before it.
    #[error("event {sequence} ({kind:?}) cannot follow those before it")]
    Impossible {
        /// Its place.
        sequence: u64,
        /// Its kind.
        kind: EventKind,
    },
}

/// The application that these events made, after checking that their chain holds.
pub fn fold(events: &[Recorded]) -> Result<Application, BrokenHistory> {
    verify_whole(events)?;
    let [submitted, ruled, rest @ ..] = events else {
        return Err(BrokenHistory::Unruled);
    };
    let mut application = begin(submitted, ruled).map_err(|_| impossible(ruled))?;
    for recorded in rest {
        application.apply(recorded).map_err(|_| impossible(recorded))?;
    }
    Ok(application)
}

fn impossible(recorded: &Recorded) -> BrokenHistory {
    BrokenHistory::Impossible {
        sequence: recorded.sequence,
        kind: recorded.event.kind(),
    }
}
