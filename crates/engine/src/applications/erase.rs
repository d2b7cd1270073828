//! Erasing by law what an application tells of people.

use permit::Reference;
use review::{Command, PermitReason, PermitRef, PermitRequest, PermitStatus};
use store::{AuditAction, Case};

use crate::{
    authorise::{Action, Authorised, Caller},
    engine::Engine,
    error::Error,
    log,
    permits::issued::IssuedPermit,
    transitions,
};

/// Why an application was not erased.
#[derive(Debug, thiserror::Error)]
pub enum EraseError {
    /// Somebody still has to decide it: nobody could, without its answers.
    #[error("it is still open: it must be decided, withdrawn or closed first")]
    Open,
    /// It could not be done, or not by this caller.
    #[error(transparent)]
    Engine(#[from] Error),
}

impl Engine {
    /// Erases what an application tells of people. Its permits that hold, or may hold again, are revoked first: of a permit that a
    /// phone finds valid the office must be able to say whose it is. Answers how many those were. Interrupted, or done again,
    /// it goes on.
    pub async fn erase(&self, caller: &Caller, reference: &Reference) -> Result<u64, EraseError> {
        let case = self
            .store
            .case_by_reference(reference)
            .await
            .map_err(Error::from)?;
        let case = Authorised::new(case, caller, Action::Erase)?;
        if !case.application.status.is_final() {
            return Err(EraseError::Open);
        }
        let revoked = revoke_all(self, caller, &case).await?;
        let id = case.application.id;
        let entry = log::entry(self, caller, AuditAction::Erased(id));
        self.store.erase(id, &entry).await.map_err(Error::from)?;
        Ok(revoked)
    }
}

async fn revoke_all(engine: &Engine, caller: &Caller, case: &Case) -> Result<u64, Error> {
    let id = case.application.id;
    let mut revoked = 0;
    for permit in engine.store.permits_of(id).await? {
        if !permit.status.may_become(PermitStatus::Revoked) {
            continue;
        }
        let list = permit.list;
        let command = Command::RevokePermit(PermitRequest {
            permit: PermitRef(permit.id.0),
            seen: permit.status,
            reason: PermitReason::Order,
            note: None,
        });
        let case = engine.store.case(id).await?;
        let issued = Authorised::new(IssuedPermit { permit, case }, caller, Action::Erase)?;
        transitions::change_permit(engine, issued, command).await?;
        engine.status_lists.forget(list);
        revoked += 1;
    }
    Ok(revoked)
}
