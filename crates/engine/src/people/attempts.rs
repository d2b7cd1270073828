//! How often somebody may be wrong about a password or a code. What is counted is each try, before it is looked at, so that hanging up
//! saves nobody; a try that was right is taken back.
//!
//! So many are free; after that each opens a pause in which no further one is looked at, twice as long as the one before. The pause
//! falls on who guesses: on a network, and on an account for browsers in which nobody has logged in to it before.

use jiff::SignedDuration;

use crate::{engine::Engine, error::Error, limits};

/// Tries are forgotten a day after the first.
const WINDOW: SignedDuration = SignedDuration::from_hours(24);
const FIRST_PAUSE: SignedDuration = SignedDuration::from_secs(30);
const LONGEST_PAUSE: SignedDuration = SignedDuration::from_mins(15);

/// Tries that are counted together.
#[derive(Clone, Debug)]
pub(super) struct Tries {
    what: &'static str,
    whose: String,
    /// So many are wrong before the first pause.
    free: u32,
}

/// Tries that are being looked at, each with whether it opened a pause. Dropped, they count.
pub(super) struct Counted(Vec<(Tries, bool)>);

impl Tries {
    pub(super) fn of(what: &'static str, whose: impl Into<String>, free: u32) -> Self {
        let whose = whose.into();
        Self { what, whose, free }
    }

    fn pauses(&self) -> String {
        format!("{}-pause", self.what)
    }

    /// Whether there is a pause just now.
    async fn allow(&self, engine: &Engine) -> Result<(), Error> {
        let pauses = limits::counted(engine, &self.pauses(), &self.whose).await?;
        if pauses.count == 0 {
            return Ok(());
        }
        Err(limits::too_many(engine, self.what, pauses.ends_at))
    }

    /// Counts one try; whether it opened a pause. Of those that come at once when none is free any more, one is looked at.
    async fn count(&self, engine: &Engine) -> Result<bool, Error> {
        let tries = limits::count(engine, self.what, &self.whose, WINDOW).await?.count;
        if tries < self.free {
            return Ok(false);
        }
        let pauses = limits::count(engine, &self.pauses(), &self.whose, self.pause(tries)).await?;
        if pauses.count == 1 {
            return Ok(true);
        }
        limits::take_back(engine, self.what, &self.whose).await?;
        Err(limits::too_many(engine, self.what, pauses.ends_at))
    }

    async fn take_back(&self, engine: &Engine, has_paused: bool) -> Result<(), Error> {
        if has_paused {
            limits::take_back(engine, &self.pauses(), &self.whose).await?;
        }
        limits::take_back(engine, self.what, &self.whose).await
    }

    /// How long nobody looks after so many tries.
    fn pause(&self, tries: u32) -> SignedDuration {
        let doublings = tries.saturating_sub(self.free).min(10);
        let pause = SignedDuration::from_secs(FIRST_PAUSE.as_secs() << doublings);
        pause.min(LONGEST_PAUSE)
    }
}

/// Refuses whom one of these has a pause for, without counting anything.
pub(super) async fn allow(engine: &Engine, all: &[Tries]) -> Result<(), Error> {
    for tries in all {
        tries.allow(engine).await?;
    }
    Ok(())
}

/// Counts a try against all of these, unless one of them has a pause.
pub(super) async fn begin(engine: &Engine, all: Vec<Tries>) -> Result<Counted, Error> {
    allow(engine, &all).await?;
    let mut counted = Vec::new();
    for tries in all {
        match tries.count(engine).await {
            Ok(has_paused) => counted.push((tries, has_paused)),
            Err(refused) => {
                Counted(counted).were_right(engine).await?;
                return Err(refused);
            }
        }
    }
    Ok(Counted(counted))
}

impl Counted {
    /// They were no guesses: none of them counts.
    pub(super) async fn were_right(self, engine: &Engine) -> Result<(), Error> {
        for (tries, has_paused) in &self.0 {
            tries.take_back(engine, *has_paused).await?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_pause_is_twice_the_one_before() {
        let tries = Tries::of("log-in", "x", 10);
        for (after, seconds) in [
            (10, 30),
            (11, 60),
            (12, 120),
            (14, 480),
            (15, 900),
            (16, 900),
            (4_000_000_000, 900),
        ] {
            assert_eq!(tries.pause(after).as_secs(), seconds, "{after}");
        }
    }
}
