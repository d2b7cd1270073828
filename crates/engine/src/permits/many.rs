//! Revoking many permits by one action: everything that a person approved, or that a service issued in a time.

use review::PersonId;
use store::{AuditActor, MassRevocation};
use tracing::Instrument;

use crate::{
    authorise::{Action, Caller, Scope, authorise},
    engine::Engine,
    error::Error,
};

pub use store::RevokedBy;

impl Engine {
    /// The people whose approvals could be revoked: nobody's for a caller who answers for some services only.
    pub async fn possible_approvers(&self, caller: &Caller) -> Result<Vec<(PersonId, String)>, Error> {
        if !caller.may(Action::RevokeMany, &Scope::Everything) {
            return Ok(Vec::new());
        }
        let people = self.store.people().await?.into_iter();
        let granted = people.filter(|person| !person.grants.is_empty());
        Ok(granted.map(|person| (person.id, person.name)).collect())
    }

    /// How many permits that still hold would be revoked.
    pub async fn count_revocable(&self, caller: &Caller, which: &RevokedBy) -> Result<u64, Error> {
        within_reach(caller, which)?;
        Ok(self.store.count_revocable(which, self.now()).await?)
    }

    /// Revokes them. Hundreds of thousands take longer than a request may: the work goes on when whoever asked has given up
    /// waiting.
    pub async fn revoke_many(&self, caller: &Caller, which: RevokedBy, reason: String) -> Result<u64, Error> {
        within_reach(caller, &which)?;
        let person = caller.person().ok_or(Error::Forbidden)?;
        let revocation = MassRevocation {
            which,
            actor: AuditActor::Person(person.id),
            reason,
            at: self.now(),
        };
        let engine = self.clone();
        let work = async move {
            let count = engine.store.revoke_all(&revocation).await?;
            for list in engine.store.status_lists(engine.now()).await? {
                engine.status_lists.forget(list.list);
            }
            Ok(count)
        };
        let done = tokio::spawn(work.in_current_span()).await;
        done.map_err(|error| Error::broken(format!("a mass revocation stopped half-way: {error}")))?
    }
}

/// What a person approved may be of any service, so only who answers for all of them may revoke it.
fn within_reach(caller: &Caller, which: &RevokedBy) -> Result<(), Error> {
    let scope = match which {
        RevokedBy::Service { service, .. } => Scope::Service(service.clone()),
        RevokedBy::Approver(_) => Scope::Everything,
    };
    authorise(caller, Action::RevokeMany, &scope).map_err(|_| Error::Forbidden)
}
