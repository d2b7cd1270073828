//! Slowing whoever guesses, and not whom they guess at.
//!
//! Only wrong guesses count, and they count where they come from. A network that was wrong about one thing a few times waits
//! before it may try that thing again, each time longer. Only when very many were wrong about one thing from everywhere do
//! networks that were never wrong about it wait as well: once, and then they are answered. So nobody who types it right is ever
//! locked out by strangers, and many strangers together are bounded by how many networks they have.

use std::hash::{DefaultHasher, Hash as _, Hasher as _};

use jiff::SignedDuration;
use tokio::sync::{Mutex, MutexGuard};

use super::{bucket, too_many};
use crate::{engine::Engine, error::Error, peer::Peer};

const A_DAY: SignedDuration = SignedDuration::from_hours(24);
/// In so long a time a network may be wrong so often, whatever about.
const WINDOW: SignedDuration = SignedDuration::from_mins(15);
/// So often a day a network is wrong about one thing before it waits.
const SLIPS: u32 = 5;
/// How long it waits first, and at most.
const WAIT: SignedDuration = SignedDuration::from_mins(1);
const LONGEST_WAIT: SignedDuration = SignedDuration::from_hours(1);
/// The same where very many are wrong about one thing: then a single slip costs this.
const WAIT_IN_ATTACK: SignedDuration = SignedDuration::from_mins(10);
const LONGEST_WAIT_IN_ATTACK: SignedDuration = SignedDuration::from_hours(4);
/// How long a network that has waited for its turn keeps it.
const TURN: SignedDuration = SignedDuration::from_mins(15);
/// One at a time of a network about one thing is between asking how many were wrong before and being counted itself: whoever guesses
/// many times at once gets no more than one after the other. The lock is chosen by what is guessed at and from where.
static TRYING: [Mutex<()>; 64] = [const { Mutex::const_new(()) }; 64];

/// How guesses of one kind are slowed.
pub(crate) struct Guessing {
    /// Names its counters.
    pub(crate) what: &'static str,
    /// So often in a quarter of an hour a network may be wrong, whatever about.
    pub(crate) of_network: u32,
    /// So often a day everybody together may be wrong about one thing before those wait who were not.
    pub(crate) of_everybody: u32,
    /// With so many more wrong guesses their wait doubles.
    pub(crate) doubles_with: u32,
    /// How long they wait at most.
    pub(crate) longest_turn: SignedDuration,
}

/// A guess that may be made, and whose outcome is to be told.
pub(crate) struct Guess<'a> {
    guessing: &'a Guessing,
    engine: &'a Engine,
    whose: String,
    /// Nothing where limits of networks do not fall.
    network: Option<String>,
    here: String,
    _trying: MutexGuard<'static, ()>,
}

impl Guessing {
    /// A guess at one thing, unless whoever makes it must wait.
    pub(crate) async fn begin<'a>(
        &'a self,
        engine: &'a Engine,
        peer: Peer,
        whose: &str,
    ) -> Result<Guess<'a>, Error> {
        let is_exempt = engine.settings.exempt_networks.contain(peer);
        let network = peer.network();
        let here = format!("{network} {whose}");
        let trying = lock_of(self.what, &here).lock().await;
        let guess = Guess {
            guessing: self,
            engine,
            whose: whose.to_owned(),
            here,
            network: (!is_exempt).then_some(network),
            _trying: trying,
        };
        guess.of_network().await?;
        guess.after_its_wait().await?;
        guess.in_turn().await?;
        Ok(guess)
    }

    /// How long a network waits that was so often wrong about one thing, where everybody together was so often.
    fn wait(&self, here: u32, everywhere: u32) -> SignedDuration {
        let (free, first, longest) = if self.is_attack(everywhere) {
            (1, WAIT_IN_ATTACK, LONGEST_WAIT_IN_ATTACK)
        } else {
            (SLIPS, WAIT, LONGEST_WAIT)
        };
        here.checked_sub(free)
            .map_or(SignedDuration::ZERO, |times| doubled(first, times).min(longest))
    }

    /// How long a network waits that was not wrong about it yet.
    fn turn(&self, everywhere: u32) -> SignedDuration {
        everywhere
            .checked_sub(self.of_everybody)
            .map_or(SignedDuration::ZERO, |more| {
                doubled(WAIT, more / self.doubles_with).min(self.longest_turn)
            })
    }

    fn is_attack(&self, everywhere: u32) -> bool {
        everywhere >= self.of_everybody
    }
}

