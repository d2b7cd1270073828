//! Reading timers.

use sqlx::SqliteConnection;
use store::columns::TimerColumns;
use store::{KeptTimer, StoreError};

use crate::errors::failed;
use crate::values::{Sqlite, select};

pub(super) type TimerRecord = TimerColumns<Sqlite>;

macro_rules! timers {
    ($($condition:tt)+) => { select!(timer_columns of TimerRecord from "timers", $($condition)+) };
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
