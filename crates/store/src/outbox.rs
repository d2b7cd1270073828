//! Messages on their way out: written with what they tell of, sent at least once, never silently lost.

use std::collections::BTreeMap;

use async_trait::async_trait;
use forms::Language;
use jiff::{SignedDuration, Timestamp};
use permit::PermitId;
use review::{ApplicationId, MaybeNewer, Message};
use uuid::Uuid;

use crate::{AuditEntry, StoreError};

/// A message's identity; receivers of webhooks know a repetition by it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct OutboxId(pub Uuid);

/// A message that is to leave. It is put in words when it leaves: the applicant's link is not kept here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OutboxEntry<M = Message> {
    /// Handed in.
    pub id: OutboxId,
    /// The application it tells of.
    pub application: ApplicationId,
    /// The address it goes to.
    pub to: String,
    /// The language it is written in.
    pub language: Language,
    /// What it tells.
    pub message: M,
    /// The permit that goes with it.
    pub permit: Option<PermitId>,
    /// What was true when it was written, for the placeholders of its text.
    pub words: BTreeMap<String, String>,
    /// Not to leave before.
    pub due_at: Timestamp,
}

impl From<OutboxEntry> for OutboxEntry<MaybeNewer<Message>> {
    fn from(entry: OutboxEntry) -> Self {
        Self {
            id: entry.id,
            application: entry.application,
            to: entry.to,
            language: entry.language,
            message: entry.message.into(),
            permit: entry.permit,
            words: entry.words,
            due_at: entry.due_at,
        }
    }
}

/// A message that somebody has taken to send.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mail {
    /// The message.
    pub entry: OutboxEntry,
    /// How often it was taken, this time included.
    pub attempts: u32,
    /// Until when it is the taker's alone.
    pub leased_until: Timestamp,
}

/// How a message fares.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Delivery {
    /// Will be tried at this time.
    Due(Timestamp),
    /// The next server took it.
    Sent(Timestamp),
    /// Given up; an officer may send it again.
    Dead(Timestamp),
}

/// A message as an officer sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MailRecord {
    /// The message; what it tells may be known to a newer release alone.
    pub entry: OutboxEntry<MaybeNewer<Message>>,
    /// How it fares.
    pub delivery: Delivery,
    /// How often it was tried.
    pub attempts: u32,
    /// What went wrong last.
    pub last_error: Option<String>,
}

/// What is to happen after a failure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Retry {
    /// Try again then.
    At(Timestamp),
    /// Give up and show it.
    Never,
}

impl Retry {
    /// When what failed at that time is due again, and since when it is given up.
    pub fn after(self, failed_at: Timestamp) -> (Option<Timestamp>, Option<Timestamp>) {
        match self {
            Self::At(again) => (Some(again), None),
            Self::Never => (None, Some(failed_at)),
        }
    }
}

/// The end of a lease taken now.
pub fn leased_until(now: Timestamp, lease: SignedDuration) -> Result<Timestamp, StoreError> {
    now.checked_add(lease)
        .map_err(|_| StoreError::Contradiction("a lease that ends after all time"))
}

/// The outbox.
#[async_trait]
pub trait Outbox {
    /// Takes messages that are due, oldest first, for as long as the lease: until then nobody else gets
    /// them, and afterwards they are due again unless they were sent. What only a newer release can put in words is
    /// left to that release.
    async fn due_mail(
        &self,
        now: Timestamp,
        lease: SignedDuration,
        limit: u32,
    ) -> Result<Vec<Mail>, StoreError>;

    /// The message has left; said after the lease has run out, it is still true.
    async fn sent(&self, mail: &Mail, at: Timestamp) -> Result<(), StoreError>;

    /// The message has not left. Ignored if somebody else took, sent or resent it meanwhile.
    async fn failed(&self, mail: &Mail, error: &str, retry: Retry, at: Timestamp) -> Result<(), StoreError>;

    /// An application's messages, oldest first.
    async fn outbox_of(&self, application: ApplicationId) -> Result<Vec<MailRecord>, StoreError>;

    /// Messages that were given up, newest first.
    async fn dead_mail(&self, limit: u32) -> Result<Vec<MailRecord>, StoreError>;

    /// Sends a message once more, from the first attempt, with a line in the log.
    async fn resend(
        &self,
        application: ApplicationId,
        id: OutboxId,
        audit: &AuditEntry,
    ) -> Result<(), StoreError>;
}
