//! The timers' worker: deadlines and answers that never came.

use jiff::{SignedDuration, Timestamp};
use review::{Actor, Cause};
use store::{DueTimer, Retry};

use crate::{app::App, desk, error::WebError};

const LEASE: SignedDuration = SignedDuration::from_secs(60);
const BATCH: u32 = 50;
const ATTEMPTS: u32 = 20;

/// Carries out what is due, one batch; answers how many timers were taken.
pub async fn run_due(app: &App) -> Result<usize, WebError> {
    let timers = app.store.due_timers(app.now(), LEASE, BATCH).await?;
    for due in &timers {
        match carry_out(app, due).await {
            // A clock that was set back: the deadline will come.
            Err(WebError::Refused(refusal)) if refusal.cause == Cause::TooEarly => {
                app.store
                    .timer_failed(
                        due,
                        &refusal.to_string(),
                        retry(due.attempts, app.now()),
                        app.now(),
                    )
                    .await?;
            }
            // Any other refusal means that the case has moved on: the timer is stale, and done.
            Ok(()) | Err(WebError::Refused(_) | WebError::NotFound) => app.store.timer_done(due).await?,
            Err(error) => {
                tracing::warn!(timer = %due.timer.name, attempts = due.attempts, %error, "a timer failed");
                let retry = retry(due.attempts, app.now());
                app.store
                    .timer_failed(due, &error.to_string(), retry, app.now())
                    .await?;
            }
        }
    }
    Ok(timers.len())
}

async fn carry_out(app: &App, due: &DueTimer) -> Result<(), WebError> {
    let actor = Actor::System {
        timer: due.timer.name.clone(),
    };
    desk::act(app, due.timer.application, due.timer.command.clone(), &actor).await?;
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
