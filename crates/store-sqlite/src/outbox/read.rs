//! Reading messages.

use permit::PermitId;
use review::{ApplicationId, MaybeNewer};
use sqlx::SqliteConnection;
use store::{Delivery, Mail, MailRecord, OutboxEntry, OutboxId, StoreError};

use crate::errors::failed;
use crate::values::RowOf;

/// A row as it is.
pub(super) struct OutboxRecord {
    pub(super) application: Vec<u8>,
    pub(super) id: Vec<u8>,
    pub(super) recipient: String,
    pub(super) language: String,
    pub(super) message: String,
    pub(super) permit: Option<Vec<u8>>,
    pub(super) words: String,
    pub(super) due_at: i64,
    pub(super) leased_until: Option<i64>,
    pub(super) attempts: i64,
    pub(super) sent_at: Option<i64>,
    pub(super) dead_at: Option<i64>,
    pub(super) last_error: Option<String>,
}

/// The one select for this shape, ended by a condition.
macro_rules! mail {
    ($condition:literal, $($value:expr),+) => {
        sqlx::query_as!(
            OutboxRecord,
            "SELECT application, id, recipient, language, message, permit, words, due_at, leased_until, attempts,
                 sent_at, dead_at, last_error
             FROM outbox " + $condition,
            $($value),+
        )
    };
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

impl OutboxRecord {
    fn row(&self) -> RowOf {
        RowOf::keyed("outbox", &self.id)
    }

    fn entry<M>(&self, message: M) -> Result<OutboxEntry<M>, StoreError> {
        let row = self.row();
        let permit = self
            .permit
            .as_deref()
            .map(|id| row.bytes("permit", id).map(PermitId))
            .transpose()?;
        Ok(OutboxEntry {
            id: OutboxId(row.uuid("id", &self.id)?),
            application: ApplicationId(row.uuid("application", &self.application)?),
            to: self.recipient.clone(),
            language: self.language.as_str().into(),
            message,
            permit,
            words: row.json("words", &self.words)?,
            due_at: row.time("due_at", self.due_at)?,
        })
    }

    fn delivery(&self) -> Result<Delivery, StoreError> {
        let row = self.row();
        Ok(match (self.sent_at, self.dead_at) {
            (Some(at), _) => Delivery::Sent(row.time("sent_at", at)?),
            (None, Some(at)) => Delivery::Dead(row.time("dead_at", at)?),
            (None, None) => Delivery::Due(row.time("due_at", self.due_at)?),
        })
    }

    pub(super) fn read(self) -> Result<MailRecord, StoreError> {
        Ok(MailRecord {
            entry: self.entry(MaybeNewer::read(self.message.as_str().into()))?,
            delivery: self.delivery()?,
            attempts: self.row().number("attempts", self.attempts)?,
            last_error: self.last_error,
        })
    }

    pub(super) fn taken(self) -> Result<Mail, StoreError> {
        let row = self.row();
        let lease = self
            .leased_until
            .ok_or_else(|| row.corrupt("leased_until", "taken without a lease"))?;
        Ok(Mail {
            entry: self.entry(row.named("message", &self.message)?)?,
            attempts: row.number("attempts", self.attempts)?,
            leased_until: row.time("leased_until", lease)?,
        })
    }
}
