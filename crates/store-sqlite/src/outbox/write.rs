//! Writing messages in the transaction of what they tell of.

use sqlx::SqliteConnection;
use store::{StoreError, Subject};

use crate::errors::taken;

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
