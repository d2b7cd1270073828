//! The version that somebody tries: one that is kept, or one that waits to be published.

use std::sync::Arc;

use forms::{ContentHash, Service, ServiceId};
use review::PersonId;

use crate::{
    authorise::{Action, Caller, Scope, authorise},
    engine::Engine,
    error::Error,
    permits::layout,
    publishing::planned::PlanState,
    services::Published,
};

impl Engine {
    /// The version that somebody may try.
    pub async fn version_tried(
        &self,
        caller: &Caller,
        service: &str,
        version: &ContentHash,
    ) -> Result<Arc<Published>, Error> {
        let (published, _) = self.version_to_try(caller, service, version).await?;
        Ok(published)
    }

    /// A version of a service for somebody who may try it, and who they are. Nobody else learns whether it is there.
    pub(super) async fn version_to_try(
        &self,
        caller: &Caller,
        service: &str,
        version: &ContentHash,
    ) -> Result<(Arc<Published>, PersonId), Error> {
        let service = ServiceId::from(service);
        authorise(caller, Action::TryService, &Scope::Service(service.clone()))
            .map_err(|_| Error::Forbidden)?;
        let person = caller.person().ok_or(Error::Forbidden)?.id;
        match self.version_of(&service, version).await {
            Err(Error::NotFound) => {}
            kept => return Ok((kept?, person)),
        }
        let waiting = waiting(self, caller, &service, version).await?;
        Ok((Arc::new(drawn(self, waiting)?), person))
    }
}

/// What a publication would publish that is planned or waits for somebody to confirm it. Once it is called off, nobody tries it.
async fn waiting(
    engine: &Engine,
    caller: &Caller,
    service: &ServiceId,
    version: &ContentHash,
) -> Result<Arc<Service>, Error> {
    let planned = engine.planned_publications(caller).await?;
    let planned = planned.iter().find(|planned| {
        let is_open = matches!(planned.state, PlanState::Asked(_) | PlanState::Due(_));
        is_open && planned.publication.service == *service && planned.publication.version == *version
    });
    let id = planned.ok_or(Error::NotFound)?.id;
    let (_, service) = engine.planned_publication(caller, id).await?;
    service.ok_or(Error::NotFound)
}

/// With papers that are specimens, since nothing of it is published.
fn drawn(engine: &Engine, service: Arc<Service>) -> Result<Published, Error> {
    let languages = service.languages.iter();
    let skeletons = languages.map(|language| {
        let skeleton = layout::specimen(&service, language);
        skeleton.map(|skeleton| (language.clone(), skeleton))
    });
    let skeletons: Result<_, _> = skeletons.collect();
    Ok(Published {
        hash: service.hash(),
        skeletons: skeletons.map_err(|_| Error::NoPaper)?,
        published_at: engine.now(),
        service: Arc::unwrap_or_clone(service),
    })
}
