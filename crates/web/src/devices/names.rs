//! Phones' names, as people call them.

use engine::devices::{DeviceId, names::DeviceNames};

use crate::{app::App, error::WebError, page::Page};

/// Every phone there is or was.
pub(crate) struct Phones(DeviceNames);

impl Phones {
    pub(crate) async fn load(app: &App) -> Result<Self, WebError> {
        Ok(Self(app.device_names().await?))
    }

    /// A phone's name.
    pub(crate) fn of(&self, id: DeviceId, page: &Page) -> String {
        match self.0.of(id) {
            Some(name) => name.to_owned(),
            None => page.t("admin-some-device").into_owned(),
        }
    }
}
