//! Messages on their way out.

mod read;

use async_trait::async_trait;
use jiff::{SignedDuration, Timestamp};
use review::{ApplicationId, Message};
use sqlx::PgConnection;
use store::columns::MailColumns;
use store::{
    AuditEntry, Mail, MailRecord, Outbox, OutboxEntry, OutboxId, Retry, StoreError, Subject, leased_until,
};

use crate::errors::failed;
use crate::outbox::read::OutboxRecord;
use crate::values::{Postgres, legible, name_of, time};
use crate::{PostgresStore, audit};

pub(crate) use crate::outbox::read::of_all;

#[async_trait]
impl Outbox for PostgresStore {
    async fn due_mail(
        &self,
        now: Timestamp,
        lease: SignedDuration,
        limit: u32,
    ) -> Result<Vec<Mail>, StoreError> {
        let until = leased_until(now, lease)?;
        self.writer
            .write_at_once(move |db| Box::pin(take(now, until, limit, db)))
            .await
    }

    async fn sent(&self, mail: &Mail, at: Timestamp) -> Result<(), StoreError> {
        let (application, id) = (mail.entry.application.0, mail.entry.id.0);
        self.writer
            .write_at_once(move |db| {
                Box::pin(async move {
                    sqlx::query!(
                        "UPDATE outbox SET sent_at = $3, leased_until = NULL, dead_at = NULL
                         WHERE application = $1 AND id = $2 AND sent_at IS NULL",
                        application,
                        id,
                        time(at)
                    )
                    .execute(db)
                    .await
                    .map_err(failed)?;
                    Ok(())
                })
            })
            .await
    }

    async fn failed(&self, mail: &Mail, error: &str, retry: Retry, at: Timestamp) -> Result<(), StoreError> {
        let (application, id, lease) = (mail.entry.application.0, mail.entry.id.0, mail.leased_until);
        let error = legible(error);
        let (due_at, dead_at) = retry.after(at);
        self.writer
            .write_at_once(move |db| {
                Box::pin(async move {
                    sqlx::query!(
                        "UPDATE outbox SET leased_until = NULL, last_error = $4, due_at = coalesce($5, due_at),
                             dead_at = $6
                         WHERE application = $1 AND id = $2 AND leased_until = $3 AND sent_at IS NULL",
                        application,
                        id,
                        time(lease),
                        error,
                        due_at.map(time),
                        dead_at.map(time)
                    )
                    .execute(db)
                    .await
                    .map_err(crate::errors::failed)?;
                    Ok(())
                })
            })
            .await
    }

    async fn outbox_of(&self, application: ApplicationId) -> Result<Vec<MailRecord>, StoreError> {
        read::of(application, &self.reads).await
    }

    async fn dead_mail(&self, limit: u32) -> Result<Vec<MailRecord>, StoreError> {
        read::dead(limit, &self.reads).await
    }

    async fn resend(
        &self,
        application: ApplicationId,
        id: OutboxId,
        audit: &AuditEntry,
    ) -> Result<(), StoreError> {
        let entry = audit.clone();
        self.writer
            .write(move |db| {
                Box::pin(async move {
                    begin_again(application, id, entry.at, db).await?;
                    audit::insert(&entry, db).await
                })
            })
            .await
    }
}

/// Takes what is due. What another node is taking at this moment is passed over, not waited for.
async fn take(
    now: Timestamp,
    until: Timestamp,
    limit: u32,
    db: &mut PgConnection,
) -> Result<Vec<Mail>, StoreError> {
    let known = Message::ALL.iter().map(name_of).collect::<Result<Vec<_>, _>>()?;
    let records = sqlx::query_as!(
        OutboxRecord,
        "WITH due AS MATERIALIZED (
             SELECT application, id FROM outbox
             WHERE sent_at IS NULL AND dead_at IS NULL AND due_at <= $2
                 AND (leased_until IS NULL OR leased_until <= $2) AND message = ANY($4)
             ORDER BY due_at LIMIT $3 FOR UPDATE SKIP LOCKED
         )
         UPDATE outbox o SET leased_until = $1, attempts = attempts + 1
         FROM due WHERE o.application = due.application AND o.id = due.id
         RETURNING o.application, o.id, o.recipient, o.language, o.message, o.permit, o.words, o.due_at,
             o.leased_until, o.attempts, o.sent_at, o.dead_at, o.last_error",
        time(until),
        time(now),
        i64::from(limit),
        &known
    )
    .fetch_all(db)
    .await
    .map_err(failed)?;
    let mut mail = records
        .into_iter()
        .map(OutboxRecord::taken)
        .collect::<Result<Vec<_>, _>>()?;
    mail.sort_by_key(|mail| (mail.entry.due_at, mail.entry.id));
    Ok(mail)
}

async fn begin_again(
    application: ApplicationId,
    id: OutboxId,
    at: Timestamp,
    db: &mut PgConnection,
) -> Result<(), StoreError> {
    let done = sqlx::query!(
        "UPDATE outbox SET due_at = $3, leased_until = NULL, attempts = 0, sent_at = NULL, dead_at = NULL
         WHERE application = $1 AND id = $2",
        application.0,
        id.0,
        time(at)
    )
    .execute(db)
    .await
    .map_err(failed)?;
    if done.rows_affected() == 0 {
        Err(StoreError::NotFound(Subject::Mail))
    } else {
        Ok(())
    }
}

/// Adds a message in the transaction of what it tells of.
pub(crate) async fn insert_one(letter: &OutboxEntry, db: &mut PgConnection) -> Result<(), StoreError> {
    let row = MailColumns::<Postgres>::of(letter)?;
    sqlx::query!(
        "INSERT INTO outbox (application, id, recipient, language, message, permit, words, due_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        row.application,
        row.id,
        row.recipient,
        row.language,
        row.message,
        row.permit,
        row.words as _,
        row.due_at
    )
    .execute(db)
    .await
    .map_err(failed)?;
    Ok(())
}
