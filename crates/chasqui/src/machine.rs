//! The machine's clock and randomness: the only place that asks for them.

use aws_lc_rs::rand::{SecureRandom, SystemRandom};
use engine::clock::{Clock, Random};
use jiff::Timestamp;

/// The machine itself.
pub(crate) struct Machine(SystemRandom);

impl Machine {
    pub(crate) fn new() -> Self {
        Self(SystemRandom::new())
    }
}

impl Clock for Machine {
    #[expect(clippy::disallowed_methods, reason = "everybody else is handed this clock")]
    fn now(&self) -> Timestamp {
        Timestamp::now()
    }
}

impl Random for Machine {
    fn fill(&self, bytes: &mut [u8]) {
        self.0
            .fill(bytes)
            .expect("a machine without randomness can sign nothing and must stop");
    }
}
