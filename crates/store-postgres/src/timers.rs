//! Commands for later.

mod read;

use async_trait::async_trait;
use jiff::{SignedDuration, Timestamp};
use review::{ApplicationId, Command, TimerKind};
use sqlx::PgConnection;
use store::{DueTimer, KeptTimer, Retry, StoreError, Timers, leased_until};
use uuid::Uuid;

use crate::PostgresStore;
use crate::errors::failed;
use crate::timers::read::TimerRecord;
use crate::values::{Document, json, legible, name_of, time};

pub(crate) use crate::timers::read::of_all;

#[async_trait]
impl Timers for PostgresStore {
    async fn due_timers(
        &self,
        now: Timestamp,
        lease: SignedDuration,
        limit: u32,
    ) -> Result<Vec<DueTimer>, StoreError> {
        let until = leased_until(now, lease)?;
        self.writer
            .write_at_once(move |db| Box::pin(take(now, until, limit, db)))
            .await
    }

    async fn timer_done(&self, timer: &DueTimer) -> Result<(), StoreError> {
        let (application, name, lease) = keys(timer)?;
        self.writer
            .write_at_once(move |db| {
                Box::pin(async move {
                    sqlx::query!(
                        "DELETE FROM timers WHERE application = $1 AND name = $2 AND leased_until = $3",
                        application,
                        name,
                        time(lease)
                    )
                    .execute(db)
                    .await
                    .map_err(failed)?;
                    Ok(())
                })
            })
            .await
    }

    async fn timer_failed(
        &self,
        timer: &DueTimer,
        error: &str,
        retry: Retry,
        at: Timestamp,
    ) -> Result<(), StoreError> {
        let (application, name, lease) = keys(timer)?;
        let error = legible(error);
        let (again, dead_at) = retry.after(at);
        self.writer
            .write_at_once(move |db| {
                Box::pin(async move {
                    sqlx::query!(
                        "UPDATE timers SET leased_until = NULL, last_error = $4, at = coalesce($5, at),
                             dead_at = $6
                         WHERE application = $1 AND name = $2 AND leased_until = $3",
                        application,
                        name,
                        time(lease),
                        error,
                        again.map(time),
                        dead_at.map(time)
                    )
                    .execute(db)
                    .await
                    .map_err(failed)?;
                    Ok(())
                })
            })
            .await
    }

    async fn dead_timers(&self, limit: u32) -> Result<Vec<KeptTimer>, StoreError> {
        read::dead(limit, &self.reads).await
    }
}

/// Forgets every timer of an application.
pub(crate) async fn forget(application: ApplicationId, db: &mut PgConnection) -> Result<(), StoreError> {
    sqlx::query!("DELETE FROM timers WHERE application = $1", application.0)
        .execute(db)
        .await
        .map_err(failed)?;
    Ok(())
}

/// The kinds of timers and the commands that this release knows.
pub(crate) fn known() -> Result<(Vec<String>, Vec<String>), StoreError> {
    let kinds = TimerKind::ALL.iter().map(name_of).collect::<Result<_, _>>()?;
    Ok((kinds, Command::NAMES.map(str::to_owned).into()))
}

/// Takes what is due. What another node is taking at this moment is passed over, not waited for.
async fn take(
    now: Timestamp,
    until: Timestamp,
    limit: u32,
    db: &mut PgConnection,
) -> Result<Vec<DueTimer>, StoreError> {
    let (kinds, commands) = known()?;
    let records = sqlx::query_as!(
        TimerRecord,
        "WITH due AS MATERIALIZED (
             SELECT application, name FROM timers
             WHERE dead_at IS NULL AND at <= $2 AND (leased_until IS NULL OR leased_until <= $2)
                 AND name ->> 'kind' = ANY($4) AND command ->> 'command' = ANY($5)
             ORDER BY at LIMIT $3 FOR UPDATE SKIP LOCKED
         )
         UPDATE timers t SET leased_until = $1, attempts = attempts + 1
         FROM due WHERE t.application = due.application AND t.name = due.name
         RETURNING t.application, t.name, t.at, t.command, t.attempts, t.dead_at, t.last_error",
        time(until),
        time(now),
        i64::from(limit),
        &kinds,
        &commands
    )
    .fetch_all(&mut *db)
    .await
    .map_err(failed)?;
    let mut timers = Vec::new();
    for record in records {
        match record.read()?.taken(until) {
            Some(due) => timers.push(due),
            None => give_back(&record, until, db).await?,
        }
    }
    timers.sort_by_key(|due| (due.timer.at, due.timer.application));
    Ok(timers)
}

/// Its names are known and something else in it is a newer release's: it stays as if nobody had taken it.
async fn give_back(record: &TimerRecord, until: Timestamp, db: &mut PgConnection) -> Result<(), StoreError> {
    sqlx::query!(
        "UPDATE timers SET leased_until = NULL, attempts = attempts - 1
         WHERE application = $1 AND name = $2 AND leased_until = $3",
        record.application,
        &record.name,
        time(until)
    )
    .execute(db)
    .await
    .map_err(failed)?;
    Ok(())
}

fn keys(due: &DueTimer) -> Result<(Uuid, Document, Timestamp), StoreError> {
    Ok((due.timer.application.0, json(&due.timer.name)?, due.leased_until))
}