fn lock_of(what: &str, here: &str) -> &'static Mutex<()> {
    let mut hasher = DefaultHasher::new();
    (what, here).hash(&mut hasher);
    let place = hasher.finish() % TRYING.len() as u64;
    &TRYING[usize::try_from(place).unwrap_or_default()]
}

fn doubled(first: SignedDuration, times: u32) -> SignedDuration {
    // Twelve doublings are more than any wait here.
    first * (1 << times.min(12))
}

impl Guess<'_> {
    /// It was wrong, and counts. One that was right is just dropped.
    pub(crate) async fn was_wrong(self) -> Result<(), Error> {
        if let Some(network) = &self.network {
            self.hit("from", network, WINDOW).await?;
        }
        let here = self.hit("here", &self.here, A_DAY).await?;
        let everywhere = self.hit("for", &self.whose, A_DAY).await?;
        let wait = self.guessing.wait(here, everywhere);
        if wait > SignedDuration::ZERO {
            self.hit("wait", &self.here, wait).await?;
        }
        Ok(())
    }

    /// Refuses a network that is wrong all the time.
    async fn of_network(&self) -> Result<(), Error> {
        let Some(network) = &self.network else {
            return Ok(());
        };
        let wrong = self.hits("from", network).await?;
        if wrong.count < self.guessing.of_network {
            return Ok(());
        }
        Err(self.refused("from", wrong.ends_at))
    }

    async fn after_its_wait(&self) -> Result<(), Error> {
        let wait = self.hits("wait", &self.here).await?;
        if wait.count == 0 {
            return Ok(());
        }
        Err(self.refused("wait", wait.ends_at))
    }

    /// Has a network wait for its turn where very many were wrong from elsewhere. An office's does not.
    async fn in_turn(&self) -> Result<(), Error> {
        if self.network.is_none() {
            return Ok(());
        }
        let turn = self.guessing.turn(self.hits("for", &self.whose).await?.count);
        if turn == SignedDuration::ZERO {
            return Ok(());
        }
        let waits = self.hits("turn", &self.here).await?;
        if waits.count > 0 {
            return Err(self.refused("turn", waits.ends_at));
        }
        if self.hits("waited", &self.here).await?.count > 0 {
            return Ok(());
        }
        self.hit("waited", &self.here, turn + TURN).await?;
        self.hit("turn", &self.here, turn).await?;
        Err(self.refused("turn", self.engine.now() + turn))
    }

    fn refused(&self, which: &str, until: jiff::Timestamp) -> Error {
        too_many(self.engine, &self.name(which), until)
    }

    async fn hit(&self, which: &str, whose: &str, window: SignedDuration) -> Result<u32, Error> {
        let bucket = bucket(self.engine, &self.name(which), whose);
        let hits = self.engine.store.hit(&bucket, window, self.engine.now()).await?;
        Ok(hits.count)
    }

    async fn hits(&self, which: &str, whose: &str) -> Result<store::Hits, Error> {
        let bucket = bucket(self.engine, &self.name(which), whose);
        Ok(self.engine.store.hits(&bucket, self.engine.now()).await?)
    }

    fn name(&self, which: &str) -> String {
        format!("{}-{which}", self.guessing.what)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const GUESSING: Guessing = Guessing {
        what: "test",
        of_network: 600,
        of_everybody: 100,
        doubles_with: 100,
        longest_turn: SignedDuration::from_mins(15),
    };

    #[test]
    fn whoever_is_wrong_waits_longer_each_time() {
        for (here, everywhere, minutes) in [
            (1, 1, 0),
            (4, 99, 0),
            (5, 5, 1),
            (6, 6, 2),
            (10, 10, 32),
            (11, 11, 60),
            (u32::MAX, 99, 60),
            (1, 100, 10),
            (2, 100, 20),
            (6, 100, 240),
            (u32::MAX, u32::MAX, 240),
        ] {
            let wait = GUESSING.wait(here, everywhere);
            assert_eq!(wait, SignedDuration::from_mins(minutes), "{here} of {everywhere}");
        }
    }

    #[test]
    fn others_wait_when_very_many_were_wrong_and_never_longer_than_that() {
        for (everywhere, minutes) in [
            (0, 0),
            (99, 0),
            (100, 1),
            (199, 1),
            (200, 2),
            (499, 8),
            (500, 15),
            (u32::MAX, 15),
        ] {
            let turn = GUESSING.turn(everywhere);
            assert_eq!(turn, SignedDuration::from_mins(minutes), "{everywhere}");
        }
    }
}
