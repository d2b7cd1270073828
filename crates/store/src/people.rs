//! Officers, administrators, verifiers: who they are and what they may.

use async_trait::async_trait;
use forms::{OfficeId, Role, ServiceId};
use jiff::Timestamp;
use review::PersonId;

use crate::{AuditEntry, StoreError};

/// Somebody who logs in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// Their identity, in events and decisions for ever.
    pub id: PersonId,
    /// As colleagues know them.
    pub name: String,
    /// What they log in with, in lower case.
    pub email: String,
    /// An argon2id hash in PHC form.
    pub password_hash: String,
    /// What they may do.
    pub grants: Vec<Grant>,
    /// The number of their identity document in canonical form, which no other account has.
    pub document: Option<String>,
    /// Since when they may do nothing; people are never deleted, since histories name them.
    pub disabled_at: Option<Timestamp>,
    /// How often the row was changed; 0 for a new one.
    pub revision: u64,
}

/// A role, for everything or only for a service or an office.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Grant {
    /// The role.
    pub role: Role,
    /// Only for this service.
    pub service: Option<ServiceId>,
    /// Only for cases of this office.
    pub office: Option<OfficeId>,
}

/// People.
#[async_trait]
pub trait People {
    /// Adds a person, with a line in the log. An address or a document that is taken is
    /// [`StoreError::AlreadyExists`].
    async fn add_person(&self, person: &Person, audit: &AuditEntry) -> Result<(), StoreError>;

    /// Replaces a person's row, grants included, if it still is at the given revision; the kept row's is
    /// one more. Whoever is disabled, or given another password, is logged out everywhere, and loses every
    /// credential that has an end.
    async fn change_person(&self, person: &Person, audit: &AuditEntry) -> Result<(), StoreError>;

    /// A person.
    async fn person(&self, id: PersonId) -> Result<Person, StoreError>;

    /// Who logs in with this address, in any case of letters.
    async fn person_by_email(&self, email: &str) -> Result<Option<Person>, StoreError>;

    /// Everyone, by name.
    async fn people(&self) -> Result<Vec<Person>, StoreError>;
}
