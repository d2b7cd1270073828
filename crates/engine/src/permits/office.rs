//! A permit with its case, as the office sees it and changes it.

use permit::{PermitId, PermitNumber};
use review::{Author, Command, Link, PermitReason, PermitRef};
use store::{PermitRow, PermitStatus, if_there};

use super::issued::IssuedPermit;
use crate::{
    authorise::{Action, Authorised, Caller},
    casework::own_affairs::is_own,
    engine::Engine,
    error::Error,
    transitions,
};

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

    /// Suspends, reinstates or revokes a permit that still is as it was seen. `note` is the office's own words, which its holder
    /// may be told.
    pub async fn change_permit(
        &self,
        issued: Authorised<IssuedPermit>,
        seen: PermitStatus,
        to: PermitStatus,
        reason: PermitReason,
        note: Option<String>,
    ) -> Result<(), Error> {
        let permit = PermitRef(issued.permit.id.0);
        let list = issued.permit.list;
        let note = note.filter(|_| !issued.permit.is_erased());
        let command = match to {
            PermitStatus::Suspended => Command::SuspendPermit {
                permit,
                seen,
                reason,
                note,
            },
            PermitStatus::Active => Command::ReinstatePermit {
                permit,
                seen,
                reason,
                note,
            },
            PermitStatus::Revoked => Command::RevokePermit {
                permit,
                seen,
                reason,
                note,
            },
            PermitStatus::Replaced => return Err(Error::BadRequest("no such change")),
        };
        transitions::change_permit(self, issued, command).await?;
        self.status_lists.forget(list);
        Ok(())
    }

    /// Whether whoever loaded a permit may give it this status: nobody changes their own, nor reinstates what they suspended.
    pub fn may_change_permit(&self, issued: &Authorised<IssuedPermit>, to: PermitStatus) -> bool {
        let Some(person) = issued.caller().person() else {
            return false;
        };
        let life = issued.case.application.permit(PermitRef(issued.permit.id.0));
        let theirs = life.is_some_and(|life| life.by == Author::Officer(person.id));
        let reinstates = to == PermitStatus::Active;
        issued.may(Action::ChangePermit) && !is_own(person, &issued.case) && !(reinstates && theirs)
    }

    /// What happened to the application of a permit, the permit's own life in it.
    pub async fn permit_history(&self, issued: &Authorised<IssuedPermit>) -> Result<Vec<Link>, Error> {
        Ok(self.store.history(issued.case.application.id).await?)
    }
}
