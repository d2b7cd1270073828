//! Reading timers.

use review::ApplicationId;
use sqlx::SqliteConnection;
use store::{KeptTimer, StoreError};

use crate::errors::failed;
use crate::values::RowOf;

/// A row as it is.
pub(super) struct TimerRecord {
    pub(super) application: Vec<u8>,
    pub(super) name: String,
    pub(super) at: i64,
    pub(super) command: String,
    pub(super) attempts: i64,
    pub(super) dead_at: Option<i64>,
    pub(super) last_error: Option<String>,
}

/// The one select for this shape, ended by a condition.
macro_rules! timers {
    ($condition:literal, $($value:expr),+) => {
        sqlx::query_as!(
            TimerRecord,
            "SELECT application, name, at, command, attempts, dead_at, last_error FROM timers " + $condition,
            $($value),+
        )
    };
}

pub(super) async fn dead(limit: u32, db: &mut SqliteConnection) -> Result<Vec<KeptTimer>, StoreError> {
    let records = timers!("WHERE dead_at IS NOT NULL ORDER BY dead_at DESC LIMIT ?", limit)
        .fetch_all(db)
        .await
        .map_err(failed)?;
    records.iter().map(TimerRecord::read).collect()
}

/// The timers of all applications between these two.
pub(crate) async fn between(
    first: &[u8],
    last: &[u8],
    db: &mut SqliteConnection,
) -> Result<Vec<KeptTimer>, StoreError> {
    let records = timers!("WHERE application BETWEEN ? AND ?", first, last)
        .fetch_all(db)
        .await
        .map_err(failed)?;
    records.iter().map(TimerRecord::read).collect()
}

impl TimerRecord {
    pub(super) fn read(&self) -> Result<KeptTimer, StoreError> {
        let row = RowOf::keyed("timers", &self.application);
        Ok(KeptTimer {
            application: ApplicationId(row.uuid("application", &self.application)?),
            name: row.json("name", &self.name)?,
            at: row.time("at", self.at)?,
            command: row.json("command", &self.command)?,
            attempts: row.number("attempts", self.attempts)?,
            dead_at: row.maybe_time("dead_at", self.dead_at)?,
            last_error: self.last_error.clone(),
        })
    }
}
