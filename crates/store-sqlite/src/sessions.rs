//! Log-ins, in the file that waits for the disk: who logged out stays out.

use async_trait::async_trait;
use jiff::Timestamp;
use review::PersonId;
use sqlx::SqliteConnection;
use store::{AuditEntry, Person, Session, Sessions, StoreError, Subject, TokenHash};

use crate::errors::failed;
use crate::values::{RowOf, micros};
use crate::{SqliteStore, audit, people};

#[async_trait]
impl Sessions for SqliteStore {
    async fn open_session(&self, session: &Session, audit: &AuditEntry) -> Result<(), StoreError> {
        let (session, entry) = (session.clone(), audit.clone());
        self.main
            .write(move |db| {
                Box::pin(async move {
                    if !insert(&session, db).await? {
                        return Err(StoreError::AlreadyExists(Subject::Session));
                    }
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
        let record = sessions!("WHERE token = ? AND expires_at > ?", key, now)
            .fetch_optional(&mut *self.reads.lend().await?)
            .await
            .map_err(failed)?;
        let Some(record) = record else { return Ok(None) };
        let session = record.read(&mut *self.draft_reads.lend().await?).await?;
        let person = people::by_id(session.person, &mut *self.reads.lend().await?).await?;
        Ok(person
            .filter(|person| person.disabled_at.is_none())
            .map(|person| (session, person)))
    }

    async fn sessions_of(&self, person: PersonId, now: Timestamp) -> Result<Vec<Session>, StoreError> {
        let (key, now) = (&person.0.as_bytes()[..], micros(now));
        let records = sessions!(
            "WHERE person = ? AND expires_at > ? ORDER BY created_at DESC, token",
            key,
            now
        )
        .fetch_all(&mut *self.reads.lend().await?)
        .await
        .map_err(failed)?;
        let mut seen = self.draft_reads.lend().await?;
        let mut sessions = Vec::with_capacity(records.len());
        for record in records {
            sessions.push(record.read(&mut seen).await?);
        }
        Ok(sessions)
    }

    async fn session_used(&self, session: &Session, now: Timestamp) -> Result<(), StoreError> {
        let (token, now, expires_at) = (session.token, micros(now), micros(session.expires_at));
        self.drafts
            .write(move |db| {
                Box::pin(async move {
                    let key = &token.0[..];
                    sqlx::query!(
                        "INSERT INTO sessions_seen (token, seen_at, expires_at) VALUES (?, ?, ?)
                         ON CONFLICT (token) DO UPDATE SET seen_at = max(seen_at, excluded.seen_at)",
                        key,
                        now,
                        expires_at
                    )
                    .execute(db)
                    .await
                    .map_err(failed)?;
                    Ok(())
                })
            })
            .await
    }

    async fn session_proven(&self, token: &TokenHash, now: Timestamp) -> Result<(), StoreError> {
        let (token, now) = (*token, micros(now));
        self.main
            .write(move |db| {
                Box::pin(async move {
                    let key = &token.0[..];
                    sqlx::query!("UPDATE sessions SET proven_at = ? WHERE token = ?", now, key)
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

    async fn close_sessions_of(
        &self,
        person: PersonId,
        except: Option<&TokenHash>,
    ) -> Result<(), StoreError> {
        let except = except.copied();
        self.main
            .write(move |db| Box::pin(async move { close_all(person.0.as_bytes(), except, db).await }))
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

struct SessionRecord {
    token: Vec<u8>,
    person: Vec<u8>,
    created_at: i64,
    expires_at: i64,
    seen_at: Option<i64>,
    proven_at: Option<i64>,
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
    /// The session, with what the other file says of its last use.
    async fn read(self, seen: &mut SqliteConnection) -> Result<Session, StoreError> {
        let used_at = sqlx::query_scalar!("SELECT seen_at FROM sessions_seen WHERE token = ?", self.token)
            .fetch_optional(seen)
            .await
            .map_err(failed)?;
        self.used(used_at)
    }

    fn used(self, used_at: Option<i64>) -> Result<Session, StoreError> {
        // Whoever reads the log of this must not find the token's hash.
        let row = RowOf::keyed("sessions", &self.person);
        Ok(Session {
            token: TokenHash(row.bytes("token", &self.token)?),
            person: PersonId(row.uuid("person", &self.person)?),
            created_at: row.time("created_at", self.created_at)?,
            expires_at: row.time("expires_at", self.expires_at)?,
            seen_at: row.maybe_time("seen_at", self.seen_at.max(used_at))?,
            proven_at: row.maybe_time("proven_at", self.proven_at)?,
            browser: self.browser,
        })
    }
}

/// Sessions from this token on, in the order of their tokens, as this file alone knows them.
pub(crate) async fn after(
    from: Vec<u8>,
    limit: u32,
    db: &mut SqliteConnection,
) -> Result<Vec<Session>, StoreError> {
    let records = sessions!("WHERE token >= ? ORDER BY token LIMIT ?", from, limit)
        .fetch_all(db)
        .await
        .map_err(failed)?;
    records.into_iter().map(|record| record.used(None)).collect()
}

/// Whether it was not there yet.
pub(crate) async fn insert(session: &Session, db: &mut SqliteConnection) -> Result<bool, StoreError> {
    let (token, person) = (&session.token.0[..], &session.person.0.as_bytes()[..]);
    let (created_at, expires_at) = (micros(session.created_at), micros(session.expires_at));
    let (seen_at, proven_at) = (session.seen_at.map(micros), session.proven_at.map(micros));
    let new = sqlx::query!(
        "INSERT INTO sessions (token, person, created_at, expires_at, seen_at, proven_at, browser)
         VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
        token,
        person,
        created_at,
        expires_at,
        seen_at,
        proven_at,
        session.browser
    )
    .execute(db)
    .await
    .map_err(failed)?;
    Ok(new.rows_affected() == 1)
}

pub(crate) async fn close_all(
    person: &[u8],
    except: Option<TokenHash>,
    db: &mut SqliteConnection,
) -> Result<(), StoreError> {
    let except = except.map_or_else(Vec::new, |token| token.0.to_vec());
    sqlx::query!(
        "DELETE FROM sessions WHERE person = ? AND token <> ?",
        person,
        except
    )
    .execute(db)
    .await
    .map_err(failed)?;
    Ok(())
}
