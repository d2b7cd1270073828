//! A permit with its case, as the office sees it and changes it.

use std::collections::BTreeMap;

use permit::{PermitId, PermitNumber};
use review::Message;
use store::{AuditActor, Case, OutboxEntry, OutboxId, PermitChange, PermitRow, PermitStatus, if_there};

use crate::{
    authorise::{Action, Authorised, Caller, Scope, Scoped},
    engine::Engine,
    error::Error,
};

/// A permit and the application that it was granted for.
#[derive(Clone, Debug)]
pub struct IssuedPermit {
    /// The permit.
    pub permit: PermitRow,
    /// The application.
    pub case: Case,
}

impl Scoped for IssuedPermit {
    fn scope(&self) -> Scope {
        Scope::of(&self.case.application)
    }
}

impl Engine {
    /// The permit of a number, if the caller may do this with it.
    pub async fn permit(
        &self,
        caller: &Caller,
        action: Action,
        number: &PermitNumber,
    ) -> Result<Authorised<IssuedPermit>, Error> {
        let permit = self.store.permit_by_number(number).await?;
        self.with_case(caller, action, permit).await
    }

    /// The permit that a code names, if the caller may do this with it.
    pub async fn permit_by_id(
        &self,
        caller: &Caller,
        action: Action,
        id: &PermitId,
    ) -> Result<Authorised<IssuedPermit>, Error> {
        let permit = self.store.permit(id).await?;
        self.with_case(caller, action, permit).await
    }

    async fn with_case(
        &self,
        caller: &Caller,
        action: Action,
        permit: PermitRow,
    ) -> Result<Authorised<IssuedPermit>, Error> {
        let case = self.store.case(permit.application).await?;
        Authorised::new(IssuedPermit { permit, case }, caller, action)
    }

    /// Whether there is a permit of this number.
    pub async fn is_permit(&self, number: &PermitNumber) -> Result<bool, Error> {
        Ok(if_there(self.store.permit_by_number(number).await)?.is_some())
    }

    /// Suspends, reinstates or revokes a permit that still is as it was seen, for a reason that its holder may be told.
    pub async fn change_permit(
        &self,
        issued: Authorised<IssuedPermit>,
        seen: PermitStatus,
        to: PermitStatus,
        reason: &str,
    ) -> Result<(), Error> {
        let person = issued.caller().person().ok_or(Error::Forbidden)?.id;
        if issued.action() != Action::ChangePermit {
            return Err(Error::Forbidden);
        }
        let permit = &issued.permit;
        if seen != permit.status || !permit.status.may_become(to) {
            return Err(Error::Conflict);
        }
        let change = PermitChange {
            permit: permit.id,
            application: permit.application,
            from: permit.status,
            to,
            actor: AuditActor::Person(person),
            reason: reason.to_owned(),
            at: self.now(),
            outbox: letter(self, &issued, to, reason).into_iter().collect(),
        };
        self.store.change_permit(&change).await?;
        self.status_lists.forget(permit.list);
        Ok(())
    }
}

/// Whoever's permit is revoked is told so.
fn letter(engine: &Engine, issued: &IssuedPermit, to: PermitStatus, reason: &str) -> Option<OutboxEntry> {
    let IssuedPermit { permit, case } = issued;
    let address = case
        .contact
        .email
        .clone()
        .filter(|_| to == PermitStatus::Revoked)?;
    let words = [
        ("reason", reason.to_owned()),
        ("permit", permit.number.to_string()),
    ];
    Some(OutboxEntry {
        id: OutboxId(engine.new_id()),
        application: permit.application,
        to: address,
        language: case.language.clone(),
        message: Message::Revoked,
        permit: Some(permit.id),
        words: BTreeMap::from(words.map(|(name, word)| (name.to_owned(), word))),
        due_at: engine.now(),
    })
}
