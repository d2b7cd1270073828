//! Refusals in the log, so that an attack is seen: what was asked for, why it was refused, and from which network. Never an address, a
//! reference or a name, and never so many lines that an attack fills the disk.

use std::{
    collections::BTreeMap,
    sync::{
        Mutex, PoisonError,
        atomic::{AtomicI64, Ordering},
    },
};

use axum::response::{IntoResponse, Response};
use jiff::{SignedDuration, Timestamp};

pub(crate) mod asked;

/// So many lines a minute a cause and a network have; what comes after is counted.
const OF_NETWORK: u32 = 10;
/// So many a cause has, whatever networks it comes from.
const OF_CAUSE: u32 = 100;
const A_MINUTE: SignedDuration = SignedDuration::from_mins(1);

/// What was refused in the running minute.
#[derive(Debug, Default)]
pub(crate) struct Refusals {
    causes: Mutex<BTreeMap<&'static str, Refused>>,
    /// When the minute ends, in seconds.
    ends_at: AtomicI64,
}

/// What was refused for one cause.
#[derive(Debug, Default)]
struct Refused {
    /// How many lines each network has: as many networks at most as there are lines.
    networks: BTreeMap<String, u32>,
    lines: u32,
    left_out: u64,
}

impl Refusals {
    /// Whether a refusal has a line of its own; otherwise it is counted.
    pub(crate) fn take(&self, cause: &'static str, network: &str) -> bool {
        let mut causes = self.causes.lock().unwrap_or_else(PoisonError::into_inner);
        let refused = causes.entry(cause).or_default();
        let told = refused.networks.get(network).copied().unwrap_or_default();
        if refused.lines >= OF_CAUSE || told >= OF_NETWORK {
            refused.left_out += 1;
            return false;
        }
        refused.lines += 1;
        refused.networks.insert(network.to_owned(), told + 1);
        true
    }

    /// What got no line of its own in the minute before, by cause, once it is over.
    pub(crate) fn counted(&self, now: Timestamp) -> Vec<(&'static str, u64)> {
        if now.as_second() < self.ends_at.load(Ordering::Relaxed) {
            return Vec::new();
        }
        let mut causes = self.causes.lock().unwrap_or_else(PoisonError::into_inner);
        self.ends_at
            .store(now.as_second() + A_MINUTE.as_secs(), Ordering::Relaxed);
        let over = std::mem::take(&mut *causes).into_iter();
        over.map(|(cause, refused)| (cause, refused.left_out))
            .filter(|(_, left_out)| *left_out > 0)
            .collect()
    }
}

/// Why something was refused, as the log says it: goes along with the answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Cause {
    pub(crate) name: &'static str,
    /// Which limit it was, if it was one.
    pub(crate) limit: Option<String>,
}

impl Cause {
    pub(crate) fn named(name: &'static str) -> Self {
        Self { name, limit: None }
    }

    /// An answer that does not look like a refusal, since it leads somebody back to what they typed.
    pub(crate) fn beside(self, answer: impl IntoResponse) -> Response {
        let mut response = answer.into_response();
        response.extensions_mut().insert(self);
        response
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap()
    }

    #[test]
    fn a_network_has_ten_lines_a_minute_and_then_a_count() {
        let refusals = Refusals::default();
        assert_eq!(refusals.counted(at(0)), []);
        let told = (0..25)
            .filter(|_| refusals.take("forbidden", "192.0.2.0/24"))
            .count();
        assert_eq!(told, 10);
        assert!(refusals.take("forbidden", "198.51.100.0/24"), "another network");
        assert!(refusals.take("too-many", "192.0.2.0/24"), "another cause");
        assert_eq!(refusals.counted(at(59)), []);
        assert_eq!(refusals.counted(at(60)), [("forbidden", 15)]);
        assert!(refusals.take("forbidden", "192.0.2.0/24"), "the next minute");
        assert_eq!(refusals.counted(at(120)), []);
    }

    #[test]
    fn a_cause_has_a_hundred_lines_a_minute_however_many_networks_there_are() {
        let refusals = Refusals::default();
        let told = (0..100_000).filter(|number| refusals.take("too-many", &number.to_string()));
        assert_eq!(told.count(), 100);
        assert_eq!(refusals.counted(at(60)), [("too-many", 99_900)]);
    }
}
