//! Letters that were given up: shown to who runs the site, and sent once more.

use review::ApplicationId;
use store::{AuditAction, MailRecord, OutboxId};

use crate::{
    authorise::{Action, Caller, Scope, authorise},
    engine::Engine,
    error::Error,
    log,
};

/// So many are shown at once.
const SHOWN: u32 = 200;

impl Engine {
    /// Letters that were given up, newest first.
    pub async fn dead_letters(&self, caller: &Caller) -> Result<Vec<MailRecord>, Error> {
        manages_mail(caller)?;
        Ok(self.store.dead_mail(SHOWN).await?)
    }

    /// Sends one of an application's letters once more.
    pub async fn resend_dead_letter(
        &self,
        caller: &Caller,
        application: ApplicationId,
        letter: OutboxId,
    ) -> Result<(), Error> {
        manages_mail(caller)?;
        let entry = log::entry(self, caller, AuditAction::MailResent(application));
        Ok(self.store.resend(application, letter, &entry).await?)
    }
}

fn manages_mail(caller: &Caller) -> Result<(), Error> {
    authorise(caller, Action::ManageMail, &Scope::Everything).map_err(|_| Error::Forbidden)
}
