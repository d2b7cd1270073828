//! Applications that are being typed. They do not wait for the disk: a crash may lose seconds of typing.

use async_trait::async_trait;
use forms::{Answers, ContentHash, Language, ServiceId};
use jiff::Timestamp;
use permit::Reference;
use review::{ApplicationId, Replaces};

use crate::StoreError;

/// SHA-256 of the secret in the applicant's cookie: who reads the database cannot continue a draft.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DraftId(pub [u8; 32]);

/// Answers so far.
#[derive(Clone, Debug, PartialEq)]
pub struct Draft {
    /// Known to the applicant's browser alone.
    pub id: DraftId,
    /// What is applied for.
    pub service: ServiceId,
    /// The version whose questions were asked.
    pub version: ContentHash,
    /// The answers given.
    pub answers: Answers,
    /// The language in which they were asked.
    pub language: Language,
    /// When an answer was last given.
    pub updated_at: Timestamp,
    /// When it is forgotten.
    pub expires_at: Timestamp,
    /// The permit in whose place its own is to stand; said when it is begun, and not changed after.
    pub replaces: Option<Replaces>,
    /// The application whose answers it was begun with; said when it is begun, and not changed after.
    pub begun_from: Option<ApplicationId>,
    /// What it was sent as. That it was is certain only once the application is there: this mark may come late, or be lost
    /// with the node, and is never taken back.
    pub sent: Option<Reference>,
}

/// Drafts.
#[async_trait]
pub trait Drafts {
    /// Keeps the draft as it now is; the last one written holds, but for what it was sent as, which stays.
    async fn save_draft(&self, draft: &Draft) -> Result<(), StoreError>;

    /// A service's drafts that are neither sent nor expired, in the order of their ids, after the given one.
    async fn drafts_of(
        &self,
        service: &ServiceId,
        after: Option<&DraftId>,
        now: Timestamp,
        limit: u32,
    ) -> Result<Vec<Draft>, StoreError>;

    /// The draft, unless there is none or it has expired.
    async fn draft(&self, id: &DraftId, now: Timestamp) -> Result<Option<Draft>, StoreError>;
}
