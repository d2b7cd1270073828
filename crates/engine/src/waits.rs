//! How long a service's decisions take now, as whoever thinks of applying is told.

pub(crate) mod known;

use forms::{Service, ServiceId, Term};
use jiff::{SignedDuration, civil::Date};
pub use store::Waits;

use crate::engine::Engine;

/// Decisions of before say nothing of now.
const LATELY: SignedDuration = SignedDuration::from_hours(30 * 24);
/// Of fewer decisions nobody could tell what is usual.
const ENOUGH: usize = 10;
impl Engine {
    /// How long the last decisions took, where people decide, and have decided often enough in the last thirty days. It is not told
    /// where it cannot be looked up.
    pub async fn waits(&self, service: &ServiceId) -> Option<Waits> {
        let now = self.now();
        let (known, is_old) = self.waits.known(service, now);
        if !is_old {
            return known;
        }
        match self.store.waits(service, now - LATELY).await {
            Ok(waits) => {
                let waits = waits.filter(|waits| waits.count >= ENOUGH);
                self.waits.learn(service, now, waits);
                waits
            }
            Err(error) => {
                tracing::warn!(%error, %service, "how long decisions take could not be looked up");
                known
            }
        }
    }

    /// The day on which a service's office works again, if it does not work today and counts its time in business days.
    pub fn works_again(&self, service: &Service) -> Option<Date> {
        let workflow = &service.review;
        let mut deadlines = workflow.steps.iter().filter_map(|step| step.deadline.as_ref());
        let counts = deadlines.any(|deadline| matches!(deadline.after, Term::BusinessDays(_)));
        let works = |day: &Date| workflow.calendar.is_business_day(*day, None);
        let today = self.today();
        if !counts || works(&today) {
            return None;
        }
        std::iter::successors(today.tomorrow().ok(), |day| day.tomorrow().ok())
            .take(60)
            .find(works)
    }
}
