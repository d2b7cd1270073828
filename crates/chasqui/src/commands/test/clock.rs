//! A clock that stands still until it is set.

use std::sync::{Arc, Mutex, PoisonError};

use engine::clock::Clock;
use jiff::Timestamp;

/// Its time is that of the scenario.
#[derive(Clone)]
pub(super) struct Set(Arc<Mutex<Timestamp>>);

impl Set {
    pub(super) fn to(now: Timestamp) -> Self {
        Self(Arc::new(Mutex::new(now)))
    }

    pub(super) fn set(&self, now: Timestamp) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = now;
    }
}

impl Clock for Set {
    fn now(&self) -> Timestamp {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
