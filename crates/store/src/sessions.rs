//! Log-ins. Ending one waits for the disk: who logged out stays out.

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

    /// Ends a session, durably; ending one that is not there is fine.
    async fn close_session(&self, token: &TokenHash) -> Result<(), StoreError>;

    /// Ends every session of a person, durably.
    async fn close_sessions_of(&self, person: PersonId) -> Result<(), StoreError>;
}
