//! Processes and servers killed at random moments under load: what was acknowledged must be there afterwards.
//!
//! A backend's test starts itself as the process that [`load::work`]s until it is killed, says each
//! acknowledgement in a line, and holds the [`Ledger`] of those lines against what is kept.

mod ledger;
pub mod load;
mod victim;

use std::future::Future;
use std::hash::{BuildHasher, RandomState};
use std::time::{Duration, Instant};

use crate::StoreError;
pub use ledger::Ledger;
pub use victim::Victim;

/// When nothing comes any more, on whatever machine: who waits for a process, a server or a recovery waits this long. How quick
/// they must be is not judged here.
pub const PATIENCE: Duration = Duration::from_mins(10);
/// Before a store that does not answer is asked again.
pub const PAUSE: Duration = Duration::from_millis(10);
/// Makes a failure repeat itself, as far as the machine's own timing lets it.
const SEED: &str = "CHASQUI_KILL_SEED";
/// A process that may work is killed after at most so many acknowledgements.
const LONGEST: u64 = 100;
/// One of so many is killed while it starts, which is while it recovers from the kill before.
const EARLY: u64 = 5;
/// Within which time that is: somewhat longer than a start takes.
const START: Duration = Duration::from_millis(150);

/// Asks, again where the store says that it does not answer: one that is busy, or that has just been killed, may say so to
/// anybody. For what may be asked twice.
pub async fn answered<T, F>(mut ask: impl FnMut() -> F) -> Result<T, StoreError>
where
    F: Future<Output = Result<T, StoreError>>,
{
    let begun = Instant::now();
    loop {
        match ask().await {
            Err(StoreError::Unavailable(_)) if begun.elapsed() < PATIENCE => tokio::time::sleep(PAUSE).await,
            answered => return answered,
        }
    }
}

/// When to kill.
#[derive(Clone, Copy, Debug)]
pub enum Moment {
    /// After so many acknowledgements, which is in the middle of something else.
    After(u64),
    /// So soon that it may not have started.
    Within(Duration),
}

/// Draws moments.
#[derive(Debug)]
pub struct Chance(u64);

impl Chance {
    /// Begins with the seed of the environment, or one of its own, and prints it.
    #[allow(clippy::print_stderr, reason = "who reads of a failure needs the seed")]
    pub fn seeded() -> Self {
        let given = std::env::var(SEED).ok().map(|seed| seed.parse().unwrap());
        let seed = given.unwrap_or_else(|| RandomState::new().hash_one(SEED));
        eprintln!("the moments come from {SEED}={seed}");
        Self(seed)
    }

    /// The moments of so many kills. The first is not early: there is nothing to recover from yet.
    pub fn moments(&mut self, kills: usize) -> Vec<Moment> {
        let first = Moment::After(1 + self.below(LONGEST));
        std::iter::once(first)
            .chain(std::iter::repeat_with(|| self.moment()))
            .take(kills)
            .collect()
    }

    fn moment(&mut self) -> Moment {
        if self.below(EARLY) == 0 {
            let limit = u64::try_from(START.as_micros()).unwrap_or(u64::MAX);
            Moment::Within(Duration::from_micros(self.below(limit)))
        } else {
            Moment::After(1 + self.below(LONGEST))
        }
    }

    /// A number below the limit.
    pub fn below(&mut self, limit: u64) -> u64 {
        self.0 = self.0.wrapping_add(1);
        super::world::mixed(self.0) % limit
    }
}
