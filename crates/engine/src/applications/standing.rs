//! Where an application stands among those that wait.

use jiff::Timestamp;
use store::{Case, Position};

use crate::{engine::Engine, error::Error, services::Published};

impl Engine {
    /// Its place in the queue, where it waits for the office.
    pub async fn position(&self, case: &Case) -> Result<Option<Position>, Error> {
        Ok(self.store.position(case.application.id).await?)
    }
}

/// Until when an application that was rejected then may be appealed; nothing where it may not.
pub fn appeal_until(published: &Published, case: &Case, rejected_at: Timestamp) -> Option<Timestamp> {
    let appeal = published.service.review.appeal.as_ref();
    let appeal = appeal.filter(|_| !case.application.appealed)?;
    let kept = case.application.appeal_until;
    Some(kept.unwrap_or_else(|| appeal.within.after(rejected_at)))
}
