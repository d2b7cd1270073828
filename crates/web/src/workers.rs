//! What works without being asked: letters leave, deadlines pass, what has run out is swept away.
//!
//! Several processes may run these on one store: each message and each timer is leased to one.

mod letters;
mod timers;

use std::{sync::Arc, time::Duration};

use crate::{App, mail::Post};

pub use letters::deliver;
pub use timers::run_due;

const PAUSE: Duration = Duration::from_secs(1);
const SWEEP_EVERY: u32 = 600;

/// Works until the future is dropped. Without a post, letters wait in the outbox.
pub async fn work(app: App, post: Option<Arc<dyn Post>>) {
    let mut ticks = tokio::time::interval(PAUSE);
    ticks.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    for round in 0_u32.. {
        ticks.tick().await;
        if let Some(post) = &post {
            report("letters", deliver(&app, &**post).await);
        }
        report("timers", run_due(&app).await);
        if round % SWEEP_EVERY == 0 {
            report("sweeping", app.store.sweep(app.now()).await.map_err(Into::into));
        }
    }
}

/// A round that failed is told, and tried again in the next: the leases run out.
fn report<T>(what: &str, result: Result<T, crate::WebError>) {
    if let Err(error) = result {
        tracing::error!(what, %error, "a worker's round failed");
    }
}
