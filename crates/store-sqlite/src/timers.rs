//! Commands for later.

mod read;

use async_trait::async_trait;
use jiff::{SignedDuration, Timestamp};
use review::{Command, TimerKind};
use sqlx::SqliteConnection;
use store::{DueTimer, KeptTimer, Retry, StoreError, Timers, leased_until};

use crate::SqliteStore;
use crate::errors::failed;
use crate::timers::read::TimerRecord;
use crate::values::{json, micros};

pub(crate) use crate::timers::read::between;

#[async_trait]
impl Timers for SqliteStore {
    async fn due_timers(
        &self,
        now: Timestamp,
        lease: SignedDuration,
        limit: u32,
    ) -> Result<Vec<DueTimer>, StoreError> {
        let until = leased_until(now, lease)?;
        self.main
            .write(move |db| Box::pin(take(now, until, limit, db)))
            .await
    }

    async fn timer_done(&self, timer: &DueTimer) -> Result<(), StoreError> {
        let (application, name, lease) = keys(timer)?;
        self.main
            .write(move |db| {
                Box::pin(async move {
                    sqlx::query!(
                        "DELETE FROM timers WHERE application = ? AND name = ? AND leased_until = ?",
                        application,
                        name,
                        lease
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
        let error = error.to_owned();
        let (again, dead_at) = retry.after(at);
        let (again, dead_at) = (again.map(micros), dead_at.map(micros));
        self.main
            .write(move |db| {
                Box::pin(async move {
                    sqlx::query!(
                        "UPDATE timers SET leased_until = NULL, last_error = ?, at = coalesce(?, at), dead_at = ?
                         WHERE application = ? AND name = ? AND leased_until = ?",
                        error,
                        again,
                        dead_at,
                        application,
                        name,
                        lease
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
        read::dead(limit, &mut *self.reads.lend().await?).await
    }
}

/// Sets timers in the transaction of their transitions; one of the same name begins anew.
pub(crate) async fn set(rows: String, db: &mut SqliteConnection) -> Result<(), StoreError> {
    sqlx::query!(
        "INSERT INTO timers (application, name, at, command, attempts, dead_at, last_error)
         SELECT unhex(value ->> 'application', '-'), value -> 'name', value ->> 'at', value -> 'command',
             value ->> 'attempts', value ->> 'dead_at', value ->> 'last_error'
         FROM jsonb_each(?)
         WHERE true
         ON CONFLICT (application, name) DO UPDATE SET at = excluded.at, command = excluded.command,
             leased_until = NULL, attempts = excluded.attempts, dead_at = excluded.dead_at,
             last_error = excluded.last_error",
        rows
    )
    .execute(db)
    .await
    .map_err(failed)?;
    Ok(())
}

/// Forgets the timers of these applications. Whether a newer release's is over, only that release knows.
pub(crate) async fn cancel(applications: String, db: &mut SqliteConnection) -> Result<(), StoreError> {
    let (kinds, commands) = (json(&TimerKind::ALL)?, json(&Command::NAMES)?);
    sqlx::query!(
        "DELETE FROM timers WHERE application IN (SELECT unhex(value, '-') FROM jsonb_each(?))
             AND name ->> 'kind' IN (SELECT value FROM json_each(?))
             AND command ->> 'command' IN (SELECT value FROM json_each(?))",
        applications,
        kinds,
        commands
    )
    .execute(db)
    .await
    .map_err(failed)?;
    Ok(())
}

/// Forgets every timer of an application.
pub(crate) async fn forget(application: &[u8], db: &mut SqliteConnection) -> Result<(), StoreError> {
    sqlx::query!("DELETE FROM timers WHERE application = ?", application)
        .execute(db)
        .await
        .map_err(failed)?;
    Ok(())
}

async fn take(
    now: Timestamp,
    until: Timestamp,
    limit: u32,
    db: &mut SqliteConnection,
) -> Result<Vec<DueTimer>, StoreError> {
    let (now, lease) = (micros(now), micros(until));
    let (kinds, commands) = (json(&TimerKind::ALL)?, json(&Command::NAMES)?);
    let records = sqlx::query_as!(
        TimerRecord,
        "UPDATE timers SET leased_until = ?1, attempts = attempts + 1
         WHERE (application, name) IN (
             SELECT application, name FROM timers
             WHERE dead_at IS NULL AND at <= ?2 AND (leased_until IS NULL OR leased_until <= ?2)
                 AND name ->> 'kind' IN (SELECT value FROM json_each(?4))
                 AND command ->> 'command' IN (SELECT value FROM json_each(?5))
             ORDER BY at LIMIT ?3
         )
         RETURNING application, name, at, command, attempts, dead_at, last_error",
        lease,
        now,
        limit,
        kinds,
        commands
    )
    .fetch_all(&mut *db)
    .await
    .map_err(failed)?;
    let mut timers = Vec::new();
    for record in records {
        match record.read()?.taken(until) {
            Some(due) => timers.push(due),
            None => give_back(&record, db).await?,
        }
    }
    timers.sort_by_key(|due| (due.timer.at, due.timer.application));
    Ok(timers)
}

/// Its names are known and something else in it is a newer release's: it stays as if nobody had taken it.
async fn give_back(record: &TimerRecord, db: &mut SqliteConnection) -> Result<(), StoreError> {
    sqlx::query!(
        "UPDATE timers SET leased_until = NULL, attempts = attempts - 1 WHERE application = ? AND name = ?",
        record.application,
        record.name
    )
    .execute(db)
    .await
    .map_err(failed)?;
    Ok(())
}

fn keys(due: &DueTimer) -> Result<(Vec<u8>, String, i64), StoreError> {
    let application = due.timer.application.0.as_bytes().to_vec();
    Ok((application, json(&due.timer.name)?, micros(due.leased_until)))
}
