//! What an administrator decides about a phone.

use forms::outside::one_line;
use store::Checkpoint;

use crate::{
    authorise::{Action, Caller, Scope, authorise},
    error::Error,
};

/// What a phone is called, where it is put up, and the phrase that it shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeviceSettings {
    /// What it is called.
    pub name: String,
    /// Where it is put up; nowhere for one that is carried about.
    pub checkpoint: Option<Checkpoint>,
    /// What the app shows, so that whoever holds the phone knows that it is the right app.
    pub phrase: String,
}

impl DeviceSettings {
    /// Without what nobody sees of a name, or what turns it around.
    pub(super) fn in_one_line_each(self) -> Self {
        let checkpoint = self.checkpoint.map(|checkpoint| Checkpoint {
            name: one_line(&checkpoint.name),
            ..checkpoint
        });
        Self {
            name: one_line(&self.name),
            checkpoint,
            phrase: one_line(&self.phrase),
        }
    }
}

/// Refuses who may not invite phones, name them and shut them out.
pub(super) fn only_administrators(caller: &Caller) -> Result<(), Error> {
    authorise(caller, Action::ManageDevices, &Scope::Everything).map_err(|_| Error::Forbidden)
}
