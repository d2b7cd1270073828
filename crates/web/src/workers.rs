//! What works without being asked: letters leave, deadlines pass, what has run out is swept away.
//!
//! Several processes may run these on one store: each message and each timer is leased to one. They work side by side,
//! so that a mail server that hangs holds up no deadline.

mod letters;
mod timers;

use std::{sync::Arc, time::Duration};

use tokio::time::{Interval, MissedTickBehavior, interval};

use crate::{app::App, error::WebError, mail::Post, scans};

pub use crate::scans::retention::forget;
pub use letters::deliver;
pub use timers::run_due;

const PAUSE: Duration = Duration::from_secs(1);
const HOUSEKEEPING: Duration = Duration::from_mins(1);
const HOURLY: Duration = Duration::from_hours(1);
/// How soon this node offers what another has published.
const NEWS: Duration = Duration::from_secs(2);

/// Works until the future is dropped. Without a post, letters wait in the outbox.
pub async fn work(app: App, post: Option<Arc<dyn Post>>) {
    tokio::join!(
        send_letters(&app, post),
        keep_deadlines(&app),
        keep_up(&app),
        keep_house(&app),
        forget_scans(&app)
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
        report("services", app.services.refresh(&*app.store).await);
    }
}

/// Forgets what has run out.
async fn keep_house(app: &App) {
    let mut pauses = every(HOUSEKEEPING);
    loop {
        pauses.tick().await;
        report("sweeping", app.store.sweep(app.now()).await.map_err(Into::into));
    }
}

/// Forgets what checkpoints scanned, after each service's time.
async fn forget_scans(app: &App) {
    let mut pauses = every(HOURLY);
    loop {
        pauses.tick().await;
        report("scans", scans::retention::forget(app).await);
    }
}

fn every(pause: Duration) -> Interval {
    let mut ticks = interval(pause);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    ticks
}

/// How much was done. A round that failed did nothing: it is told, and tried again after a pause, since leases run out.
fn report<N: Default>(what: &str, result: Result<N, WebError>) -> N {
    result.unwrap_or_else(|error| {
        tracing::error!(what, %error, "a worker's round failed");
        N::default()
    })
}
