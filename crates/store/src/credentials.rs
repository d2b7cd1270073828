//! What people prove who they are with besides a password, and what stands in for a proof for a while.

use async_trait::async_trait;
use jiff::Timestamp;
use review::{MaybeNewer, PersonId};
use serde::{Deserialize, Serialize};

use crate::{AuditEntry, StoreError, TokenHash};

/// Something that proves, wholly or in part, who somebody is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Credential {
    /// A hash of what its holder shows, or of nothing but chance where a person's are looked through.
    pub key: TokenHash,
    /// Whose it is.
    pub person: PersonId,
    /// What it is.
    pub proof: MaybeNewer<Proof>,
    /// Since when.
    pub created_at: Timestamp,
    /// When it ends by itself. A second factor has no end; what has one also ends with the password that it was made beside.
    pub expires_at: Option<Timestamp>,
    /// How often it was changed; 0 for a new one.
    pub revision: u64,
}

/// What a credential is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Proof {
    /// The codes of an authenticator app (TOTP, RFC 6238).
    Totp {
        /// What the app was told, sealed by the engine.
        sealed: String,
        /// The time step of the last code that was good: none is good twice.
        last_step: u64,
    },
    /// Codes on paper, for who has lost the app.
    RecoveryCodes {
        /// Keyed hashes of those that were not used.
        left: Vec<String>,
    },
    /// A passkey (WebAuthn): a key pair of which a phone, a computer or a stick keeps the private half.
    Passkey {
        /// What its person calls it.
        name: String,
        /// The public half and how often it signed, as the engine's library writes them in JSON.
        key: String,
        /// When somebody last got in with it.
        last_used_at: Option<Timestamp>,
    },
    /// What a browser was asked to have a passkey sign, or to make one for; its answer is good once.
    PasskeyCeremony {
        /// Beside which session or begun log-in it was asked, in hexadecimal: an answer that comes with another is none.
        beside: String,
        /// What was asked, as the engine's library writes it in JSON.
        state: String,
    },
    /// A browser in which this person has logged in before.
    KnownBrowser,
    /// A link by which this person sets their password.
    PasswordLink,
    /// A log-in whose password was right and that waits for a second factor.
    BegunLogIn {
        /// Whether the browser was known before.
        is_known: bool,
    },
}

/// Credentials. Each operation is one durable transaction.
#[async_trait]
pub trait Credentials {
    /// Removes these, adds those, and writes the line of the log; answers how many of the first were there. One that is there already
    /// is [`StoreError::AlreadyExists`], and nothing is changed.
    async fn exchange_credentials(
        &self,
        remove: &[TokenHash],
        add: &[Credential],
        audit: Option<&AuditEntry>,
    ) -> Result<u64, StoreError>;

    /// Takes this one and adds those, with a line in the log: of any number who take it at once, one does, and what they add is kept
    /// of that one alone. Where it is gone it is a [`StoreError::Conflict`].
    async fn trade_credential(
        &self,
        taken: &TokenHash,
        add: &[Credential],
        audit: Option<&AuditEntry>,
    ) -> Result<(), StoreError>;

    /// Replaces one that still is at the given revision, with a line in the log; the kept row's is one more. One that was
    /// changed or removed meanwhile is a [`StoreError::Conflict`].
    async fn change_credential(
        &self,
        credential: &Credential,
        audit: Option<&AuditEntry>,
    ) -> Result<(), StoreError>;

    /// One, unless it has ended.
    async fn credential(&self, key: &TokenHash, now: Timestamp) -> Result<Option<Credential>, StoreError>;

    /// A person's that have not ended, in the order in which they came.
    async fn credentials_of(&self, person: PersonId, now: Timestamp) -> Result<Vec<Credential>, StoreError>;
}
