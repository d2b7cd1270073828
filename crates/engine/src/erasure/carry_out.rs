//! Erasing what an application tells of people, once it is decided.

use permit::Reference;
use review::{Command, PermitReason, PermitRef, PermitRequest, PermitStatus};
use store::{AuditAction, Case, PermitRow};

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
    /// Erases what an application tells of people, at the command line. Its permits that hold, or may hold again, are revoked first:
    /// of a permit that a phone finds valid the office must be able to say whose it is. Answers how many those were. Interrupted, or
    /// done again, it goes on.
    pub async fn erase(&self, caller: &Caller, reference: &Reference) -> Result<u64, EraseError> {
        let case = self
            .store
            .case_by_reference(reference)
            .await
            .map_err(Error::from)?;
        let case = Authorised::new(case, caller, Action::Erase)?;
        carry_out(self, &case).await
    }
}

/// Revokes what holds, erases, and forgets the drafts that have its answers.
pub(super) async fn carry_out(engine: &Engine, case: &Authorised<Case>) -> Result<u64, EraseError> {
    if !case.application.status.is_final() {
        return Err(EraseError::Open);
    }
    let revoked = revoke_all(engine, case).await?;
    let id = case.application.id;
    let entry = log::entry(engine, case.caller(), AuditAction::Erased(id));
    let store = &engine.store;
    store.erase(id, &entry).await.map_err(Error::from)?;
    let forgotten = store.forget_drafts_of(id, &case.reference).await;
    forgotten.map_err(Error::from)?;
    leave_no_trace(engine).await;
    Ok(revoked)
}

/// Has what was erased leave the disk. It is erased, whatever comes of that.
pub(crate) async fn leave_no_trace(engine: &Engine) {
    if let Err(error) = engine.store.leave_no_trace().await {
        tracing::error!(%error, "what was erased is still in the database's log of writes, which is moved later");
    }
}

async fn revoke_all(engine: &Engine, case: &Authorised<Case>) -> Result<u64, Error> {
    let id = case.application.id;
    let mut revoked = 0;
    for permit in engine.store.permits_of(id).await? {
        if !may_hold(engine, &permit) {
            continue;
        }
        let list = permit.list;
        let command = Command::RevokePermit(PermitRequest {
            permit: PermitRef(permit.id.0),
            seen: permit.status,
            reason: PermitReason::Order,
            note: None,
        });
        let now = engine.store.case(id).await?;
        let issued = Authorised::new(IssuedPermit { permit, case: now }, case.caller(), case.action())?;
        transitions::change_permit(engine, issued, command).await?;
        engine.status_lists.forget(list);
        revoked += 1;
    }
    Ok(revoked)
}

/// Whether it holds, or may hold again. One that has run out never does.
pub(super) fn may_hold(engine: &Engine, permit: &PermitRow) -> bool {
    permit.status.may_become(PermitStatus::Revoked) && engine.now() < permit.expires_at
}
