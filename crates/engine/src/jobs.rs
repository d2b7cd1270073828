//! What works without being asked: letters leave, deadlines pass, jobs are done, what has run out is swept away.
//!
//! Several processes may run these on one store: each message and each timer is leased to one. They work side by side,
//! so that a mail server that hangs holds up no deadline.

mod case_moves;
pub(crate) mod confirmed;
mod erasure;
mod page;
mod publication;
mod replacement;
mod revocation;
pub mod runner;
pub mod timers;

use std::{collections::BTreeSet, sync::Arc, time::Duration};

use tokio::time::{Interval, MissedTickBehavior, interval};

use crate::{
    casework::claims::put_back_what_is_held_too_long,
    engine::Engine,
    erasure::over::ask_for_jobs,
    error::Error,
    letters::{MailTransport, delivery::deliver},
    look_ups::fill_round,
    scans::retention,
};

use runner::run_jobs;
use timers::run_due;

const PAUSE: Duration = Duration::from_secs(1);
const HOUSEKEEPING: Duration = Duration::from_mins(1);
const HOURLY: Duration = Duration::from_hours(1);
/// How soon an application that could not be read is tried again.
const AGAIN: Duration = Duration::from_mins(1);
/// How soon this node offers what another has published.
const NEWS: Duration = Duration::from_secs(2);

/// Works until the future is dropped. Without a transport, letters wait in the outbox.
pub async fn work(engine: Engine, transport: Option<Arc<dyn MailTransport>>) {
    tokio::join!(
        send_letters(&engine, transport),
        keep_deadlines(&engine),
        do_jobs(&engine),
        keep_up(&engine),
        keep_house(&engine),
        forget_scans(&engine),
        erase_what_is_over(&engine),
        end_claims(&engine),
        fill_in_look_ups(&engine)
    );
}

async fn send_letters(engine: &Engine, transport: Option<Arc<dyn MailTransport>>) {
    let Some(transport) = transport else { return };
    let mut pauses = every(PAUSE);
    loop {
        // As long as there are letters the next are taken at once.
        if report("letters", deliver(engine, &*transport).await) == 0 {
            pauses.tick().await;
        }
    }
}

async fn keep_deadlines(engine: &Engine) {
    let mut pauses = every(PAUSE);
    loop {
        if report("timers", run_due(engine).await) == 0 {
            pauses.tick().await;
        }
    }
}

/// Does what takes longer than a request.
async fn do_jobs(engine: &Engine) {
    let mut pauses = every(PAUSE);
    loop {
        if report("jobs", run_jobs(engine).await) == 0 {
            pauses.tick().await;
        }
    }
}

/// Learns of versions that another node has published, and of what all visitors are told.
async fn keep_up(engine: &Engine) {
    let mut pauses = every(NEWS);
    loop {
        pauses.tick().await;
        report("services", engine.services.refresh(&*engine.store).await);
        report("banner", engine.refresh_banner().await);
    }
}

/// Forgets what has run out.
async fn keep_house(engine: &Engine) {
    let mut pauses = every(HOUSEKEEPING);
    loop {
        pauses.tick().await;
        report(
            "sweeping",
            engine.store.sweep(engine.now()).await.map_err(Into::into),
        );
    }
}

/// Forgets what checkpoints scanned, after each service's time.
async fn forget_scans(engine: &Engine) {
    let mut pauses = every(HOURLY);
    loop {
        pauses.tick().await;
        report("scans", retention::forget(engine).await);
    }
}

/// Puts back what somebody took and left alone.
async fn end_claims(engine: &Engine) {
    let mut pauses = every(HOURLY);
    loop {
        pauses.tick().await;
        report("claims", put_back_what_is_held_too_long(engine).await);
    }
}

/// Has what applications tell of people erased, after each service's time.
async fn erase_what_is_over(engine: &Engine) {
    let mut pauses = every(HOURLY);
    loop {
        pauses.tick().await;
        report("erasure", ask_for_jobs(engine).await);
    }
}

/// Fills in what applications are found by, until a whole round finds nothing missing but what was given up: while nodes of the
/// release before still take applications in, more comes.
async fn fill_in_look_ups(engine: &Engine) {
    let mut pauses = every(HOURLY);
    let mut given_up = BTreeSet::new();
    loop {
        pauses.tick().await;
        match fill_round(engine, &mut given_up, AGAIN).await {
            Ok(0) => return,
            Ok(applications) => tracing::info!(applications, "what they are found by was filled in"),
            Err(error) => tracing::error!(what = "look-ups", %error, "a worker's round failed"),
        }
    }
}

fn every(pause: Duration) -> Interval {
    let mut ticks = interval(pause);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    ticks
}

/// How much was done. A round that failed did nothing: it is told, and tried again after a pause, since leases run out.
fn report<N: Default>(what: &str, result: Result<N, Error>) -> N {
    result.unwrap_or_else(|error| {
        tracing::error!(what, %error, "a worker's round failed");
        N::default()
    })
}
