//! Messages on their way into the table.

use sqlx::PgConnection;
use store::{OutboxEntry, StoreError, Subject};
use uuid::Uuid;

use crate::errors::taken;
use crate::values::{Document, json, name_of, time};

/// A message in its table's words.
#[derive(Debug)]
pub(crate) struct Row {
    pub(crate) application: Uuid,
    pub(crate) id: Uuid,
    pub(crate) recipient: String,
    pub(crate) language: String,
    pub(crate) message: String,
    pub(crate) permit: Option<Uuid>,
    pub(crate) words: Document,
    pub(crate) due_at: jiff_sqlx::Timestamp,
}

impl Row {
    pub(crate) fn of(entry: &OutboxEntry) -> Result<Self, StoreError> {
        Ok(Self {
            application: entry.application.0,
            id: entry.id.0,
            recipient: entry.to.clone(),
            language: entry.language.to_string(),
            message: name_of(&entry.message)?,
            permit: entry.permit.map(|permit| Uuid::from_bytes(permit.0)),
            words: json(&entry.words)?,
            due_at: time(entry.due_at),
        })
    }
}

/// Adds messages in the transaction of what they tell of. (Those of a transition are in its own statement.)
pub(crate) async fn insert(entries: &[OutboxEntry], db: &mut PgConnection) -> Result<(), StoreError> {
    for entry in entries {
        let row = Row::of(entry)?;
        sqlx::query!(
            "INSERT INTO outbox (application, id, recipient, language, message, permit, words, due_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
            row.application,
            row.id,
            row.recipient,
            row.language,
            row.message,
            row.permit,
            row.words,
            row.due_at
        )
        .execute(&mut *db)
        .await
        .map_err(taken(&[("outbox_pkey", Subject::Mail)]))?;
    }
    Ok(())
}
