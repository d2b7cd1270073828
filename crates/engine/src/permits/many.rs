//! Revoking many permits by one action: everything that a person approved, or that a service issued in a time. A request only
//! asks for it; a job revokes each as an officer would, with an event and a letter.

use review::{PermitReason, PersonId};
use store::{AuditAction, Job};

use crate::{
    authorise::{Action, Caller, Scope, authorise},
    engine::Engine,
    error::Error,
    log,
    people::natural_person::{lacks_document, no_document},
};

pub use store::{Instruction, JobId, JobResult, KeptJob, RevokedBy};

/// How many of the newest are looked through for those that somebody may see.
const NEWEST: u32 = 200;

/// A mass revocation that somebody asks for.
#[derive(Clone, Debug)]
pub struct MassRevocation {
    /// Drawn before it is asked for, so that two clicks ask for one.
    pub id: JobId,
    /// Which permits.
    pub which: RevokedBy,
    /// Why, as a code.
    pub reason: PermitReason,
    /// Why, in the office's words, for the holders.
    pub note: String,
}

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

    /// Has them revoked by a job, which any node goes on with. What is issued later is not among them.
    pub async fn revoke_many(&self, caller: &Caller, asked: MassRevocation) -> Result<(), Error> {
        within_reach(caller, &asked.which)?;
        let person = caller.person().ok_or(Error::Forbidden)?;
        if lacks_document(self, person) {
            return Err(no_document("revoke-permit"));
        }
        let MassRevocation {
            id,
            which,
            reason,
            note,
        } = asked;
        let total = self.store.count_revocable(&which, self.now()).await?;
        let line = AuditAction::RevocationAsked {
            job: id,
            which: which.clone(),
            reason,
            note: note.clone(),
        };
        let entry = log::entry(self, caller, line);
        let job = Job {
            id,
            instruction: Instruction::RevokePermits { which, reason, note },
            by: entry.actor,
            at: entry.at,
            due_at: entry.at,
            total,
        };
        Ok(self.store.enqueue(&job, &entry).await?)
    }

    /// A mass revocation that the caller could ask for, and how far it has come.
    pub async fn revocation(&self, caller: &Caller, id: JobId) -> Result<KeptJob, Error> {
        let job = self.store.job(id).await?;
        if is_within_reach(caller, &job) {
            Ok(job)
        } else {
            Err(Error::Forbidden)
        }
    }

    /// Those that the caller could ask for, the newest first.
    pub async fn revocations(&self, caller: &Caller) -> Result<Vec<KeptJob>, Error> {
        let mut jobs = self.store.jobs(Instruction::REVOKE_PERMITS, NEWEST).await?;
        jobs.retain(|job| is_within_reach(caller, job));
        Ok(jobs)
    }
}

/// What a person approved may be of any service, so only who answers for all of them may revoke it.
pub(crate) fn within_reach(caller: &Caller, which: &RevokedBy) -> Result<(), Error> {
    let scope = match which {
        RevokedBy::Service { service, .. } => Scope::Service(service.clone()),
        RevokedBy::Approver(_) => Scope::Everything,
    };
    authorise(caller, Action::RevokeMany, &scope).map_err(|_| Error::Forbidden)
}

fn is_within_reach(caller: &Caller, job: &KeptJob) -> bool {
    let Some(Instruction::RevokePermits { which, .. }) = job.instruction.known() else {
        return false;
    };
    within_reach(caller, which).is_ok()
}
