//! Signing keys that are void, and the permits that they signed: the command line's work.

use permit::{PermitId, key::KeyId};
use store::{AuditAction, PermitRow};

use crate::{
    authorise::{Action, Caller, Scope, authorise},
    engine::Engine,
    error::Error,
    log,
};

impl Engine {
    /// Writes down that a key was declared void.
    pub async fn record_void_key(&self, caller: &Caller, key: KeyId) -> Result<(), Error> {
        manages_keys(caller)?;
        let action = AuditAction::KeyVoided(hex::encode(key.as_bytes()));
        Ok(self.store.record(&log::entry(self, caller, action)).await?)
    }

    /// The permits that are valid or may become so again, page by page: those after the last of the page before.
    pub async fn permits_that_may_hold(
        &self,
        caller: &Caller,
        after: Option<&PermitId>,
        limit: u32,
    ) -> Result<Vec<PermitRow>, Error> {
        manages_keys(caller)?;
        Ok(self.store.permits_after(after, self.now(), limit).await?)
    }
}

fn manages_keys(caller: &Caller) -> Result<(), Error> {
    authorise(caller, Action::ManageKeys, &Scope::Everything).map_err(|_| Error::Forbidden)
}
