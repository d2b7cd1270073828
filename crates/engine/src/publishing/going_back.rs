//! Making an earlier version current again.

use forms::{ContentHash, ServiceId};

use super::{PublishError, Seen, takes_two};
use crate::{
    authorise::{Action, Caller, Scope, authorise},
    engine::Engine,
    error::Error,
    services::Published,
};

impl Engine {
    /// Whether another person must confirm going back to a version. One takes back what was published last, however many it took to
    /// publish it, unless one were enough from then on.
    pub async fn takes_two_to_go_back(
        &self,
        caller: &Caller,
        service: &ServiceId,
        to: &ContentHash,
    ) -> Result<bool, Error> {
        let current = self.services.current(service.as_str());
        self.takes_two_back(caller, current.as_deref(), service, to).await
    }

    async fn takes_two_back(
        &self,
        caller: &Caller,
        current: Option<&Published>,
        service: &ServiceId,
        to: &ContentHash,
    ) -> Result<bool, Error> {
        if !takes_two(current) {
            return Ok(false);
        }
        let earlier = self.version_of(service, to).await?;
        let is_as_strict = takes_two(Some(&earlier));
        Ok(!is_as_strict || !self.was_before(caller, service, to).await?)
    }

    /// Makes an earlier version of a service its current one again.
    pub async fn go_back(
        &self,
        caller: &Caller,
        service: &ServiceId,
        to: &ContentHash,
        seen: Seen,
    ) -> Result<bool, PublishError> {
        let scope = Scope::Service(service.clone());
        authorise(caller, Action::Publish, &scope).map_err(|_| Error::Forbidden)?;
        self.refresh_services().await?;
        let before = self.services.current(service.as_str());
        seen.is(before.as_deref(), service)?;
        if self
            .takes_two_back(caller, before.as_deref(), service, to)
            .await?
        {
            return Err(PublishError::TakesTwo(service.clone()));
        }
        let earlier = self.version_of(service, to).await?;
        self.keeps_promises(&earlier.service).await?;
        let version = self.store.version(to).await?;
        self.make_current(caller, &version, &earlier.service, before.as_deref())
            .await
    }
}
