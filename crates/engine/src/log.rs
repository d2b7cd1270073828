//! The log of administration: who did what to whom. It is for what belongs to no application; those have their own histories.

use crate::{
    authorise::{Action, Caller, Scope, authorise},
    engine::Engine,
    error::Error,
};

pub use store::{AuditAction, AuditActor, AuditEntry, AuditQuery, AuditRecord};

impl Engine {
    /// Lines with their numbers, newest first.
    pub async fn log(&self, caller: &Caller, query: &AuditQuery) -> Result<Vec<(u64, AuditRecord)>, Error> {
        authorise(caller, Action::SeeAudit, &Scope::Everything).map_err(|_| Error::Forbidden)?;
        Ok(self.store.audit(query).await?)
    }
}

/// A line that says that the caller did something now. Whoever holds the machine, and who has proved nothing, are the system.
pub(crate) fn entry(engine: &Engine, caller: &Caller, action: AuditAction) -> AuditEntry {
    AuditEntry {
        at: engine.now(),
        actor: actor(caller),
        action,
    }
}

/// Who a caller is to the log.
pub(crate) fn actor(caller: &Caller) -> AuditActor {
    match (caller.person(), caller.device()) {
        (Some(person), _) => AuditActor::Person(person.id),
        (None, Some(device)) => AuditActor::Device(device.id),
        (None, None) => AuditActor::System,
    }
}
