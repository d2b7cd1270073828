//! Reading messages.

use review::ApplicationId;
use sqlx::SqliteConnection;
use store::columns::MailColumns;
use store::{MailRecord, StoreError};

use crate::errors::failed;
use crate::values::{Sqlite, select};

pub(super) type OutboxRecord = MailColumns<Sqlite>;

macro_rules! mail {
    ($($condition:tt)+) => { select!(mail_columns of OutboxRecord from "outbox", $($condition)+) };
}

pub(super) async fn of(
    application: ApplicationId,
    db: &mut SqliteConnection,
) -> Result<Vec<MailRecord>, StoreError> {
    let key = &application.0.as_bytes()[..];
    let records = mail!("WHERE application = ? ORDER BY due_at, id", key)
        .fetch_all(db)
        .await
        .map_err(failed)?;
    records.into_iter().map(OutboxRecord::read).collect()
}

pub(super) async fn dead(limit: u32, db: &mut SqliteConnection) -> Result<Vec<MailRecord>, StoreError> {
    let records = mail!("WHERE dead_at IS NOT NULL ORDER BY dead_at DESC LIMIT ?", limit)
        .fetch_all(db)
        .await
        .map_err(failed)?;
    records.into_iter().map(OutboxRecord::read).collect()
}

/// The messages of all applications between these two.
pub(crate) async fn between(
    first: &[u8],
    last: &[u8],
    db: &mut SqliteConnection,
) -> Result<Vec<MailRecord>, StoreError> {
    let records = mail!("WHERE application BETWEEN ? AND ?", first, last)
        .fetch_all(db)
        .await
        .map_err(failed)?;
    records.into_iter().map(OutboxRecord::read).collect()
}
