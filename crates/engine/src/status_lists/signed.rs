//! The status lists as this node last signed them.

use std::{
    collections::HashMap,
    sync::{Arc, PoisonError, RwLock},
};

use bytes::Bytes;
use jiff::{SignedDuration, Timestamp};
use tokio::sync::Mutex;

/// How old an answer may be: with the store's own delay, a revocation is out within this time.
const KEPT: SignedDuration = SignedDuration::from_secs(15);

/// The lists as this node last signed them.
#[derive(Debug, Default)]
pub(crate) struct StatusLists {
    signed: RwLock<HashMap<u32, Arc<SignedList>>>,
    /// Held while a list is read and signed: however many ask for one at once, it is done once, and one list at a time.
    pub(super) signing: Mutex<()>,
}

/// A list as it was signed.
#[derive(Clone, Debug)]
pub struct SignedList {
    /// When.
    pub at: Timestamp,
    /// The CWT.
    pub bytes: Bytes,
}

impl StatusLists {
    pub(super) fn fresh(&self, list: u32, now: Timestamp) -> Option<Arc<SignedList>> {
        let signed = self.signed.read().unwrap_or_else(PoisonError::into_inner);
        let kept = signed.get(&list)?;
        // One from the future was signed before this machine's clock was put right: it may be hours old.
        let age = now.duration_since(kept.at);
        (SignedDuration::ZERO..KEPT)
            .contains(&age)
            .then(|| Arc::clone(kept))
    }

    pub(super) fn keep(&self, list: u32, signed: Arc<SignedList>) {
        self.signed
            .write()
            .unwrap_or_else(PoisonError::into_inner)
            .insert(list, signed);
    }

    /// Forgets a list that this node has just changed, so that its next answer tells of it.
    pub(crate) fn forget(&self, list: u32) {
        self.signed
            .write()
            .unwrap_or_else(PoisonError::into_inner)
            .remove(&list);
    }
}
