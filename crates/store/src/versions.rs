//! Published versions of services: immutable, known by the hash of their canonical JSON.

use std::collections::BTreeMap;

use async_trait::async_trait;
use forms::{ContentHash, Language, ServiceId};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

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
    /// The same file as its owner wrote it, with comments. None if an older release published it.
    pub source: Option<String>,
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

/// Making a version current.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Publication {
    /// Who does it.
    pub by: AuditActor,
    /// When.
    pub at: Timestamp,
    /// The version that they saw as the current one, if there was one.
    pub instead_of: Option<ContentHash>,
    /// What is different since that, a line each, for the log.
    pub changes: Vec<String>,
}

/// That a service takes no new applications for some time, though its file says it does.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pause {
    /// What the public is told, in each of the service's languages.
    pub say: BTreeMap<String, String>,
    /// When it ends by itself, if it does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Timestamp>,
    /// Since when.
    pub since: Timestamp,
}

/// What a service offers now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CurrentVersion {
    /// The version.
    pub hash: ContentHash,
    /// Since when it is the current one.
    pub since: Timestamp,
    /// Whether it takes no applications for now.
    pub pause: Option<Pause>,
}

/// A version in a service's history.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VersionLine {
    /// The version.
    pub hash: ContentHash,
    /// When it was first published.
    pub published_at: Timestamp,
}

/// Versions of services.
#[async_trait]
pub trait Versions {
    /// Keeps a version and makes it the service's current one, in the place of the version that whoever publishes has seen: of two who
    /// publish at once, the second gets a conflict. Publishing a kept version again makes it current again (that is how one goes back) and
    /// changes nothing in it. A line in the log says who made which version current. Answers false, and does nothing, where it was
    /// current already.
    async fn publish(&self, version: &Version, publication: &Publication) -> Result<bool, StoreError>;

    /// Keeps another text of a version's file, which means the same: other comments, another order of keys.
    async fn rewrite_source(&self, hash: &ContentHash, source: &str) -> Result<(), StoreError>;

    /// Every service's current version, by service id: little enough to be asked for every moment.
    async fn current_versions(&self) -> Result<Vec<CurrentVersion>, StoreError>;

    /// Says that a service takes no applications for now, or takes them again, with its line in the log.
    async fn pause(
        &self,
        service: &ServiceId,
        pause: Option<&Pause>,
        by: AuditActor,
        now: Timestamp,
    ) -> Result<(), StoreError>;

    /// Every version that was ever published, current or not, in the order of publication, with the type of its permits.
    async fn permit_types(&self) -> Result<Vec<TypedVersion>, StoreError>;

    /// A service's versions, the one that was published first of all last.
    async fn versions_of(&self, service: &ServiceId) -> Result<Vec<VersionLine>, StoreError>;

    /// A version, current or not: applications stay on theirs.
    async fn version(&self, hash: &ContentHash) -> Result<Version, StoreError>;
}

impl Version {
    /// The line of the log that tells that it was made current.
    pub fn publication(&self, publication: &Publication) -> AuditEntry {
        AuditEntry {
            at: publication.at,
            actor: publication.by,
            action: AuditAction::VersionPublished {
                service: self.service.clone(),
                version: self.hash,
                instead_of: publication.instead_of,
                changes: publication.changes.clone(),
            },
        }
    }
}

/// The line of the log that tells of a pause, or of its end.
pub fn pause_told(service: &ServiceId, pause: Option<&Pause>, by: AuditActor, at: Timestamp) -> AuditEntry {
    let service = service.clone();
    AuditEntry {
        at,
        actor: by,
        action: match pause {
            Some(pause) => AuditAction::ServicePaused {
                service,
                until: pause.until,
            },
            None => AuditAction::ServiceResumed(service),
        },
    }
}
