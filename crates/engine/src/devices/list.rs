//! The phones there are.

use store::{Device, DeviceId};

use super::settings::only_administrators;
use crate::{authorise::Caller, engine::Engine, error::Error};

impl Engine {
    /// All phones, by name, those too that were shut out.
    pub async fn devices(&self, caller: &Caller) -> Result<Vec<Device>, Error> {
        only_administrators(caller)?;
        Ok(self.store.devices().await?)
    }

    /// A phone, shut out or not.
    pub async fn device(&self, caller: &Caller, id: DeviceId) -> Result<Device, Error> {
        only_administrators(caller)?;
        Ok(self.store.device(id).await?)
    }
}
