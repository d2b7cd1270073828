//! Messages on their way out.

mod read;
mod write;

use async_trait::async_trait;
use jiff::{SignedDuration, Timestamp};
use review::{ApplicationId, Message};
use sqlx::SqliteConnection;
use store::{
    AuditEntry, Mail, MailRecord, Outbox, OutboxEntry, OutboxId, Retry, StoreError, Subject, leased_until,
};

use crate::errors::failed;
use crate::outbox::read::OutboxRecord;
use crate::values::{json, micros};
use crate::{SqliteStore, audit};

pub(crate) use crate::outbox::read::between;
pub(crate) use crate::outbox::write::{insert, insert_one};

#[async_trait]
impl Outbox for SqliteStore {
    async fn due_mail(
        &self,
        now: Timestamp,
        lease: SignedDuration,
        limit: u32,
    ) -> Result<Vec<Mail>, StoreError> {
        let until = leased_until(now, lease)?;
        self.main
            .write(move |db| Box::pin(take(now, until, limit, db)))
            .await
    }

    async fn sent(&self, mail: &Mail, at: Timestamp) -> Result<(), StoreError> {
        let (application, id) = keys(&mail.entry);
        let at = micros(at);
        self.main
            .write(move |db| {
                Box::pin(async move {
                    sqlx::query!(
                        "UPDATE outbox SET sent_at = ?, leased_until = NULL, dead_at = NULL
                         WHERE application = ? AND id = ? AND sent_at IS NULL",
                        at,
                        application,
                        id
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
        let (application, id) = keys(&mail.entry);
        let (error, lease) = (error.to_owned(), micros(mail.leased_until));
        let (due_at, dead_at) = retry.after(at);
        let (due_at, dead_at) = (due_at.map(micros), dead_at.map(micros));
        self.main
            .write(move |db| {
                Box::pin(async move {
                    sqlx::query!(
                        "UPDATE outbox SET leased_until = NULL, last_error = ?, due_at = coalesce(?, due_at),
                             dead_at = ?
                         WHERE application = ? AND id = ? AND leased_until = ? AND sent_at IS NULL",
                        error,
                        due_at,
                        dead_at,
                        application,
                        id,
                        lease
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
        read::of(application, &mut *self.reads.lend().await?).await
    }

    async fn dead_mail(&self, limit: u32) -> Result<Vec<MailRecord>, StoreError> {
        read::dead(limit, &mut *self.reads.lend().await?).await
    }

    async fn resend(
        &self,
        application: ApplicationId,
        id: OutboxId,
        audit: &AuditEntry,
    ) -> Result<(), StoreError> {
        let entry = audit.clone();
        self.main
            .write(move |db| {
                Box::pin(async move {
                    begin_again(application, id, entry.at, db).await?;
                    audit::insert(&entry, db).await
                })
            })
            .await
    }
}

async fn take(
    now: Timestamp,
    until: Timestamp,
    limit: u32,
    db: &mut SqliteConnection,
) -> Result<Vec<Mail>, StoreError> {
    let (now, until, known) = (micros(now), micros(until), json(&Message::ALL)?);
    let records = sqlx::query_as!(
        OutboxRecord,
        "UPDATE outbox SET leased_until = ?1, attempts = attempts + 1
         WHERE (application, id) IN (
             SELECT application, id FROM outbox
             WHERE sent_at IS NULL AND dead_at IS NULL AND due_at <= ?2
                 AND (leased_until IS NULL OR leased_until <= ?2)
                 AND message IN (SELECT value FROM json_each(?4))
             ORDER BY due_at LIMIT ?3
         )
         RETURNING application, id, recipient, language, message, permit, words, due_at, leased_until, attempts,
             sent_at, dead_at, last_error",
        until,
        now,
        limit,
        known
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
    db: &mut SqliteConnection,
) -> Result<(), StoreError> {
    let (application, id, at) = (&application.0.as_bytes()[..], &id.0.as_bytes()[..], micros(at));
    let done = sqlx::query!(
        "UPDATE outbox SET due_at = ?, leased_until = NULL, attempts = 0, sent_at = NULL, dead_at = NULL
         WHERE application = ? AND id = ?",
        at,
        application,
        id
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

fn keys(entry: &OutboxEntry) -> (Vec<u8>, Vec<u8>) {
    (
        entry.application.0.as_bytes().to_vec(),
        entry.id.0.as_bytes().to_vec(),
    )
}
