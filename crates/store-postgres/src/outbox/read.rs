//! Reading messages.

use review::ApplicationId;
use sqlx::{PgConnection, PgPool};
use store::columns::MailColumns;
use store::{MailRecord, StoreError};
use uuid::Uuid;

use crate::errors::failed;
use crate::values::{Postgres, select};

pub(super) type OutboxRecord = MailColumns<Postgres>;

macro_rules! mail {
    ($($condition:tt)+) => { select!(mail_columns of OutboxRecord from "outbox", $($condition)+) };
}

pub(super) async fn of(application: ApplicationId, db: &PgPool) -> Result<Vec<MailRecord>, StoreError> {
    let records = mail!("WHERE application = $1 ORDER BY due_at, id", application.0)
        .fetch_all(db)
        .await
        .map_err(failed)?;
    records.into_iter().map(OutboxRecord::read).collect()
}

pub(super) async fn dead(limit: u32, db: &PgPool) -> Result<Vec<MailRecord>, StoreError> {
    let limit = i64::from(limit);
    let records = mail!("WHERE dead_at IS NOT NULL ORDER BY dead_at DESC LIMIT $1", limit)
        .fetch_all(db)
        .await
        .map_err(failed)?;
    records.into_iter().map(OutboxRecord::read).collect()
}

/// The messages of these applications, in no order.
pub(crate) async fn of_all(ids: &[Uuid], db: &mut PgConnection) -> Result<Vec<MailRecord>, StoreError> {
    let records = mail!("WHERE application = ANY($1)", ids)
        .fetch_all(db)
        .await
        .map_err(failed)?;
    records.into_iter().map(OutboxRecord::read).collect()
}
