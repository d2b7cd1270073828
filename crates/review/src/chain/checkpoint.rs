use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::header::time;
use super::verify::{Break, verify};
use super::{Hash, Link, canonical};
use crate::ApplicationId;

/// The end of one application's chain at some moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Head {
    /// Whose.
    pub application: ApplicationId,
    /// The sequence of the last event.
    pub sequence: u64,
    /// Its hash.
    pub hash: Hash,
}

/// A summary of all heads at a moment, to be signed and kept where the database's masters cannot reach it,
/// **together with the list of heads** that it was made from: the list is what later histories are held against.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Checkpoint {
    /// When it was taken.
    pub at: Timestamp,
    /// How many applications there were.
    pub count: u64,
    /// SHA-256 over the heads in the order of their applications.
    pub root: Hash,
}

/// What a checkpoint shows about today's records.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Discrepancy {
    /// The list of heads is not the one that the checkpoint was made from.
    #[error("the list of heads is not the one that was signed")]
    Heads,
    /// The application has no history any more.
    #[error("application {0} has vanished")]
    Vanished(ApplicationId),
    /// Its last events are missing.
    #[error("application {application} had {then} events and has {now}")]
    Cut {
        /// Whose.
        application: ApplicationId,
        /// The sequence of its last event when the checkpoint was taken.
        then: u64,
        /// The sequence of its last event now.
        now: u64,
    },
    /// Its history was written anew: it holds in itself, and is not the one that was signed.
    #[error("the history of application {0} was replaced")]
    Replaced(ApplicationId),
    /// Its chain does not hold in itself.
    #[error("the history of application {application}: {found}")]
    Broken {
        /// Whose.
        application: ApplicationId,
        /// Where and how.
        found: Break,
    },
}

impl Checkpoint {
    /// Summarises these heads, one an application, in any order.
    pub fn over(heads: &[Head], at: Timestamp) -> Self {
        Self {
            at,
            count: heads.len() as u64,
            root: root(heads),
        }
    }

    /// The bytes to sign: `CBOR ["chasqui/checkpoint/1", at, count, root]`, deterministic.
    pub fn to_be_signed(&self) -> Vec<u8> {
        canonical::encode(|cbor| {
            cbor.array(4)?.str("chasqui/checkpoint/1")?;
            time(cbor, self.at)?;
            cbor.u64(self.count)?.bytes(&self.root.0)?.ok()
        })
    }

    /// Whether this is the list of heads that was signed. Then ask each [`Head::check`].
    pub fn covers(&self, heads: &[Head]) -> Result<(), Discrepancy> {
        if self.count == heads.len() as u64 && self.root == root(heads) {
            Ok(())
        } else {
            Err(Discrepancy::Heads)
        }
    }
}

impl Head {
    /// The end of this history.
    pub fn of(history: &[Link]) -> Option<Self> {
        let last = history.last()?;
        let header = last.header();
        Some(Self {
            application: header.application,
            sequence: header.sequence,
            hash: last.hash(),
        })
    }

    /// Holds today's history of the application against what it was: it must still be its beginning.
    pub fn check(&self, history: &[Link]) -> Result<(), Discrepancy> {
        let application = self.application;
        let Some(now) = Self::of(history) else {
            return Err(Discrepancy::Vanished(application));
        };
        verify(history).map_err(|found| Discrepancy::Broken { application, found })?;
        if now.application != application {
            return Err(Discrepancy::Vanished(application));
        }
        // The chain holds, so the event of sequence n stands at place n - 1.
        let then = usize::try_from(self.sequence.saturating_sub(1))
            .ok()
            .and_then(|place| history.get(place));
        match then {
            None => Err(Discrepancy::Cut {
                application,
                then: self.sequence,
                now: now.sequence,
            }),
            Some(link) if link.hash() != self.hash => Err(Discrepancy::Replaced(application)),
            Some(_) => Ok(()),
        }
    }
}

/// A plain hash and not a Merkle tree: nobody needs a proof about one application without the list.
fn root(heads: &[Head]) -> Hash {
    let mut sorted = heads.to_vec();
    sorted.sort_unstable();
    Hash::of(&canonical::encode(|cbor| {
        cbor.array(2)?
            .str("chasqui/heads/1")?
            .array(sorted.len() as u64)?;
        for head in &sorted {
            cbor.array(3)?
                .bytes(head.application.0.as_bytes())?
                .u64(head.sequence)?
                .bytes(&head.hash.0)?;
        }
        Ok(())
    }))
}
