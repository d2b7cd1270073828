//! Published versions of services: immutable, known by the hash of their canonical JSON.

use async_trait::async_trait;
use forms::{ContentHash, Language, ServiceId};
use jiff::Timestamp;

use crate::{AuditAction, AuditActor, AuditEntry, StoreError};

/// A service as it was published, with what is drawn once for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Version {
    /// The service.
    pub service: ServiceId,
    /// Hash of `canonical_json`; the version's name everywhere.
    pub hash: ContentHash,
    /// The service file, which `forms::read_kept` reads again.
    pub canonical_json: String,
    /// The permit's PDF skeleton in each language.
    pub skeletons: Vec<(Language, Vec<u8>)>,
    /// When it was first published.
    pub published_at: Timestamp,
}

/// Which permits a version issued.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TypedVersion {
    /// The type that its permits carry.
    pub permit_type: u32,
    /// The service.
    pub service: ServiceId,
    /// The version.
    pub hash: ContentHash,
}

/// Versions of services.
#[async_trait]
pub trait Versions {
    /// Keeps a version and makes it the service's current one. Publishing a kept version again makes it
    /// current again (that is how one goes back) and changes nothing in it. A line in the log says who made which version current;
    /// none where it was current already.
    async fn publish(&self, version: &Version, by: AuditActor, now: Timestamp) -> Result<(), StoreError>;

    /// The hash of every service's current version, by service id: little enough to be asked for every moment.
    async fn current_versions(&self) -> Result<Vec<ContentHash>, StoreError>;

    /// Every version that was ever published, current or not, in the order of publication, with the type of its permits.
    async fn permit_types(&self) -> Result<Vec<TypedVersion>, StoreError>;

    /// A version, current or not: applications stay on theirs.
    async fn version(&self, hash: &ContentHash) -> Result<Version, StoreError>;
}

impl Version {
    /// The line of the log that tells that it was made current.
    pub fn publication(&self, by: AuditActor, at: Timestamp) -> AuditEntry {
        AuditEntry {
            at,
            actor: by,
            action: AuditAction::VersionPublished {
                service: self.service.clone(),
                version: self.hash,
            },
        }
    }
}
