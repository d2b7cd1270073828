//! Log-ins, in the file that waits for the disk: who logged out stays out.

use async_trait::async_trait;
use jiff::Timestamp;
use review::PersonId;
use sqlx::SqliteConnection;
use store::{AuditEntry, Person, Session, Sessions, StoreError, Subject, TokenHash};

use crate::errors::{failed, taken};
use crate::values::{RowOf, micros};
use crate::{SqliteStore, audit, people};

#[async_trait]
impl Sessions for SqliteStore {
    async fn open_session(&self, session: &Session, audit: &AuditEntry) -> Result<(), StoreError> {
        let (session, entry) = (session.clone(), audit.clone());
        self.main
            .write(move |db| {
                Box::pin(async move {
                    insert(&session, db).await?;
                    audit::insert(&entry, db).await
                })
            })
            .await
    }

    async fn session(
        &self,
        token: &TokenHash,
        now: Timestamp,
    ) -> Result<Option<(Session, Person)>, StoreError> {
        let (key, now) = (&token.0[..], micros(now));
        let record = sqlx::query!(
            "SELECT person, created_at, expires_at FROM sessions WHERE token = ? AND expires_at > ?",
            key,
            now
        )
        .fetch_optional(&mut *self.reads.lend().await?)
        .await
        .map_err(failed)?;
        let Some(record) = record else { return Ok(None) };
        // Whoever reads the log of this must not find the token's hash.
        let row = RowOf::keyed("sessions", &record.person);
        let session = Session {
            token: *token,
            person: PersonId(row.uuid("person", &record.person)?),
            created_at: row.time("created_at", record.created_at)?,
            expires_at: row.time("expires_at", record.expires_at)?,
        };
        let person = people::by_id(session.person, &mut *self.reads.lend().await?).await?;
        Ok(person
            .filter(|person| person.disabled_at.is_none())
            .map(|person| (session, person)))
    }

    async fn close_session(&self, token: &TokenHash) -> Result<(), StoreError> {
        let token = *token;
        self.main
            .write(move |db| {
                Box::pin(async move {
                    let key = &token.0[..];
                    sqlx::query!("DELETE FROM sessions WHERE token = ?", key)
                        .execute(db)
                        .await
                        .map_err(failed)?;
                    Ok(())
                })
            })
            .await
    }

    async fn close_sessions_of(&self, person: PersonId) -> Result<(), StoreError> {
        self.main
            .write(move |db| Box::pin(async move { close_all(&person.0.as_bytes()[..], db).await }))
            .await
    }
}

impl SqliteStore {
    pub(crate) async fn forget_sessions(&self, now: Timestamp) -> Result<(), StoreError> {
        let now = micros(now);
        self.main
            .write(move |db| {
                Box::pin(async move {
                    sqlx::query!("DELETE FROM sessions WHERE expires_at <= ?", now)
                        .execute(db)
                        .await
                        .map_err(failed)?;
                    Ok(())
                })
            })
            .await
    }
}

async fn insert(session: &Session, db: &mut SqliteConnection) -> Result<(), StoreError> {
    let (token, person) = (&session.token.0[..], &session.person.0.as_bytes()[..]);
    let (created_at, expires_at) = (micros(session.created_at), micros(session.expires_at));
    sqlx::query!(
        "INSERT INTO sessions (token, person, created_at, expires_at) VALUES (?, ?, ?, ?)",
        token,
        person,
        created_at,
        expires_at
    )
    .execute(db)
    .await
    .map_err(taken(&[("sessions.token", Subject::Session)]))?;
    Ok(())
}

pub(crate) async fn close_all(person: &[u8], db: &mut SqliteConnection) -> Result<(), StoreError> {
    sqlx::query!("DELETE FROM sessions WHERE person = ?", person)
        .execute(db)
        .await
        .map_err(failed)?;
    Ok(())
}
