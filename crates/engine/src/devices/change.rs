//! Naming a phone anew, putting it up elsewhere, and shutting it out.

use store::{AuditAction, Device, DeviceId};

use super::settings::DeviceSettings;
use crate::{
    authorise::{Action, Authorised, Caller, Scope, Scoped},
    engine::Engine,
    error::Error,
    log,
};

/// A phone that its caller may change.
#[derive(Clone, Debug)]
pub struct DeviceToChange {
    device: Authorised<Device>,
    is_current: bool,
}

/// Phones belong to the whole site, not to a service.
impl Scoped for Device {
    fn scope(&self) -> Scope {
        Scope::Everything
    }
}

impl DeviceToChange {
    /// The phone as it is kept.
    pub fn device(&self) -> &Device {
        &self.device
    }

    /// Whether it still is at the revision that was seen.
    pub fn is_current(&self) -> bool {
        self.is_current
    }
}

impl Engine {
    /// A phone to be changed. `seen` is the revision that the caller had before their eyes: whoever changes what was changed
    /// since is told so.
    pub async fn device_to_change(
        &self,
        caller: &Caller,
        id: DeviceId,
        seen: Option<u64>,
    ) -> Result<DeviceToChange, Error> {
        let device = self.store.device(id).await?;
        let device = Authorised::new(device, caller, Action::ManageDevices)?;
        let is_current = seen == Some(device.revision);
        Ok(DeviceToChange { device, is_current })
    }

    /// Calls a phone something else, puts it up elsewhere, or gives it another phrase.
    pub async fn change_device(&self, device: DeviceToChange, settings: DeviceSettings) -> Result<(), Error> {
        let settings = settings.in_one_line_each();
        self.keep_changed(device, AuditAction::DeviceChanged, |device| Device {
            name: settings.name,
            checkpoint: settings.checkpoint,
            phrase: settings.phrase,
            ..device
        })
        .await
    }

    /// Shuts a phone out, for ever: what was lost may be in other hands.
    pub async fn shut_device_out(&self, device: DeviceToChange) -> Result<(), Error> {
        let revoked_at = Some(self.now());
        self.keep_changed(device, AuditAction::DeviceRevoked, |device| Device {
            revoked_at,
            ..device
        })
        .await
    }

    async fn keep_changed(
        &self,
        device: DeviceToChange,
        action: fn(DeviceId) -> AuditAction,
        change: impl FnOnce(Device) -> Device,
    ) -> Result<(), Error> {
        if !device.is_current {
            return Err(Error::Conflict);
        }
        let device = device.device;
        if device.revoked_at.is_some() {
            return Err(Error::BadRequest("the phone was shut out"));
        }
        let audit = log::entry(self, device.caller(), action(device.id));
        let changed = change(device.into_inner());
        Ok(self.store.change_device(&changed, &audit).await?)
    }
}
