//! Publishing a service version: the paper is drawn, and the version kept under its content hash for ever.

pub mod case_moves;
mod error;
mod going_back;
pub mod history;
mod pause;
mod plan;
pub mod planned;
pub mod rehearsal;

use forms::{ContentHash, FileDifference, Language, PeopleNeeded, Service, ServiceId};
use locale::{Area, Language as Spoken};
use permit::pdf::PdfError;
use store::{Publication, StoreError, Version};

pub use error::PublishError;

use crate::{
    authorise::{Action, Caller, Scope, authorise},
    engine::Engine,
    error::Error,
    log,
    permits::{fit::most_conditions_fit, layout},
    services::Published,
};

/// A service file that checks, to be published.
#[derive(Clone, Debug)]
pub struct ServiceFile {
    /// What it says.
    pub service: Service,
    /// As its owner wrote it, with comments.
    pub source: Option<String>,
    /// What its owner saw as current.
    pub seen: Seen,
}

/// What whoever publishes takes the place of: if it is not current any more, they are told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Seen {
    /// Whatever is current.
    Anything,
    /// This version.
    Version(ContentHash),
    /// No version: the service is new.
    Nothing,
}

impl Seen {
    /// Whether it is that which is current.
    fn is(self, current: Option<&Published>, service: &ServiceId) -> Result<(), PublishError> {
        let is_seen = match self {
            Self::Anything => true,
            Self::Version(seen) => current.is_some_and(|current| current.hash == seen),
            Self::Nothing => current.is_none(),
        };
        if is_seen {
            Ok(())
        } else {
            Err(PublishError::Overtaken(service.clone()))
        }
    }
}

impl From<Service> for ServiceFile {
    /// In the place of what is current now.
    fn from(service: Service) -> Self {
        Self {
            service,
            source: None,
            seen: Seen::Anything,
        }
    }
}

/// How what a file says stands to what is published.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// No version has said it.
    New,
    /// The current version says it.
    Current,
    /// A version said it that is current no more.
    Earlier,
}

impl Engine {
    /// Learns which services are published.
    pub async fn refresh_services(&self) -> Result<(), Error> {
        self.services.refresh(&*self.store).await
    }

    /// How a service file stands to what is published.
    pub async fn standing(&self, service: &Service) -> Result<Standing, Error> {
        let hash = service.hash();
        let is_current = || {
            let current = self.services.current(service.id.as_str());
            current.is_some_and(|current| current.hash == hash)
        };
        if is_current() {
            return Ok(Standing::Current);
        }
        let versions = self.store.versions_of(&service.id).await?;
        if !versions.iter().any(|version| version.hash == hash) {
            return Ok(Standing::New);
        }
        // Another node may have published it since this one looked.
        self.refresh_services().await?;
        Ok(if is_current() {
            Standing::Current
        } else {
            Standing::Earlier
        })
    }

    /// Draws and keeps a version and makes it current. A file that says what the current version says is kept as it is written, with
    /// other comments perhaps, and the answer is false.
    pub async fn publish(&self, caller: &Caller, file: &ServiceFile) -> Result<bool, PublishError> {
        let service = &file.service;
        let scope = Scope::Service(service.id.clone());
        authorise(caller, Action::Publish, &scope).map_err(|_| Error::Forbidden)?;
        self.refresh_services().await?;
        let hash = service.hash();
        let before = self.services.current(service.id.as_str());
        if before.as_ref().is_some_and(|current| current.hash == hash) {
            if let Some(source) = &file.source {
                self.store.rewrite_source(&hash, source).await?;
            }
            return Ok(false);
        }
        file.seen.is(before.as_deref(), &service.id)?;
        if takes_two(before.as_deref()) {
            return Err(PublishError::TakesTwo(service.id.clone()));
        }
        self.publish_after(caller, file, before.as_deref()).await
    }

    /// Whether another person must confirm what is published in the place of a service's current version.
    pub fn takes_two_to_publish(&self, service: &ServiceId) -> bool {
        takes_two(self.services.current(service.as_str()).as_deref())
    }

    /// Publishes what may be in the place of that very version, by however many people it takes.
    async fn publish_after(
        &self,
        caller: &Caller,
        file: &ServiceFile,
        before: Option<&Published>,
    ) -> Result<bool, PublishError> {
        let (service, hash) = (&file.service, file.service.hash());
        self.keeps_promises(service).await?;
        let version = Version {
            service: service.id.clone(),
            hash,
            canonical_json: service.canonical_json(),
            source: file.source.clone(),
            skeletons: draw(self, service)?,
            published_at: self.now(),
        };
        self.make_current(caller, &version, service, before).await
    }

