//! Letters that were given up: shown to who runs the site, and sent once more.

use jiff::SignedDuration;
use review::{ApplicationId, Message, PermitStatus};
use store::{AuditAction, MailRecord, OutboxId};

use crate::{
    applications::inspection,
    authorise::{Action, Caller, Scope, authorise},
    consents::link,
    engine::Engine,
    error::Error,
    limits::limit,
    log,
};

/// So many are shown at once.
const SHOWN: u32 = 200;
/// So often a day the letters of one application are sent once more, whoever asks.
const RESENT: u32 = 10;
const A_DAY: SignedDuration = SignedDuration::from_hours(24);

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
        self.resend(caller, application, letter).await
    }

    /// Sends a letter once more for somebody who may: a mailbox is not filled by pressing a button.
    pub(crate) async fn resend(
        &self,
        caller: &Caller,
        application: ApplicationId,
        letter: OutboxId,
    ) -> Result<(), Error> {
        self.still_true(application, letter).await?;
        limit(self, "resend", &application.to_string(), RESENT, A_DAY).await?;
        let entry = log::entry(self, caller, AuditAction::MailResent(application));
        Ok(self.store.resend(application, letter, &entry).await?)
    }
}

impl Engine {
    /// Whether a letter still tells the truth: one that says that a permit is ready is not sent once more when it was taken back, nor one
    /// that asks for a consent when that is no longer asked for, nor one that tells another day of an inspection.
    async fn still_true(&self, application: ApplicationId, letter: OutboxId) -> Result<(), Error> {
        let letters = self.store.outbox_of(application).await?;
        let record = letters.iter().find(|record| record.entry.id == letter);
        match record {
            Some(record) if !self.is_still_true(record).await? => Err(match record.entry.message.known() {
                Some(Message::ConsentAsked | Message::InspectionSet) => Error::Conflict,
                _ => Error::PermitTakenBack,
            }),
            _ => Ok(()),
        }
    }

    /// The same of a letter that was read.
    pub async fn is_still_true(&self, record: &MailRecord) -> Result<bool, Error> {
        if record.entry.message.known() == Some(&Message::ConsentAsked) {
            let case = self.store.case(record.entry.application).await?;
            let published = self.version(&case.application.version).await?;
            return Ok(link::is_open(
                &published.service,
                &case.application,
                &record.entry.words,
            ));
        }
        if record.entry.message.known() == Some(&Message::InspectionSet) {
            let case = self.store.case(record.entry.application).await?;
            return Ok(inspection::is_told(&case.application, &record.entry.words));
        }
        let says_ready = matches!(
            record.entry.message.known(),
            Some(Message::Approved | Message::Reissued)
        );
        match record.entry.permit.filter(|_| says_ready) {
            Some(permit) => {
                let status = self.store.permit(&permit).await?.status;
                Ok(matches!(status, PermitStatus::Active | PermitStatus::Suspended))
            }
            None => Ok(true),
        }
    }
}

fn manages_mail(caller: &Caller) -> Result<(), Error> {
    authorise(caller, Action::ManageMail, &Scope::Everything).map_err(|_| Error::Forbidden)
}
