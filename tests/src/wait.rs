//! Waiting for what really happens, with a limit.

use std::{
    thread,
    time::{Duration, Instant},
};

/// Between two looks.
const PAUSE: Duration = Duration::from_millis(50);

/// Looks again and again until there is an answer; fails with what was waited for if there is none in time.
pub fn until<T>(what: &str, patience: Duration, mut look: impl FnMut() -> Option<T>) -> T {
    let begun = Instant::now();
    loop {
        if let Some(found) = look() {
            return found;
        }
        assert!(begun.elapsed() < patience, "waited {patience:?} in vain: {what}");
        thread::sleep(PAUSE);
    }
}
