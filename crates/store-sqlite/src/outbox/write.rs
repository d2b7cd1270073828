//! Writing messages in the transaction of what they tell of.

use std::collections::BTreeMap;

use review::{ApplicationId, Message};
use serde::Serialize;
use sqlx::SqliteConnection;
use store::{OutboxEntry, StoreError, Subject};
use uuid::Uuid;

use crate::errors::taken;
use crate::rows::{Hex, Rows};
use crate::values::micros;

#[derive(Serialize)]
struct Columns<'a> {
    application: ApplicationId,
    id: Uuid,
    recipient: &'a str,
    language: &'a str,
    message: Message,
    permit: Option<Hex<[u8; 16]>>,
    words: &'a BTreeMap<String, String>,
    due_at: i64,
}

impl<'a> Columns<'a> {
    fn of(entry: &'a OutboxEntry) -> Self {
        Self {
            application: entry.application,
            id: entry.id.0,
            recipient: &entry.to,
            language: entry.language.as_str(),
            message: entry.message,
            permit: entry.permit.map(|permit| Hex(permit.0)),
            words: &entry.words,
            due_at: micros(entry.due_at),
        }
    }
}

pub(crate) fn rows(entries: &[OutboxEntry]) -> Result<Rows, StoreError> {
    Rows::of(entries.iter().map(Columns::of))
}

pub(crate) async fn insert(rows: String, db: &mut SqliteConnection) -> Result<(), StoreError> {
    sqlx::query!(
        "INSERT INTO outbox (application, id, recipient, language, message, permit, words, due_at)
         SELECT unhex(value ->> 'application', '-'), unhex(value ->> 'id', '-'), value ->> 'recipient',
             value ->> 'language', value ->> 'message', unhex(value ->> 'permit'), value -> 'words',
             value ->> 'due_at'
         FROM jsonb_each(?)",
        rows
    )
    .execute(db)
    .await
    .map_err(taken(&[("outbox.", Subject::Mail)]))?;
    Ok(())
}
