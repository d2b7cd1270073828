//! The log of administration: who did what to whom. It is for what belongs to no application; those have their own histories.

use std::collections::{BTreeMap, BTreeSet};

use jiff::SignedDuration;
use permit::Reference;
use review::ApplicationId;
use store::StoreError;

use crate::{
    authorise::{Action, Caller, Scope, authorise},
    engine::Engine,
    error::Error,
    limits::limit,
};

pub use store::{AccountField, AuditAction, AuditActor, AuditEntry, AuditQuery, AuditRecord, Difference};

impl Engine {
    /// Lines with their numbers, newest first.
    pub async fn log(&self, caller: &Caller, query: &AuditQuery) -> Result<Vec<(u64, AuditRecord)>, Error> {
        authorise(caller, Action::SeeAudit, &Scope::Everything).map_err(|_| Error::Forbidden)?;
        Ok(self.store.audit(query).await?)
    }

    /// The references of the cases that lines of the log name, as far as there still are such cases.
    pub async fn references_in(
        &self,
        caller: &Caller,
        lines: &[(u64, AuditRecord)],
    ) -> Result<BTreeMap<ApplicationId, Reference>, Error> {
        authorise(caller, Action::SeeAudit, &Scope::Everything).map_err(|_| Error::Forbidden)?;
        let named = lines
            .iter()
            .filter_map(|(_, line)| line.action.known()?.application());
        let mut references = BTreeMap::new();
        for id in named.collect::<BTreeSet<_>>() {
            match self.store.case(id).await {
                Ok(case) => references.insert(id, case.reference),
                Err(StoreError::NotFound(_)) => None,
                Err(error) => return Err(error.into()),
            };
        }
        Ok(references)
    }
}

/// So many lines an hour say that one person was refused: whoever goes on trying is known by then.
const REFUSALS: u32 = 20;
const AN_HOUR: SignedDuration = SignedDuration::from_hours(1);

impl Engine {
    /// Writes down that somebody of the office asked for what they may not do.
    pub async fn note_refusal(&self, caller: &Caller, action: Action) -> Result<(), Error> {
        let Some(person) = caller.person() else {
            return Ok(());
        };
        let counted = limit(self, "refusals", &person.id.to_string(), REFUSALS, AN_HOUR).await;
        match counted {
            Err(Error::TooMany { .. }) => return Ok(()),
            counted => counted?,
        }
        let refused = AuditAction::Refused {
            action: format!("{action:?}"),
        };
        Ok(self.store.record(&entry(self, caller, refused)).await?)
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
