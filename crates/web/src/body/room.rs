//! Room for the bodies that are under way: whoever sends slowly, or never ends, holds some of it.
//!
//! The first portion of each body, which is all of a log-in or a look-up, does not wait for the room that large forms take. No network
//! takes more than its share of either.

use std::{
    collections::HashMap,
    sync::{LazyLock, Mutex, PoisonError},
};

use engine::error::Error;

/// A portion, in bytes.
pub(super) const PORTION: usize = 16 * 1024;
/// So many first portions, 64 MiB, and so many of one network.
const FIRST: Share = Share {
    all: 4096,
    of_network: 1024,
};
/// As many further ones; the largest form that there is takes 512.
const FURTHER: Share = Share {
    all: 4096,
    of_network: 768,
};

struct Share {
    all: usize,
    of_network: usize,
}

static TAKEN: LazyLock<Mutex<[Taken; 2]>> = LazyLock::new(Mutex::default);

#[derive(Default)]
struct Taken {
    all: usize,
    by_network: HashMap<String, usize>,
}

/// What one body holds, free again when it is dropped.
pub(super) struct Portions {
    /// Nothing where limits of networks do not fall.
    network: Option<String>,
    held: usize,
}

impl Portions {
    pub(super) fn of(network: Option<String>) -> Self {
        Self { network, held: 0 }
    }

    /// Takes as many as so many bytes need.
    pub(super) fn hold(&mut self, bytes: usize) -> Result<(), Error> {
        while self.held * PORTION < bytes {
            let mut taken = TAKEN.lock().unwrap_or_else(PoisonError::into_inner);
            let (taken, share) = match (self.held, &mut *taken) {
                (0, [first, _]) => (first, FIRST),
                (_, [_, further]) => (further, FURTHER),
            };
            taken.take(self.network.as_deref(), &share)?;
            self.held += 1;
        }
        Ok(())
    }

    /// Lets go of all.
    pub(super) fn release(&mut self) {
        if self.held == 0 {
            return;
        }
        let mut taken = TAKEN.lock().unwrap_or_else(PoisonError::into_inner);
        let [first, further] = &mut *taken;
        first.give_back(self.network.as_deref(), 1);
        further.give_back(self.network.as_deref(), self.held - 1);
        self.held = 0;
    }
}

impl Drop for Portions {
    fn drop(&mut self) {
        self.release();
    }
}

impl Taken {
    fn take(&mut self, network: Option<&str>, share: &Share) -> Result<(), Error> {
        let here = network.and_then(|network| self.by_network.get(network).copied());
        if self.all >= share.all || here.is_some_and(|here| here >= share.of_network) {
            return Err(Error::Unavailable(None));
        }
        self.all += 1;
        if let Some(network) = network {
            *self.by_network.entry(network.to_owned()).or_default() += 1;
        }
        Ok(())
    }

    fn give_back(&mut self, network: Option<&str>, portions: usize) {
        self.all = self.all.saturating_sub(portions);
        let Some(network) = network else { return };
        if let Some(here) = self.by_network.get_mut(network) {
            *here = here.saturating_sub(portions);
            if *here == 0 {
                self.by_network.remove(network);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn body(network: &str, bytes: usize) -> Option<Portions> {
        let mut portions = Portions::of(Some(network.to_owned()));
        portions.hold(bytes).ok().map(|()| portions)
    }

    #[test]
    fn a_network_takes_its_share_and_large_forms_leave_room_for_small_ones() {
        let large: Vec<_> = (0..).map_while(|_| body("one", 256 * 1024)).collect();
        assert_eq!(large.len(), 51, "fifteen further portions each of 768");
        assert!(body("one", PORTION).is_some(), "a log-in from there goes on");
        assert!(body("other", 8 * 1024 * 1024).is_some());
        let small: Vec<_> = (0..).map_while(|_| body("one", PORTION)).collect();
        assert_eq!(small.len() + large.len(), 1024);
        assert!(body("one", 1).is_none() && body("other", 1).is_some());
        drop((large, small));
        assert!(
            TAKEN
                .lock()
                .unwrap()
                .iter()
                .all(|taken| taken.by_network.is_empty())
        );
    }
}
