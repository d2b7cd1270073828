//! What a node knows of how long decisions take, between two looks at the store.

use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
};

use forms::ServiceId;
use jiff::{SignedDuration, Timestamp};
use store::Waits;

/// How long a figure is told before it is looked up again: a crowd of readers costs the store nothing.
const KEPT: SignedDuration = SignedDuration::from_mins(1);

/// The figures as this node looked them up last.
#[derive(Debug, Default)]
pub(crate) struct KnownWaits(Mutex<HashMap<ServiceId, (Timestamp, Option<Waits>)>>);

impl KnownWaits {
    /// What is known; and whether whoever asks is to look it up, which is one of those who ask at the same time.
    pub(super) fn known(&self, service: &ServiceId, now: Timestamp) -> (Option<Waits>, bool) {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        match known.get_mut(service) {
            Some((looked_up, waits)) if now.duration_since(*looked_up) < KEPT => (*waits, false),
            Some((looked_up, waits)) => {
                *looked_up = now;
                (*waits, true)
            }
            None => {
                known.insert(service.clone(), (now, None));
                (None, true)
            }
        }
    }

    pub(super) fn learn(&self, service: &ServiceId, now: Timestamp, waits: Option<Waits>) {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        known.insert(service.clone(), (now, waits));
    }
}
