//! The timers' worker: deadlines and answers that never came.

use jiff::{SignedDuration, Timestamp};
use review::Cause;
use store::{DueTimer, Retry};

use crate::{engine::Engine, error::Error, transitions};

const LEASE: SignedDuration = SignedDuration::from_secs(60);
const BATCH: u32 = 50;
const ATTEMPTS: u32 = 20;

/// Carries out what is due, one batch; answers how many timers were taken.
pub async fn run_due(engine: &Engine) -> Result<usize, Error> {
    let timers = engine.store.due_timers(engine.now(), LEASE, BATCH).await?;
    for due in &timers {
        match carry_out(engine, due).await {
            // A clock that was set back: the deadline will come.
            Err(Error::Refused(refusal)) if refusal.cause == Cause::TooEarly => {
                engine
                    .store
                    .timer_failed(
                        due,
                        &refusal.to_string(),
                        retry(due.attempts, engine.now()),
                        engine.now(),
                    )
                    .await?;
            }
            // Any other refusal means that the case has moved on: the timer is stale, and done.
            Ok(()) | Err(Error::Refused(_) | Error::NotFound) => engine.store.timer_done(due).await?,
            // What was asked for is over: to wait helps nothing, so the case is left to the people of its step.
            Err(
                error @ (Error::UnfitDay
                | Error::CrossedDays
                | Error::EarlierPermitOver
                | Error::ConditionsToSet),
            ) => {
                tracing::warn!(timer = %due.timer.name, %error, "silence grants nothing, and the case stays at its step");
                let store = &engine.store;
                store
                    .timer_failed(due, &error.to_string(), Retry::Never, engine.now())
                    .await?;
            }
            Err(error) => {
                tracing::warn!(timer = %due.timer.name, attempts = due.attempts, %error, "a timer failed");
                let retry = retry(due.attempts, engine.now());
                engine
                    .store
                    .timer_failed(due, &error.to_string(), retry, engine.now())
                    .await?;
            }
        }
    }
    Ok(timers.len())
}

async fn carry_out(engine: &Engine, due: &DueTimer) -> Result<(), Error> {
    let (id, command, name) = (
        due.timer.application,
        due.timer.command.clone(),
        due.timer.name.clone(),
    );
    transitions::act_by_timer(engine, id, command, name).await?;
    Ok(())
}

/// A conflict is settled by looking again soon; a store that is down, by waiting for it.
fn retry(attempts: u32, now: Timestamp) -> Retry {
    if attempts >= ATTEMPTS {
        return Retry::Never;
    }
    let pause = SignedDuration::from_secs(5 << attempts.min(8));
    now.checked_add(pause).map_or(Retry::Never, Retry::At)
}
