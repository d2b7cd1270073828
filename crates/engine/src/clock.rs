//! What the operations ask the world for: the time and randomness.

use jiff::Timestamp;

/// The machine's clock; a test's stands still.
pub trait Clock: Send + Sync {
    /// The time it is.
    fn now(&self) -> Timestamp;
}

/// Unguessable bytes; a test's are counted.
pub trait Random: Send + Sync {
    /// Fills all of `bytes`.
    fn fill(&self, bytes: &mut [u8]);
}

impl dyn Random + '_ {
    /// Thirty-two fresh bytes: a token, a key.
    pub fn token(&self) -> [u8; 32] {
        let mut bytes = [0; 32];
        self.fill(&mut bytes);
        bytes
    }

    /// Sixteen fresh bytes: a salt, a permit's `cti`.
    pub fn salt(&self) -> [u8; 16] {
        let mut bytes = [0; 16];
        self.fill(&mut bytes);
        bytes
    }
}
