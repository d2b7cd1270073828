//! The machine's clock and randomness: the only place that asks for them.

use aws_lc_rs::rand::{SecureRandom, SystemRandom};
use jiff::Timestamp;

/// The machine itself.
pub(crate) struct Machine(SystemRandom);

impl Machine {
    pub(crate) fn new() -> Self {
        Self(SystemRandom::new())
    }
}

impl web::Clock for Machine {
    #[expect(clippy::disallowed_methods, reason = "everybody else is handed this clock")]
    fn now(&self) -> Timestamp {
        Timestamp::now()
    }
}

impl web::Random for Machine {
    fn fill(&self, bytes: &mut [u8]) {
        self.0
            .fill(bytes)
            .expect("a machine without randomness can sign nothing and must stop");
    }
}

impl Machine {
    /// A fresh version 7 UUID.
    pub(crate) fn new_id(&self) -> uuid::Uuid {
        use web::{Clock, Random};
        let mut random = [0; 10];
        self.fill(&mut random);
        let milliseconds = u64::try_from(self.now().as_millisecond()).unwrap_or_default();
        uuid::Builder::from_unix_timestamp_millis(milliseconds, &random).into_uuid()
    }
}
