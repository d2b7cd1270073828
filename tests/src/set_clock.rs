//! A clock of a test's own: programs that are started with it live at another time, which can be changed while they run.

use std::{fs, path::PathBuf};

use jiff::{SignedDuration, Timestamp};

use crate::{clock, program::Terminal};

/// Debian's package `libfaketime`: `./just --install libfaketime`.
const LIBRARY: &str = "faketime/libfaketimeMT.so.1";

/// How far a program's clock is from the machine's, in a file that libfaketime reads whenever the program asks for the time.
/// How long things take stays the machine's: timeouts and pauses are as they are.
pub struct SetClock {
    file: PathBuf,
    ahead: SignedDuration,
}

impl SetClock {
    /// A clock that is at this time now, kept in a terminal's folder.
    pub fn new(terminal: &Terminal, at: Timestamp) -> Self {
        let mut clock = Self {
            file: terminal.path("clock"),
            ahead: SignedDuration::ZERO,
        };
        clock.set(at);
        clock
    }

    /// Puts it forward, or back, for all programs that run by it.
    pub fn set(&mut self, at: Timestamp) {
        self.ahead = SignedDuration::from_secs(at.duration_since(clock::now()).as_secs());
        let next = self.file.with_extension("next");
        fs::write(&next, format!("{:+}\n", self.ahead.as_secs())).expect("a file for the clock");
        fs::rename(next, &self.file).expect("a file for the clock");
    }

    /// What time it is by this clock.
    pub fn now(&self) -> Timestamp {
        clock::now() + self.ahead
    }
}

impl Terminal {
    /// The same with programs that live by this clock.
    #[must_use]
    pub fn by_clock(self, clock: &SetClock) -> Self {
        self.with("LD_PRELOAD", library().display().to_string())
            .with("FAKETIME_TIMESTAMP_FILE", clock.file.display().to_string())
            .with("FAKETIME_NO_CACHE", "1")
            .with("FAKETIME_DONT_FAKE_MONOTONIC", "1")
            .with("NO_FAKE_STAT", "1")
    }
}

fn library() -> PathBuf {
    let folders = fs::read_dir("/usr/lib").into_iter().flatten().flatten();
    let mut found = folders.map(|folder| folder.path().join(LIBRARY));
    found
        .find(|library| library.exists())
        .expect("libfaketime is not installed: ./just --install libfaketime")
}
