//! Reading messages.

use permit::PermitId;
use review::{ApplicationId, MaybeNewer};
use sqlx::{PgConnection, PgPool};
use store::{Delivery, Mail, MailRecord, OutboxEntry, OutboxId, StoreError};
use uuid::Uuid;

use crate::errors::failed;
use crate::values::{Document, RowOf, words};

/// A row as it is.
pub(super) struct OutboxRecord {
    pub(super) application: Uuid,
    pub(super) id: Uuid,
    pub(super) recipient: String,
    pub(super) language: String,
    pub(super) message: String,
    pub(super) permit: Option<Uuid>,
    pub(super) words: Document,
    pub(super) due_at: jiff_sqlx::Timestamp,
    pub(super) leased_until: Option<jiff_sqlx::Timestamp>,
    pub(super) attempts: i32,
    pub(super) sent_at: Option<jiff_sqlx::Timestamp>,
    pub(super) dead_at: Option<jiff_sqlx::Timestamp>,
    pub(super) last_error: Option<String>,
}

/// The one select for this shape, ended by a condition.
macro_rules! mail {
    ($condition:literal, $value:expr) => {
        sqlx::query_as!(
            OutboxRecord,
            "SELECT application, id, recipient, language, message, permit, words, due_at, leased_until, attempts,
                 sent_at, dead_at, last_error
             FROM outbox " + $condition,
            $value
        )
    };
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

impl OutboxRecord {
    fn row(&self) -> RowOf {
        RowOf::new("outbox", self.id)
    }

    fn entry<M>(&self, message: M) -> Result<OutboxEntry<M>, StoreError> {
        let row = self.row();
        Ok(OutboxEntry {
            id: OutboxId(self.id),
            application: ApplicationId(self.application),
            to: self.recipient.clone(),
            language: self.language.as_str().into(),
            message,
            permit: self.permit.map(|id| PermitId(id.into_bytes())),
            words: row.json("words", words(&self.words))?,
            due_at: self.due_at.to_jiff(),
        })
    }

    fn delivery(&self) -> Delivery {
        match (self.sent_at, self.dead_at) {
            (Some(at), _) => Delivery::Sent(at.to_jiff()),
            (None, Some(at)) => Delivery::Dead(at.to_jiff()),
            (None, None) => Delivery::Due(self.due_at.to_jiff()),
        }
    }

    pub(super) fn read(self) -> Result<MailRecord, StoreError> {
        Ok(MailRecord {
            entry: self.entry(MaybeNewer::read(self.message.as_str().into()))?,
            delivery: self.delivery(),
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
            leased_until: lease.to_jiff(),
        })
    }
}
