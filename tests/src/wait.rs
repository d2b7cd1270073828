//! Waiting for what really happens, with a limit.

use std::{
    thread,
    time::{Duration, Instant},
};

use anyhow::{Result, ensure};

/// Between two looks.
const PAUSE: Duration = Duration::from_millis(50);

/// Looks again and again until there is an answer; fails with what was waited for if there is none in time.
pub fn until<T>(what: &str, patience: Duration, look: impl FnMut() -> Option<T>) -> T {
    try_until(what, patience, look).unwrap_or_else(|late| panic!("{late}"))
}

/// The same with an error instead of a panic.
pub fn try_until<T>(what: &str, patience: Duration, mut look: impl FnMut() -> Option<T>) -> Result<T> {
    let begun = Instant::now();
    loop {
        if let Some(found) = look() {
            return Ok(found);
        }
        ensure!(begun.elapsed() < patience, "waited {patience:?} in vain: {what}");
        thread::sleep(PAUSE);
    }
}
