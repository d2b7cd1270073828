//! How many submissions a second a store keeps.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use store::{Store, Transition, conformance::World};
use tokio::task::JoinSet;

use crate::stores::Result;

const FOR: Duration = Duration::from_secs(3);
/// More than are written in the time.
const PREPARED: usize = 60_000;

/// What each submitter submits. Made beforehand: hashing and dice are not the store's work.
pub(crate) fn shares(world: &World, submitters: usize) -> Result<Vec<Vec<Transition>>> {
    let prepared = if submitters == 1 { PREPARED / 8 } else { PREPARED };
    let mut shares = vec![Vec::new(); submitters];
    for minute in 0..prepared {
        shares[minute % submitters].push(world.transition(i64::try_from(minute)?));
    }
    Ok(shares)
}

/// Submits what there is, for so long.
pub(crate) async fn of(world: &World, shares: Vec<Vec<Transition>>) -> f64 {
    let begun = Instant::now();
    let mut tasks = JoinSet::new();
    for share in shares {
        let store = Arc::clone(&world.store);
        tasks.spawn(submit_all(store, share, begun));
    }
    let done: u32 = tasks.join_all().await.into_iter().sum();
    f64::from(done) / begun.elapsed().as_secs_f64()
}

async fn submit_all(store: Arc<dyn Store>, share: Vec<Transition>, begun: Instant) -> u32 {
    let mut done = 0;
    for transition in share {
        if begun.elapsed() > FOR {
            break;
        }
        store.submit(transition).await.expect("a new submission");
        done += 1;
    }
    done
}

pub(crate) fn median(mut rates: Vec<f64>) -> f64 {
    rates.sort_by(f64::total_cmp);
    rates[rates.len() / 2]
}
