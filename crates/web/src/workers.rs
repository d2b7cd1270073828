//! What works without being asked: letters leave, deadlines pass, what has run out is swept away.
//!
//! Several processes may run these on one store: each message and each timer is leased to one. They work side by side,
//! so that a mail server that hangs holds up no deadline.

mod letters;
mod timers;

use std::{sync::Arc, time::Duration};

use tokio::time::{Interval, MissedTickBehavior, interval};

use crate::{App, WebError, mail::Post};

pub use letters::deliver;
pub use timers::run_due;

const PAUSE: Duration = Duration::from_secs(1);
const HOUSEKEEPING: Duration = Duration::from_mins(1);
/// How soon this node offers what another has published.
const NEWS: Duration = Duration::from_secs(2);

/// Works until the future is dropped. Without a post, letters wait in the outbox.
pub async fn work(app: App, post: Option<Arc<dyn Post>>) {
    tokio::join!(
        send_letters(&app, post),
        keep_deadlines(&app),
        keep_up(&app),
        keep_house(&app)
    );
}

async fn send_letters(app: &App, post: Option<Arc<dyn Post>>) {
    let Some(post) = post else { return };
    let mut pauses = every(PAUSE);
    loop {
        // As long as there are letters the next are taken at once.
        if report("letters", deliver(app, &*post).await) == 0 {
            pauses.tick().await;
        }
    }
}

async fn keep_deadlines(app: &App) {
    let mut pauses = every(PAUSE);
    loop {
        if report("timers", run_due(app).await) == 0 {
            pauses.tick().await;
        }
    }
}

/// Learns of versions that another node has published.
async fn keep_up(app: &App) {
    let mut pauses = every(NEWS);
    loop {
        pauses.tick().await;
        report("services", app.services.refresh(&*app.store).await.map(|()| 0));
    }
}

/// Forgets what has run out.
async fn keep_house(app: &App) {
    let mut pauses = every(HOUSEKEEPING);
    loop {
        pauses.tick().await;
        report(
            "sweeping",
            app.store.sweep(app.now()).await.map(|()| 0).map_err(Into::into),
        );
    }
}

fn every(pause: Duration) -> Interval {
    let mut ticks = interval(pause);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    ticks
}

/// How much was done. A round that failed did nothing: it is told, and tried again after a pause, since leases run out.
fn report(what: &str, result: Result<usize, WebError>) -> usize {
    result.unwrap_or_else(|error| {
        tracing::error!(what, %error, "a worker's round failed");
        0
    })
}
