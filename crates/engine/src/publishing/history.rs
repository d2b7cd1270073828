//! Which versions a service had, and who made each current.

use std::sync::Arc;

use forms::{ContentHash, ServiceId};
use jiff::Timestamp;
use review::MaybeNewer;
use store::{AuditAction, AuditActor, AuditQuery};

use crate::{
    authorise::{Action, Caller, Scope, authorise},
    engine::Engine,
    error::Error,
    services::Published,
};

/// So many publications of a site are looked through: those before them have no name beside them.
const LOOKED_THROUGH: u32 = 5000;

/// A version in a service's history.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PastVersion {
    /// The version.
    pub hash: ContentHash,
    /// When it was first published.
    pub published_at: Timestamp,
    /// Each time that it was made current, the last first.
    pub made_current: Vec<MadeCurrent>,
}

/// Somebody made a version current.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MadeCurrent {
    /// When.
    pub at: Timestamp,
    /// Who.
    pub by: MaybeNewer<AuditActor>,
    /// The version before it.
    pub instead_of: Option<ContentHash>,
}

impl Engine {
    /// The versions that a service had, the newest first.
    pub async fn versions_of(&self, caller: &Caller, service: &ServiceId) -> Result<Vec<PastVersion>, Error> {
        authorise(caller, Action::SeeVersions, &Scope::Service(service.clone()))
            .map_err(|_| Error::Forbidden)?;
        let query = AuditQuery {
            kinds: vec!["VersionPublished"],
            limit: LOOKED_THROUGH,
            ..AuditQuery::default()
        };
        let lines = self.store.audit(&query).await?;
        let made_current = |hash: &ContentHash| {
            let of_this = lines.iter().filter_map(|(_, line)| match line.action.known()? {
                AuditAction::VersionPublished {
                    version, instead_of, ..
                } if version == hash => Some(MadeCurrent {
                    at: line.at,
                    by: line.actor.clone(),
                    instead_of: *instead_of,
                }),
                _ => None,
            });
            of_this.collect()
        };
        let kept = self.store.versions_of(service).await?;
        let versions = kept.into_iter().map(|line| PastVersion {
            made_current: made_current(&line.hash),
            hash: line.hash,
            published_at: line.published_at,
        });
        Ok(versions.collect())
    }

    /// The version that was current before the one that is now, if there was one.
    pub async fn version_before(
        &self,
        caller: &Caller,
        service: &ServiceId,
    ) -> Result<Option<Arc<Published>>, Error> {
        let current = self.services.current(service.as_str()).ok_or(Error::NotFound)?;
        let versions = self.versions_of(caller, service).await?;
        let made = |version: &PastVersion| version.made_current.first().map(|made| made.at);
        let of_now = versions.iter().find(|version| version.hash == current.hash);
        let told = of_now.and_then(|version| version.made_current.first()?.instead_of);
        // Publications of before tell no predecessor: it is the one that was made current last before.
        let before = told.or_else(|| {
            let others = versions.iter().filter(|version| version.hash != current.hash);
            others
                .max_by_key(|version| made(version))
                .map(|version| version.hash)
        });
        match before {
            Some(hash) => self.version_of(service, &hash).await.map(Some),
            None => Ok(None),
        }
    }

    /// Whether that version was current before the one that is now.
    pub async fn was_before(
        &self,
        caller: &Caller,
        service: &ServiceId,
        version: &ContentHash,
    ) -> Result<bool, Error> {
        let before = self.version_before(caller, service).await?;
        Ok(before.is_some_and(|before| before.hash == *version))
    }

    /// A version of this very service.
    pub async fn version_of(&self, service: &ServiceId, hash: &ContentHash) -> Result<Arc<Published>, Error> {
        let version = self.version(hash).await?;
        if version.service.id == *service {
            Ok(version)
        } else {
            Err(Error::NotFound)
        }
    }

    /// The file of a version as its owner wrote it; what it means, as indented JSON (which is YAML
    /// too), where a release that did not keep it published it.
    pub async fn source(
        &self,
        caller: &Caller,
        service: &ServiceId,
        hash: &ContentHash,
    ) -> Result<String, Error> {
        authorise(caller, Action::SeeVersions, &Scope::Service(service.clone()))
            .map_err(|_| Error::Forbidden)?;
        let version = self.store.version(hash).await?;
        if version.service != *service {
            return Err(Error::NotFound);
        }
        Ok(match version.source {
            Some(source) => source,
            None => indented(&version.canonical_json),
        })
    }
}

fn indented(json: &str) -> String {
    let value: Option<serde_json::Value> = serde_json::from_str(json).ok();
    let indented = value.and_then(|value| serde_json::to_string_pretty(&value).ok());
    indented.unwrap_or_else(|| json.to_owned())
}
