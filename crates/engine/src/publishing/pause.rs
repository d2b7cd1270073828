//! A service that takes no new applications for some time, with a word to the public. Whoever has applied notices nothing of it.

use std::collections::BTreeMap;

use forms::ServiceId;
use jiff::Timestamp;
use store::{Pause, StoreError};

use crate::{
    authorise::{Action, Caller, Scope, authorise},
    engine::Engine,
    error::Error,
    log,
};

impl Engine {
    /// Has a service take no new applications, until a moment or until it is told to go on. `say` is what the public reads, by
    /// language: one text for each of the service's languages.
    pub async fn pause(
        &self,
        caller: &Caller,
        service: &ServiceId,
        say: BTreeMap<String, String>,
        until: Option<Timestamp>,
    ) -> Result<(), Error> {
        let pause = Pause {
            say,
            until,
            since: self.now(),
        };
        self.set_pause(caller, service, Some(&pause)).await
    }

    /// Has it take applications again.
    pub async fn resume(&self, caller: &Caller, service: &ServiceId) -> Result<(), Error> {
        self.set_pause(caller, service, None).await
    }

    async fn set_pause(
        &self,
        caller: &Caller,
        service: &ServiceId,
        pause: Option<&Pause>,
    ) -> Result<(), Error> {
        authorise(caller, Action::Publish, &Scope::Service(service.clone())).map_err(|_| Error::Forbidden)?;
        let by = log::actor(caller);
        match self.store.pause(service, pause, by, self.now()).await {
            Err(StoreError::NotFound(_)) => return Err(Error::NotFound),
            done => done?,
        }
        self.refresh_services().await
    }
}
