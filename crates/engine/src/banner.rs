//! What the site tells all its visitors for some time.

pub(crate) mod known;

use std::{collections::BTreeMap, sync::Arc};

use jiff::Timestamp;
pub use store::Banner;

use crate::{
    authorise::{Action, Caller, Scope, authorise},
    engine::Engine,
    error::Error,
    log,
};

impl Engine {
    /// What all visitors are told now. Nodes learn of it every two seconds.
    pub fn banner(&self) -> Option<Arc<Banner>> {
        let banner = self.banner.known()?;
        let is_over = banner.until.is_some_and(|until| until <= self.now());
        (!is_over).then_some(banner)
    }

    /// Tells all visitors something, until a moment or until it is taken down. `say` is the sentence by language: one for each
    /// language of the site.
    pub async fn show_banner(
        &self,
        caller: &Caller,
        say: BTreeMap<String, String>,
        until: Option<Timestamp>,
    ) -> Result<(), Error> {
        let banner = Banner {
            say,
            until,
            since: self.now(),
        };
        self.set_banner(caller, Some(&banner)).await
    }

    /// Tells them no more.
    pub async fn take_banner_down(&self, caller: &Caller) -> Result<(), Error> {
        self.set_banner(caller, None).await
    }

    async fn set_banner(&self, caller: &Caller, banner: Option<&Banner>) -> Result<(), Error> {
        authorise(caller, Action::ManageSite, &Scope::Everything).map_err(|_| Error::Forbidden)?;
        let by = log::actor(caller);
        self.store.set_banner(banner, by, self.now()).await?;
        self.refresh_banner().await
    }

    /// Learns what is told now.
    pub async fn refresh_banner(&self) -> Result<(), Error> {
        self.banner.learn(self.store.banner().await?);
        Ok(())
    }
}
