//! Publishing a service version: the paper is drawn, and the version kept under its content hash for ever.

use forms::{Language, Service};
use locale::{Area, Language as Spoken};
use permit::pdf::PdfError;
use store::{StoreError, Version};

use crate::{
    authorise::{Action, Caller, Scope, authorise},
    engine::Engine,
    error::Error,
    log,
    permits::layout,
};

/// Why a service file that checks was not published. The one that runs goes on running.
#[derive(Debug, thiserror::Error)]
pub enum PublishError {
    /// The service's words do not go on paper.
    #[error("the permit of {service} cannot be put on paper: {cause}")]
    Paper {
        /// The service.
        service: forms::ServiceId,
        /// What is in the way.
        cause: PdfError,
    },
    /// Permits of this type are in people's hands, and their claims would change meaning.
    #[error(
        "the claims of {service} may only be added to at the end while its permit type stays the same: {cause}"
    )]
    Claims {
        /// The service.
        service: forms::ServiceId,
        /// What changed.
        cause: String,
    },
    /// Another service has this permit type.
    #[error(
        "permit type {kind} belongs to {other} for ever, since its permits carry it: give {service} another number"
    )]
    TypeTaken {
        /// The service.
        service: forms::ServiceId,
        /// The number.
        kind: u32,
        /// Who has it.
        other: forms::ServiceId,
    },
    /// The service speaks languages that the program's own pages, letters and papers do not.
    #[error(
        "{service} is in `{}`, which the pages and letters around it do not speak: they speak {}",
        .unspoken.join("`, `"), .spoken.join(", ")
    )]
    Language {
        /// The service.
        service: forms::ServiceId,
        /// What is not spoken.
        unspoken: Vec<String>,
        /// What is.
        spoken: Vec<&'static str>,
    },
    /// The store failed, or what it keeps could not be read.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// What is kept could not be read again.
    #[error(transparent)]
    Kept(#[from] Error),
}

impl Engine {
    /// Learns which services are published.
    pub async fn refresh_services(&self) -> Result<(), Error> {
        self.services.refresh(&*self.store).await
    }

    /// Draws and keeps a version and makes it current. Publishing the current version again does nothing.
    pub async fn publish(&self, caller: &Caller, service: &Service) -> Result<(), PublishError> {
        let scope = Scope::Service(service.id.clone());
        authorise(caller, Action::Publish, &scope).map_err(|_| Error::Forbidden)?;
        self.refresh_services().await?;
        let hash = service.hash();
        let current = self.services.current(service.id.as_str());
        if current.is_some_and(|current| current.hash == hash) {
            return Ok(());
        }
        spoken(service)?;
        self.claims_hold(service).await?;
        let version = Version {
            service: service.id.clone(),
            hash,
            canonical_json: service.canonical_json(),
            skeletons: draw(self, service)?,
            published_at: self.now(),
        };
        let by = log::actor(caller);
        self.store.publish(&version, by, self.now()).await?;
        Ok(self.refresh_services().await?)
    }

    /// Whether permits in people's hands keep their meaning if this version is published. A type belongs to one service for ever, and
    /// its claims are only added to, through all versions that ever were: scanners keep one description a type.
    pub async fn claims_hold(&self, service: &Service) -> Result<(), PublishError> {
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

fn draw(engine: &Engine, service: &Service) -> Result<Vec<(Language, Vec<u8>)>, PublishError> {
    let drawn = papers(service, &engine.settings.base_url, engine.settings.demo);
    drawn.map_err(|cause| PublishError::Paper {
        service: service.id.clone(),
        cause,
    })
}

/// The permit's skeleton in each of the service's languages, as it is kept. Whether there is room for its words and for the
/// site's address shows here.
pub fn papers(
    service: &Service,
    address: &str,
    specimen: bool,
) -> Result<Vec<(Language, Vec<u8>)>, PdfError> {
    let keep = |language: &Language| {
        let skeleton = layout::skeleton(service, language, specimen)?;
        skeleton.fits_address(address)?;
        Ok((language.clone(), skeleton.to_bytes()))
    };
    service.languages.iter().map(keep).collect()
}
