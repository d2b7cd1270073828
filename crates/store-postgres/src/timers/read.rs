//! Reading timers.

use sqlx::{PgConnection, PgPool};
use store::columns::TimerColumns;
use store::{KeptTimer, StoreError};
use uuid::Uuid;

use crate::errors::failed;
use crate::values::{Postgres, select};

pub(super) type TimerRecord = TimerColumns<Postgres>;

macro_rules! timers {
    ($($condition:tt)+) => { select!(timer_columns of TimerRecord from "timers", $($condition)+) };
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
