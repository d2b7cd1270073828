//! An applicant asks what is kept of them, and that it be erased.

use jiff::{SignedDuration, Timestamp};
use store::{
    AuditAction, AuditActor, AuditEntry, Erasure, ErasureGround, ErasureId, MailRecord, StoreError, Subject,
};

use super::{
    over::over_at,
    request::{RequestError, words},
};
use crate::{
    applications::own::OwnApplication, authorise::Action, engine::Engine, error::Error, limits::limit,
};

/// So often a day one application is asked to be erased: more is no request but noise.
const ASKED: u32 = 5;
const A_DAY: SignedDuration = SignedDuration::from_hours(24);

impl Engine {
    /// What was asked about it, oldest first, and what the office decided.
    pub async fn own_erasures(&self, own: &OwnApplication) -> Result<Vec<Erasure>, Error> {
        Ok(self.store.erasures_of(own.case().application.id).await?)
    }

    /// What was written to its applicant.
    pub async fn own_letters(&self, own: &OwnApplication) -> Result<Vec<MailRecord>, Error> {
        Ok(self.store.outbox_of(own.case().application.id).await?)
    }

    /// When what it tells of people is erased by itself, as things stand. None while it is open, and where its service keeps it
    /// for ever.
    pub async fn own_end_of_keeping(&self, own: &OwnApplication) -> Result<Option<Timestamp>, Error> {
        let case = own.case();
        let service = self.services.current(case.application.service.as_str());
        let Some(kept_for) = service.and_then(|published| published.service.kept_for) else {
            return Ok(None);
        };
        let permits = self.store.permits_of(case.application.id).await?;
        Ok(over_at(self, case, &permits, kept_for))
    }

    /// Asks that it be erased. Two people of the office decide.
    pub async fn ask_own_erasure(&self, own: &OwnApplication, typed: &str) -> Result<(), RequestError> {
        if own.action() != Action::AskErasure {
            return Err(Error::Forbidden.into());
        }
        let case = own.case();
        if case.is_erased() {
            return Err(RequestError::Erased);
        }
        if !case.application.status.is_final() {
            return Err(RequestError::Open);
        }
        limit(self, "ask-erasure", &case.reference.to_string(), ASKED, A_DAY).await?;
        let entry = AuditEntry {
            at: self.now(),
            actor: AuditActor::Applicant,
            action: AuditAction::ErasureAsked(case.application.id),
        };
        let erasure = Erasure {
            id: ErasureId(self.new_id()),
            application: case.application.id,
            service: case.application.service.clone(),
            office: case.application.office.clone(),
            asked_by: entry.actor,
            asked_at: entry.at,
            ground: ErasureGround::Holder,
            words: words(typed),
            proposed: None,
            ended: None,
            revision: 0,
        };
        match self.store.ask_erasure(&erasure, &entry).await {
            Err(StoreError::AlreadyExists(Subject::Erasure)) => Err(RequestError::Asked),
            other => Ok(other.map_err(Error::from)?),
        }
    }
}
