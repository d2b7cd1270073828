//! Commands for later.

mod write;

use async_trait::async_trait;
use jiff::{SignedDuration, Timestamp};
use review::ApplicationId;
use sqlx::PgConnection;
use store::{DueTimer, Retry, StoreError, Timer, Timers};
use uuid::Uuid;

use crate::PostgresStore;
use crate::errors::failed;
use crate::outbox::{leased_until, next};
use crate::values::{Document, RowOf, json, legible, time, words};

pub(crate) use crate::timers::write::Row;

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
        let (again, dead_at) = next(retry, at);
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

    async fn dead_timers(&self, limit: u32) -> Result<Vec<(Timer, String)>, StoreError> {
        let records = sqlx::query!(
            r#"SELECT application, name, at, command, last_error AS "last_error!" FROM timers
               WHERE dead_at IS NOT NULL AND last_error IS NOT NULL ORDER BY dead_at DESC LIMIT $1"#,
            i64::from(limit)
        )
        .fetch_all(&self.reads)
        .await
        .map_err(failed)?;
        let read = records.into_iter().map(|kept| {
            let timer = timer(kept.application, &kept.name, kept.at.to_jiff(), &kept.command)?;
            Ok((timer, kept.last_error))
        });
        read.collect()
    }
}

/// Forgets all timers of an application.
pub(crate) async fn cancel(application: ApplicationId, db: &mut PgConnection) -> Result<(), StoreError> {
    sqlx::query!("DELETE FROM timers WHERE application = $1", application.0)
        .execute(db)
        .await
        .map_err(failed)?;
    Ok(())
}

/// Takes what is due. What another node is taking at this moment is passed over, not waited for.
async fn take(
    now: Timestamp,
    until: Timestamp,
    limit: u32,
    db: &mut PgConnection,
) -> Result<Vec<DueTimer>, StoreError> {
    let records = sqlx::query!(
        "WITH due AS MATERIALIZED (
             SELECT application, name FROM timers
             WHERE dead_at IS NULL AND at <= $2 AND (leased_until IS NULL OR leased_until <= $2)
             ORDER BY at LIMIT $3 FOR UPDATE SKIP LOCKED
         )
         UPDATE timers t SET leased_until = $1, attempts = attempts + 1
         FROM due WHERE t.application = due.application AND t.name = due.name
         RETURNING t.application, t.name, t.at, t.command, t.attempts",
        time(until),
        time(now),
        i64::from(limit)
    )
    .fetch_all(db)
    .await
    .map_err(failed)?;
    let read = records.into_iter().map(|kept| {
        let attempts = RowOf::new("timers", kept.application).number("attempts", kept.attempts)?;
        let timer = timer(kept.application, &kept.name, kept.at.to_jiff(), &kept.command)?;
        Ok(DueTimer {
            timer,
            attempts,
            leased_until: until,
        })
    });
    let mut timers = read.collect::<Result<Vec<_>, StoreError>>()?;
    timers.sort_by_key(|due| (due.timer.at, due.timer.application));
    Ok(timers)
}

pub(crate) fn timer(
    application: Uuid,
    name: &Document,
    at: Timestamp,
    command: &Document,
) -> Result<Timer, StoreError> {
    let row = RowOf::new("timers", application);
    Ok(Timer {
        application: ApplicationId(application),
        name: row.json("name", words(name))?,
        at,
        command: row.json("command", words(command))?,
    })
}

fn keys(due: &DueTimer) -> Result<(Uuid, Document, Timestamp), StoreError> {
    Ok((due.timer.application.0, json(&due.timer.name)?, due.leased_until))
}
