use super::header::{Header, commitment};
use super::{Hash, Link, Recorded};

/// Where and how a chain does not hold: somebody, or a fault, changed the history.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Break {
    /// There is no event at all.
    #[error("there is no event")]
    Empty,
    /// Events are missing, doubled or out of order here.
    #[error("event {found} stands where event {expected} belongs")]
    Sequence {
        /// The place.
        expected: u64,
        /// What stands there.
        found: u64,
    },
    /// The event belongs to another application.
    #[error("event {0} belongs to another application")]
    Application(u64),
    /// The event does not follow the one before it.
    #[error("event {0} does not follow the one before it")]
    Previous(u64),
    /// The payload or its salt is not what was recorded.
    #[error("the payload of event {0} was changed")]
    Commitment(u64),
    /// Time, author, kind or commitment is not what was recorded.
    #[error("the record of event {0} was changed")]
    Hash(u64),
}

/// Checks a stored history, erased payloads and a newer release's events included: from the first event on, in order,
/// unchanged.
///
/// A chain that was cut at its end still holds: only a [`Checkpoint`](super::Checkpoint) shows that.
pub fn verify(links: &[Link]) -> Result<(), Break> {
    walk(links.iter().map(|link| match link {
        Link::Whole(recorded) => seen(recorded),
        Link::Erased(erased) => Seen {
            header: erased.header(),
            recomputed: erased.commitment,
            hash: erased.hash,
        },
        Link::Newer(newer) => Seen {
            header: newer.erased.header(),
            recomputed: commitment(&newer.salt, &newer.payload),
            hash: newer.erased.hash,
        },
    }))
}

/// [`verify`] for a history of which nothing was erased.
pub fn verify_whole(events: &[Recorded]) -> Result<(), Break> {
    walk(events.iter().map(seen))
}

struct Seen {
    header: Header,
    /// From the payload, where there is one.
    recomputed: Hash,
    hash: Hash,
}

fn seen(recorded: &Recorded) -> Seen {
    Seen {
        header: recorded.header(),
        recomputed: commitment(&recorded.salt, &recorded.payload()),
        hash: recorded.hash,
    }
}

fn walk(links: impl Iterator<Item = Seen>) -> Result<(), Break> {
    let mut before: Option<(Header, Hash)> = None;
    for link in links {
        follows(&link.header, before.as_ref())?;
        let sequence = link.header.sequence;
        if link.recomputed != link.header.commitment {
            return Err(Break::Commitment(sequence));
        }
        if link.header.hash() != link.hash {
            return Err(Break::Hash(sequence));
        }
        before = Some((link.header, link.hash));
    }
    before.map(|_| ()).ok_or(Break::Empty)
}

fn follows(header: &Header, before: Option<&(Header, Hash)>) -> Result<(), Break> {
    let (expected, previous) = match before {
        None => (1, Hash::NONE),
        Some((before, hash)) => (before.sequence.saturating_add(1), *hash),
    };
    if header.sequence != expected {
        return Err(Break::Sequence {
            expected,
            found: header.sequence,
        });
    }
    if before.is_some_and(|(before, _)| before.application != header.application) {
        return Err(Break::Application(header.sequence));
    }
    if header.previous != previous {
        return Err(Break::Previous(header.sequence));
    }
    Ok(())
}
