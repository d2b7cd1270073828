//! Rate limits: counters that need not survive a power cut.

use async_trait::async_trait;
use jiff::{SignedDuration, Timestamp};

use crate::StoreError;

/// How often something was done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hits {
    /// How often in the running window; never outside of one.
    pub count: u32,
    /// When that window ends; now, where none runs.
    pub ends_at: Timestamp,
}

/// Counters in fixed windows.
#[async_trait]
pub trait Limits {
    /// Counts one hit on the bucket and answers how many there were in its running window, this one
    /// included. The first hit opens the window; the first after its end opens the next.
    async fn hit(&self, bucket: &str, window: SignedDuration, now: Timestamp) -> Result<Hits, StoreError>;

    /// Takes one hit of the running window back: it was none of those that count.
    async fn take_back_hit(&self, bucket: &str, now: Timestamp) -> Result<(), StoreError>;

    /// How many hits the bucket has in its running window: for what counts only if it fails.
    async fn hits(&self, bucket: &str, now: Timestamp) -> Result<Hits, StoreError>;
}
