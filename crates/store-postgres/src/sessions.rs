//! Log-ins. They wait for the disk: who logged out stays out.

use async_trait::async_trait;
use jiff::Timestamp;
use review::PersonId;
use sqlx::{PgConnection, PgExecutor};
use store::{AuditEntry, Person, Session, Sessions, StoreError, Subject, TokenHash};

use crate::errors::{failed, taken};
use crate::values::time;
use crate::{PostgresStore, audit, people};

#[async_trait]
impl Sessions for PostgresStore {
    async fn open_session(&self, session: &Session, audit: &AuditEntry) -> Result<(), StoreError> {
        let (session, entry) = (session.clone(), audit.clone());
        self.writer
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
        let mut db = self.lent_reads.lend().await?;
        let record = sqlx::query!(
            "SELECT person, created_at, expires_at FROM sessions WHERE token = $1 AND expires_at > $2",
            &token.0[..],
            time(now)
        )
        .fetch_optional(&mut *db)
        .await
        .map_err(failed)?;
        let Some(record) = record else {
            db.answered();
            return Ok(None);
        };
        let session = Session {
            token: *token,
            person: PersonId(record.person),
            created_at: record.created_at.to_jiff(),
            expires_at: record.expires_at.to_jiff(),
        };
        let person = people::by_id(session.person, &mut *db).await?;
        db.answered();
        Ok(person
            .filter(|person| person.disabled_at.is_none())
            .map(|person| (session, person)))
    }

    async fn close_session(&self, token: &TokenHash) -> Result<(), StoreError> {
        let token = *token;
        self.writer
            .write_at_once(move |db| {
                Box::pin(async move {
                    sqlx::query!("DELETE FROM sessions WHERE token = $1", &token.0[..])
                        .execute(db)
                        .await
                        .map_err(failed)?;
                    Ok(())
                })
            })
            .await
    }

    async fn close_sessions_of(&self, person: PersonId) -> Result<(), StoreError> {
        self.writer
            .write_at_once(move |db| Box::pin(async move { close_all(person, db).await }))
            .await
    }
}

impl PostgresStore {
    pub(crate) async fn forget_sessions(&self, now: Timestamp) -> Result<(), StoreError> {
        self.writer
            .write_at_once(move |db| {
                Box::pin(async move {
                    sqlx::query!("DELETE FROM sessions WHERE expires_at <= $1", time(now))
                        .execute(db)
                        .await
                        .map_err(failed)?;
                    Ok(())
                })
            })
            .await
    }
}

async fn insert(session: &Session, db: &mut PgConnection) -> Result<(), StoreError> {
    sqlx::query!(
        "INSERT INTO sessions (token, person, created_at, expires_at) VALUES ($1, $2, $3, $4)",
        &session.token.0[..],
        session.person.0,
        time(session.created_at),
        time(session.expires_at)
    )
    .execute(db)
    .await
    .map_err(taken(&[("sessions_pkey", Subject::Session)]))?;
    Ok(())
}

pub(crate) async fn close_all(person: PersonId, db: impl PgExecutor<'_>) -> Result<(), StoreError> {
    sqlx::query!("DELETE FROM sessions WHERE person = $1", person.0)
        .execute(db)
        .await
        .map_err(failed)?;
    Ok(())
}
