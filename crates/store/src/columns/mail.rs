//! The columns of a message.

use jiff::Timestamp;
use permit::PermitId;
use review::{ApplicationId, MaybeNewer};
use serde::Serialize;
use uuid::Uuid;

use super::{ColumnTypes, JsonColumns, ReadColumns, WriteColumns};
use crate::{Delivery, Mail, MailRecord, OutboxEntry, OutboxId, RowOf, StoreError, name_of};

columns! { $
    /// A message in its columns.
    MailColumns mail_columns {
        application "application": C::Id,
        id "id": C::Id,
        recipient "recipient": String,
        language "language": String,
        message "message": String,
        permit "permit": Option<C::Id>,
        words "words": C::Document,
        due_at "due_at": C::Time,
        leased_until "leased_until": Option<C::Time>,
        attempts "attempts": C::Number,
        sent_at "sent_at": Option<C::Time>,
        dead_at "dead_at": Option<C::Time>,
        last_error "last_error": Option<String>,
    }
}

impl<C: WriteColumns> MailColumns<C> {
    /// A new message in its columns.
    pub fn of(entry: &OutboxEntry) -> Result<Self, StoreError> {
        Self::new(entry, name_of(&entry.message)?)
    }

    /// As it was kept before, elsewhere. Who has just taken it is forgotten.
    pub fn kept(kept: &MailRecord) -> Result<Self, StoreError> {
        let (sent_at, dead_at) = match kept.delivery {
            Delivery::Due(_) => (None, None),
            Delivery::Sent(at) => (Some(C::time(at)), None),
            Delivery::Dead(at) => (None, Some(C::time(at))),
        };
        Ok(Self {
            attempts: C::number(kept.attempts)?,
            sent_at,
            dead_at,
            last_error: kept.last_error.clone(),
            ..Self::new(&kept.entry, name_of(&kept.entry.message)?)?
        })
    }

    fn new<M>(entry: &OutboxEntry<M>, message: String) -> Result<Self, StoreError> {
        Ok(Self {
            application: C::id(entry.application.0),
            id: C::id(entry.id.0),
            recipient: entry.to.clone(),
            language: entry.language.to_string(),
            message,
            permit: entry.permit.map(|permit| C::id(Uuid::from_bytes(permit.0))),
            words: C::document(&entry.words)?,
            due_at: C::time(entry.due_at),
            leased_until: None,
            attempts: C::number(0)?,
            sent_at: None,
            dead_at: None,
            last_error: None,
        })
    }
}

impl<C: ReadColumns> MailColumns<C> {
    /// The message and how it fares.
    pub fn read(self) -> Result<MailRecord, StoreError> {
        let row = self.row();
        Ok(MailRecord {
            entry: self.entry(MaybeNewer::read(self.message.as_str().into()))?,
            delivery: self.delivery()?,
            attempts: row.number("attempts", self.attempts)?,
            last_error: self.last_error,
        })
    }

    /// The message for who has just taken it.
    pub fn taken(self) -> Result<Mail, StoreError> {
        let row = self.row();
        let lease = self.time("leased_until", self.leased_until.as_ref())?;
        Ok(Mail {
            entry: self.entry(row.named("message", &self.message)?)?,
            attempts: row.number("attempts", self.attempts)?,
            leased_until: lease.ok_or_else(|| row.corrupt("leased_until", "taken without a lease"))?,
        })
    }

    fn row(&self) -> RowOf {
        C::row_of("outbox", &self.id)
    }

    fn entry<M>(&self, message: M) -> Result<OutboxEntry<M>, StoreError> {
        let row = self.row();
        let permit = self.permit.as_ref().map(|id| C::read_id(&row, "permit", id));
        Ok(OutboxEntry {
            id: OutboxId(C::read_id(&row, "id", &self.id)?),
            application: ApplicationId(C::read_id(&row, "application", &self.application)?),
            to: self.recipient.clone(),
            language: self.language.as_str().into(),
            message,
            permit: permit.transpose()?.map(|id| PermitId(id.into_bytes())),
            words: row.json("words", C::words(&self.words))?,
            due_at: C::read_time(&row, "due_at", &self.due_at)?,
        })
    }

    fn delivery(&self) -> Result<Delivery, StoreError> {
        let sent_at = self.time("sent_at", self.sent_at.as_ref())?;
        let dead_at = self.time("dead_at", self.dead_at.as_ref())?;
        Ok(match (sent_at, dead_at) {
            (Some(at), _) => Delivery::Sent(at),
            (None, Some(at)) => Delivery::Dead(at),
            (None, None) => Delivery::Due(C::read_time(&self.row(), "due_at", &self.due_at)?),
        })
    }

    fn time(&self, column: &'static str, time: Option<&C::Time>) -> Result<Option<Timestamp>, StoreError> {
        time.map(|time| C::read_time(&self.row(), column, time))
            .transpose()
    }
}
