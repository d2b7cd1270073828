//! Waiting for what really happens.

use std::{
    thread,
    time::{Duration, Instant},
};

use anyhow::{Result, ensure};

/// When nothing comes any more, on whatever machine: all tests wait this long for whatever they wait for, so that a slow
/// machine fails none, and one that hangs ends all the same. How quick something must be is for other tests, which measure.
pub const PATIENCE: Duration = Duration::from_mins(10);
/// Between two looks.
const PAUSE: Duration = Duration::from_millis(50);

/// Looks again and again until there is an answer; fails with what was waited for if none comes.
pub fn until<T>(what: &str, look: impl FnMut() -> Option<T>) -> T {
    try_until(what, look).unwrap_or_else(|late| panic!("{late}"))
}

/// The same with an error instead of a panic.
pub fn try_until<T>(what: &str, mut look: impl FnMut() -> Option<T>) -> Result<T> {
    let begun = Instant::now();
    loop {
        if let Some(found) = look() {
            return Ok(found);
        }
        ensure!(begun.elapsed() < PATIENCE, "waited {PATIENCE:?} in vain: {what}");
        thread::sleep(PAUSE);
    }
}