    async fn make_current(
        &self,
        caller: &Caller,
        version: &Version,
        service: &Service,
        before: Option<&Published>,
    ) -> Result<bool, PublishError> {
        let publication = Publication {
            by: log::actor(caller),
            at: self.now(),
            instead_of: before.map(|before| before.hash),
            changes: changes(before, service),
        };
        let published = self.store.publish(version, &publication).await;
        // Whoever was faster is known from now on.
        self.refresh_services().await?;
        published.map_err(|error| match error {
            StoreError::Conflict { .. } => PublishError::Overtaken(service.id.clone()),
            error => error.into(),
        })
    }

    /// Whether a service that checks may be published here: the pages around it speak its languages, permits in people's hands keep
    /// their meaning, and there is room on the paper for its words.
    pub async fn may_be_published(&self, service: &Service) -> Result<(), PublishError> {
        self.keeps_promises(service).await?;
        draw(self, service).map(drop)
    }

    async fn keeps_promises(&self, service: &Service) -> Result<(), PublishError> {
        spoken(service)?;
        self.claims_hold(service).await
    }

    /// Whether permits in people's hands keep their meaning if this version is published. A type belongs to one service for ever, and
    /// its claims are only added to, through all versions that ever were: scanners keep one description a type.
    async fn claims_hold(&self, service: &Service) -> Result<(), PublishError> {
        for earlier in self.store.permit_types().await? {
            if earlier.permit_type != service.permit.kind || earlier.hash == service.hash() {
                continue;
            }
            if earlier.service != service.id {
                return Err(PublishError::TypeTaken {
                    service: service.id.clone(),
                    kind: service.permit.kind,
                    other: earlier.service,
                });
            }
            let earlier = self.version(&earlier.hash).await?;
            service
                .compatible_claims(&earlier.service)
                .map_err(|cause| PublishError::Claims {
                    service: service.id.clone(),
                    cause: cause.to_string(),
                })?;
        }
        Ok(())
    }
}

/// Whether another person must confirm what is published in the place of that version.
pub(crate) fn takes_two(current: Option<&Published>) -> bool {
    current.is_some_and(|current| current.service.publish == PeopleNeeded::TwoPeople)
}

/// What is different from what is current, for the log.
fn changes(current: Option<&Published>, service: &Service) -> Vec<String> {
    current.map_or_else(Vec::new, |current| {
        in_the_log(&forms::differences(&current.service, service))
    })
}

/// Whether whoever reads the service in one of its languages reads everything around it in that language too.
pub fn spoken(service: &Service) -> Result<(), PublishError> {
    let spoken: Vec<&str> = Spoken::offered(Area::Site).map(Spoken::code).collect();
    let languages = service.languages.iter().map(ToString::to_string);
    let unspoken: Vec<String> = languages
        .filter(|code| !spoken.contains(&code.as_str()))
        .collect();
    if unspoken.is_empty() {
        return Ok(());
    }
    Err(PublishError::Language {
        service: service.id.clone(),
        unspoken,
        spoken,
    })
}

/// So many differences are told in the log; whoever wants to see all compares the versions.
const TOLD: usize = 50;
/// So long is one of them told, in letters.
const LONGEST: usize = 300;

/// Differences as lines of the log, not too many and not too long.
fn in_the_log(differences: &[FileDifference]) -> Vec<String> {
    let told = differences.iter().take(TOLD).map(|difference| {
        let line = difference.to_string();
        match line.char_indices().nth(LONGEST) {
            Some((end, _)) => format!("{}…", &line[..end]),
            None => line,
        }
    });
    let more = differences.len().saturating_sub(TOLD);
    told.chain((more > 0).then(|| format!("… {more}"))).collect()
}

fn draw(engine: &Engine, service: &Service) -> Result<Vec<(Language, Vec<u8>)>, PublishError> {
    let drawn = papers(service, &engine.settings.base_url, engine.settings.demo);
    drawn.map_err(|cause| PublishError::Paper {
        service: service.id.clone(),
        cause,
    })
}

/// The permit's skeleton in each of the service's languages, as it is kept. Whether there is room for its words and for the
/// site's address shows here; of several papers without room, the fullest is told of.
pub fn papers(
    service: &Service,
    address: &str,
    specimen: bool,
) -> Result<Vec<(Language, Vec<u8>)>, PdfError> {
    let keep = |language: &Language| {
        let skeleton = layout::skeleton(service, language, specimen)?;
        skeleton.fits_address(address)?;
        most_conditions_fit(service, &skeleton)?;
        Ok((language.clone(), skeleton.to_bytes()))
    };
    let (mut kept, mut worst) = (Vec::new(), None);
    for drawn in service.languages.iter().map(keep) {
        match drawn {
            Ok(paper) => kept.push(paper),
            Err(error) if missing(&error) >= worst.as_ref().map_or(0, missing) => worst = Some(error),
            Err(_) => {}
        }
    }
    worst.map_or(Ok(kept), Err)
}

/// How much a page is too short.
fn missing(error: &PdfError) -> u32 {
    match error {
        PdfError::Crowded { over_mm, .. } => *over_mm,
        _ => u32::MAX,
    }
}
