//! Phones' names, as people call them.

use std::collections::HashMap;

use store::DeviceId;

use crate::{app::App, error::WebError, page::Page};

/// Every phone there is or was.
pub(crate) struct Phones(HashMap<DeviceId, String>);

impl Phones {
    pub(crate) async fn load(app: &App) -> Result<Self, WebError> {
        let devices = app.store.devices().await?.into_iter();
        Ok(Self(devices.map(|device| (device.id, device.name)).collect()))
    }

    /// A phone's name.
    pub(crate) fn of(&self, id: DeviceId, page: &Page) -> String {
        self.0
            .get(&id)
            .cloned()
            .unwrap_or_else(|| page.t("admin-some-device").into_owned())
    }
}
