//! A permit with its case, as the office sees it and changes it.

use permit::{PermitId, PermitNumber};
use review::{Actor, Cause, Command, Link, PermitReason, PermitRef, PermitRequest};
use store::{PermitRow, PermitStatus};

use super::issued::IssuedPermit;
use crate::{
    authorise::{Action, Authorised, Caller},
    engine::Engine,
    error::Error,
    people::natural_person,
    transitions,
};

/// What somebody may make of a permit.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PossibleChanges {
    /// The statuses that they may give it.
    pub to: Vec<PermitStatus>,
    /// Why they may not give it others that somebody else could.
    pub why_not: Option<Cause>,
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
        Authorised::named(IssuedPermit { permit, case }, caller, action, Action::SeePermit)
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
        let list = issued.permit.list;
        let request = PermitRequest {
            permit: PermitRef(issued.permit.id.0),
            seen,
            reason,
            note: note.filter(|_| !issued.permit.is_erased()),
        };
        let command = command(to, request).ok_or(Error::BadRequest("no such change"))?;
        transitions::change_permit(self, issued, command).await?;
        self.status_lists.forget(list);
        Ok(())
    }

    /// The statuses that whoever loaded a permit may give it.
    pub async fn possible_permit_changes(
        &self,
        issued: &Authorised<IssuedPermit>,
    ) -> Result<PossibleChanges, Error> {
        let mut possible = PossibleChanges::default();
        let Some(person) = issued.caller().person() else {
            return Ok(possible);
        };
        if !issued.may(Action::ChangePermit) {
            return Ok(possible);
        }
        let IssuedPermit { permit, case } = &**issued;
        let application = &case.application;
        let published = self.version(&application.version).await?;
        let actor = Actor::Officer(natural_person::officer_of(self, person, application).await?);
        let all = [
            PermitStatus::Suspended,
            PermitStatus::Active,
            PermitStatus::Revoked,
        ];
        for to in all {
            let request = PermitRequest {
                permit: PermitRef(permit.id.0),
                seen: permit.status,
                reason: PermitReason::Other,
                note: None,
            };
            let Some(command) = command(to, request) else {
                continue;
            };
            let refusal = transitions::refusal(self, &published, application, command, &actor);
            match refusal.map(|refusal| refusal.cause) {
                None => possible.to.push(to),
                // No change at all: nobody expects a button for it.
                Some(Cause::PermitStandsElsewhere(_)) => {}
                Some(cause) => possible.why_not = possible.why_not.or(Some(cause)),
            }
        }
        Ok(possible)
    }

    /// What happened to the application of a permit, the permit's own life in it.
    pub async fn permit_history(&self, issued: &Authorised<IssuedPermit>) -> Result<Vec<Link>, Error> {
        Ok(self.store.history(issued.case.application.id).await?)
    }
}

/// The command that gives a permit this status.
fn command(to: PermitStatus, request: PermitRequest) -> Option<Command> {
    match to {
        PermitStatus::Suspended => Some(Command::SuspendPermit(request)),
        PermitStatus::Active => Some(Command::ReinstatePermit(request)),
        PermitStatus::Revoked => Some(Command::RevokePermit(request)),
        // Which takes the newer one: [`Engine::replace_permit`].
        PermitStatus::Replaced => None,
    }
}
