//! Log-ins. Ending one waits for the disk: who logged out stays out. When one was last used does not.

use async_trait::async_trait;
use jiff::Timestamp;
use review::PersonId;

use crate::{AuditEntry, Person, StoreError};

/// SHA-256 of the token in the cookie.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TokenHash(pub [u8; 32]);

/// A log-in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Session {
    /// Who holds the token holds the session.
    pub token: TokenHash,
    /// Who logged in.
    pub person: PersonId,
    /// When.
    pub created_at: Timestamp,
    /// When it ends by itself.
    pub expires_at: Timestamp,
    /// When it was last used, to the minute; unknown of one that an earlier release began and that was not seen since.
    pub seen_at: Option<Timestamp>,
    /// When a second factor was last shown in it.
    pub proven_at: Option<Timestamp>,
    /// Which browser it is in, in a few words by which its person knows it again.
    pub browser: Option<String>,
}

/// Sessions.
#[async_trait]
pub trait Sessions {
    /// Keeps a log-in, with its line in the log.
    async fn open_session(&self, session: &Session, audit: &AuditEntry) -> Result<(), StoreError>;

    /// The session and its person, unless it has ended or the person is disabled.
    async fn session(
        &self,
        token: &TokenHash,
        now: Timestamp,
    ) -> Result<Option<(Session, Person)>, StoreError>;

    /// A person's sessions that have not come to their end, the newest first.
    async fn sessions_of(&self, person: PersonId, now: Timestamp) -> Result<Vec<Session>, StoreError>;

    /// Keeps that a session was used now. It does not wait for the disk.
    async fn session_used(&self, session: &Session, now: Timestamp) -> Result<(), StoreError>;

    /// Keeps that a second factor was shown in a session now, durably.
    async fn session_proven(&self, token: &TokenHash, now: Timestamp) -> Result<(), StoreError>;

    /// Ends a session, durably; ending one that is not there is fine.
    async fn close_session(&self, token: &TokenHash) -> Result<(), StoreError>;

    /// Ends every session of a person but perhaps one, durably.
    async fn close_sessions_of(&self, person: PersonId, except: Option<&TokenHash>)
    -> Result<(), StoreError>;
}
