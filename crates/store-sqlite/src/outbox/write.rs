//! Writing messages in the transaction of what they tell of.

use sqlx::SqliteConnection;
use store::columns::MailColumns;
use store::{OutboxEntry, StoreError, Subject};

use crate::errors::taken;
use crate::rows::{JsonRow, Rows};

pub(crate) async fn insert(rows: String, db: &mut SqliteConnection) -> Result<(), StoreError> {
    sqlx::query!(
        "INSERT INTO outbox (application, id, recipient, language, message, permit, words, due_at, attempts,
             sent_at, dead_at, last_error)
         SELECT unhex(value ->> 'application', '-'), unhex(value ->> 'id', '-'), value ->> 'recipient',
             value ->> 'language', value ->> 'message', unhex(value ->> 'permit', '-'), value -> 'words',
             value ->> 'due_at', value ->> 'attempts', value ->> 'sent_at', value ->> 'dead_at',
             value ->> 'last_error'
         FROM jsonb_each(?)",
        rows
    )
    .execute(db)
    .await
    .map_err(taken(&[("outbox.", Subject::Mail)]))?;
    Ok(())
}

pub(crate) async fn insert_one(letter: &OutboxEntry, db: &mut SqliteConnection) -> Result<(), StoreError> {
    let rows = Rows::of([MailColumns::<JsonRow>::of(letter)?])?;
    match Rows::together([&rows]) {
        Some(rows) => insert(rows, db).await,
        None => Ok(()),
    }
}
