//! Log-ins. They wait for the disk: who logged out stays out.

use async_trait::async_trait;
use jiff::Timestamp;
use review::PersonId;
use sqlx::{PgConnection, PgExecutor};
use store::{AuditEntry, Person, Session, Sessions, StoreError, Subject, TokenHash};
use uuid::Uuid;

use crate::errors::{failed, taken};
use crate::values::{RowOf, maybe_time, time};
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
        let record = sessions!(
            "WHERE token = $1 AND expires_at > $2",
            &token.0[..],
            time(now) as _
        )
        .fetch_optional(&mut *db)
        .await
        .map_err(failed)?;
        let Some(record) = record else {
            db.answered();
            return Ok(None);
        };
        let session = record.read()?;
        let person = people::by_id(session.person, &mut *db).await?;
        db.answered();
        Ok(person
            .filter(|person| person.disabled_at.is_none())
            .map(|person| (session, person)))
    }

    async fn sessions_of(&self, person: PersonId, now: Timestamp) -> Result<Vec<Session>, StoreError> {
        let records = sessions!(
            "WHERE person = $1 AND expires_at > $2 ORDER BY created_at DESC, token",
            person.0,
            time(now) as _
        );
        let records = records.fetch_all(&self.reads).await.map_err(failed)?;
        records.into_iter().map(SessionRecord::read).collect()
    }

    async fn session_used(&self, session: &Session, now: Timestamp) -> Result<(), StoreError> {
        let mut db = self.lent_swift.lend().await?;
        sqlx::query!(
            "UPDATE sessions SET seen_at = greatest(seen_at, $2) WHERE token = $1",
            &session.token.0[..],
            time(now) as _
        )
        .execute(&mut *db)
        .await
        .map_err(failed)?;
        db.answered();
        Ok(())
    }

    async fn session_proven(&self, token: &TokenHash, now: Timestamp) -> Result<(), StoreError> {
        let token = *token;
        self.writer
            .write_at_once(move |db| {
                Box::pin(async move {
                    sqlx::query!(
                        "UPDATE sessions SET proven_at = $2 WHERE token = $1",
                        &token.0[..],
                        time(now) as _
                    )
                    .execute(db)
                    .await
                    .map_err(failed)?;
                    Ok(())
                })
            })
            .await
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

    async fn close_sessions_of(
        &self,
        person: PersonId,
        except: Option<&TokenHash>,
    ) -> Result<(), StoreError> {
        let except = except.copied();
        self.writer
            .write_at_once(move |db| Box::pin(async move { close_all(person, except, db).await }))
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

struct SessionRecord {
    token: Vec<u8>,
    person: Uuid,
    created_at: jiff_sqlx::Timestamp,
    expires_at: jiff_sqlx::Timestamp,
    seen_at: Option<jiff_sqlx::Timestamp>,
    proven_at: Option<jiff_sqlx::Timestamp>,
    browser: Option<String>,
}

/// The one select for this shape, ended by a condition.
macro_rules! sessions {
    ($condition:literal $(, $value:expr)*) => {
        sqlx::query_as!(
            SessionRecord,
            "SELECT token, person, created_at, expires_at, seen_at, proven_at, browser FROM sessions " + $condition
            $(, $value)*
        )
    };
}
use sessions;

impl SessionRecord {
    fn read(self) -> Result<Session, StoreError> {
        // Whoever reads the log of this must not find the token's hash.
        let row = RowOf::new("sessions", self.person);
        Ok(Session {
            token: TokenHash(row.bytes("token", &self.token)?),
            person: PersonId(self.person),
            created_at: self.created_at.to_jiff(),
            expires_at: self.expires_at.to_jiff(),
            seen_at: maybe_time(self.seen_at),
            proven_at: maybe_time(self.proven_at),
            browser: self.browser,
        })
    }
}

/// Sessions from this token on, in the order of their tokens.
pub(crate) async fn after(
    from: Vec<u8>,
    limit: i64,
    db: &mut PgConnection,
) -> Result<Vec<Session>, StoreError> {
    let records = sessions!("WHERE token >= $1 ORDER BY token LIMIT $2", from, limit)
        .fetch_all(db)
        .await
        .map_err(failed)?;
    records.into_iter().map(SessionRecord::read).collect()
}

async fn insert(session: &Session, db: &mut PgConnection) -> Result<(), StoreError> {
    sqlx::query!(
        "INSERT INTO sessions (token, person, created_at, expires_at, seen_at, proven_at, browser)
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
        &session.token.0[..],
        session.person.0,
        time(session.created_at) as _,
        time(session.expires_at) as _,
        session.seen_at.map(time) as _,
        session.proven_at.map(time) as _,
        session.browser
    )
    .execute(db)
    .await
    .map_err(taken(&[("sessions_pkey", Subject::Session)]))?;
    Ok(())
}

pub(crate) async fn close_all(
    person: PersonId,
    except: Option<TokenHash>,
    db: impl PgExecutor<'_>,
) -> Result<(), StoreError> {
    let except = except.map_or_else(Vec::new, |token| token.0.to_vec());
    sqlx::query!(
        "DELETE FROM sessions WHERE person = $1 AND token <> $2",
        person.0,
        except
    )
    .execute(db)
    .await
    .map_err(failed)?;
    Ok(())
}
