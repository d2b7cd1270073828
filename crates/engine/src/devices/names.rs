//! Phones' names, as people call them.

use std::collections::HashMap;

use store::{DeviceId, if_there};

use crate::{engine::Engine, error::Error};

/// What every phone there is or was is called.
#[derive(Clone, Debug)]
pub struct DeviceNames(HashMap<DeviceId, String>);

impl DeviceNames {
    /// A phone's name, if there is such a phone.
    pub fn of(&self, id: DeviceId) -> Option<&str> {
        self.0.get(&id).map(String::as_str)
    }
}

impl Engine {
    /// What every phone is called.
    pub async fn device_names(&self) -> Result<DeviceNames, Error> {
        let devices = self.store.devices().await?.into_iter();
        Ok(DeviceNames(
            devices.map(|device| (device.id, device.name)).collect(),
        ))
    }

    /// What one phone is called, if there is such a phone.
    pub async fn device_name(&self, id: DeviceId) -> Result<Option<String>, Error> {
        let device = if_there(self.store.device(id).await)?;
        Ok(device.map(|device| device.name))
    }
}
