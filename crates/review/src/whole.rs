use crate::chain::Header;
use crate::{Link, Recorded};

/// Why no application can be made from a stored history, although its chain may hold.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotWhole {
    /// The payload of this event, and maybe of others, was erased by law.
    #[error("event {0} was erased")]
    Erased(u64),
    /// A newer release wrote this event, and maybe others: what it did to the application is not known here.
    #[error("event {sequence} ({kind}) was written by a newer release")]
    Newer {
        /// Its place.
        sequence: u64,
        /// Its kind, in that release's words.
        kind: String,
    },
}

/// The events of a stored history, for [`fold`](crate::fold). A newer release's are told before erased ones, of which
/// one still knows the kinds.
pub fn whole_history(history: &[Link]) -> Result<Vec<Recorded>, NotWhole> {
    let mut events = Vec::with_capacity(history.len());
    let mut erased = None;
    for link in history {
        match link {
            Link::Whole(recorded) => events.push(recorded.clone()),
            Link::Erased(left) if left.kind.known().is_some() => erased = erased.or(Some(left.sequence)),
            Link::Erased(_) | Link::Newer(_) => return Err(newer(&link.header())),
        }
    }
    erased.map_or(Ok(events), |sequence| Err(NotWhole::Erased(sequence)))
}

fn newer(header: &Header) -> NotWhole {
    NotWhole::Newer {
        sequence: header.sequence,
        kind: header.kind.name().to_owned(),
    }
}
