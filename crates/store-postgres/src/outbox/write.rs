//! A message on its way into the table, in the statement of the transition that it tells of.

use store::{OutboxEntry, StoreError};
use uuid::Uuid;

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
