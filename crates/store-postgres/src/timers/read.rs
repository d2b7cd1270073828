//! Reading timers.

use review::ApplicationId;
use sqlx::{PgConnection, PgPool};
use store::{KeptTimer, StoreError};
use uuid::Uuid;

use crate::errors::failed;
use crate::values::{Document, RowOf, maybe_time, words};

/// A row as it is.
pub(super) struct TimerRecord {
    pub(super) application: Uuid,
    pub(super) name: Document,
    pub(super) at: jiff_sqlx::Timestamp,
    pub(super) command: Document,
    pub(super) attempts: i32,
    pub(super) dead_at: Option<jiff_sqlx::Timestamp>,
    pub(super) last_error: Option<String>,
}

/// The one select for this shape, ended by a condition.
macro_rules! timers {
    ($condition:literal, $value:expr) => {
        sqlx::query_as!(
            TimerRecord,
            "SELECT application, name, at, command, attempts, dead_at, last_error FROM timers " + $condition,
            $value
        )
    };
}

pub(super) async fn dead(limit: u32, db: &PgPool) -> Result<Vec<KeptTimer>, StoreError> {
    let limit = i64::from(limit);
    let records = timers!("WHERE dead_at IS NOT NULL ORDER BY dead_at DESC LIMIT $1", limit)
        .fetch_all(db)
        .await
        .map_err(failed)?;
    records.iter().map(TimerRecord::read).collect()
}

/// The timers of these applications, in no order.
pub(crate) async fn of_all(ids: &[Uuid], db: &mut PgConnection) -> Result<Vec<KeptTimer>, StoreError> {
    let records = timers!("WHERE application = ANY($1)", ids)
        .fetch_all(db)
        .await
        .map_err(failed)?;
    records.iter().map(TimerRecord::read).collect()
}

impl TimerRecord {
    pub(super) fn read(&self) -> Result<KeptTimer, StoreError> {
        let row = RowOf::new("timers", self.application);
        Ok(KeptTimer {
            application: ApplicationId(self.application),
            name: row.json("name", words(&self.name))?,
            at: self.at.to_jiff(),
            command: row.json("command", words(&self.command))?,
            attempts: row.number("attempts", self.attempts)?,
            dead_at: maybe_time(self.dead_at),
            last_error: self.last_error.clone(),
        })
    }
}
