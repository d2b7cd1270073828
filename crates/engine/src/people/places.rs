//! Places in front of the one who looks at passwords, which takes a while for each.

use std::{
    collections::HashMap,
    sync::{LazyLock, Mutex, PoisonError},
};

use crate::error::Error;

/// So many passwords wait for their turn; whoever hangs up waits on, so that there must be an end.
const MOST: usize = 256;
/// So many of them from one network.
const OF_NETWORK: usize = 64;
/// So many of browsers in which their person has logged in before: others do not take their places.
const OF_KNOWN: usize = 64;

static TAKEN: LazyLock<Mutex<Taken>> = LazyLock::new(Mutex::default);

#[derive(Default)]
struct Taken {
    all: usize,
    known: usize,
    by_network: HashMap<String, usize>,
}

/// A place, free again when it is dropped.
pub(super) struct Place {
    /// Nothing for a browser that is known.
    network: Option<String>,
}

impl Place {
    /// Takes a place, unless too many wait already.
    pub(super) fn take(network: &str, is_known: bool) -> Result<Self, Error> {
        let mut taken = TAKEN.lock().unwrap_or_else(PoisonError::into_inner);
        if is_known {
            if taken.known >= OF_KNOWN {
                return Err(full());
            }
            taken.known += 1;
            return Ok(Self { network: None });
        }
        let here = taken.by_network.get(network).copied().unwrap_or_default();
        if taken.all >= MOST || here >= OF_NETWORK {
            return Err(full());
        }
        taken.all += 1;
        taken.by_network.insert(network.to_owned(), here + 1);
        let network = Some(network.to_owned());
        Ok(Self { network })
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut taken = TAKEN.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(network) = self.network.take() else {
            taken.known = taken.known.saturating_sub(1);
            return;
        };
        taken.all = taken.all.saturating_sub(1);
        if let Some(here) = taken.by_network.get_mut(&network) {
            *here = here.saturating_sub(1);
            if *here == 0 {
                taken.by_network.remove(&network);
            }
        }
    }
}

fn full() -> Error {
    Error::TooMany {
        limit: "log-ins-at-once".to_owned(),
        retry_after: 5,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_network_takes_no_more_than_its_own_places_and_known_browsers_have_theirs() {
        let take = |network: &str, is_known| Place::take(network, is_known);
        let one: Vec<_> = (0..OF_NETWORK)
            .map(|_| take("one", false).ok().unwrap())
            .collect();
        assert!(take("one", false).is_err());
        let other = take("other", false).ok().unwrap();
        let known: Vec<_> = (0..OF_KNOWN).map(|_| take("one", true).ok().unwrap()).collect();
        assert!(take("one", true).is_err());
        drop((one, other, known));
        assert!(TAKEN.lock().unwrap().by_network.is_empty());
        assert!(take("one", false).is_ok() && take("one", true).is_ok());
    }
}
