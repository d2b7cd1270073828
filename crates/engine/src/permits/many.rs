//! Revoking many permits by one action: everything that a person approved, or that a service issued in a time. A request only
//! asks for it; a job revokes each as an officer would, with an event and a letter. Where a service wants two people, another
//! person confirms it first.

use std::{cmp::Reverse, collections::BTreeSet};

use forms::PeopleNeeded;
use permit::PermitNumber;
use review::{Author, Event, EventKind, Link, PermitReason, PermitRef, PersonId};
use store::{AuditAction, AuditActor, Job, JobCursor, PermitRow};

use crate::{
    authorise::{Action, Caller, Scope, authorise},
    engine::Engine,
    error::Error,
    jobs::confirmed::{TO_CONFIRM, confirmation, confirmed, second_person},
    log,
    people::natural_person::{lacks_document, no_document},
};

pub use store::{Instruction, JobId, JobResult, KeptJob, RevokedBy};

/// How many of the newest are listed.
const NEWEST: usize = 200;
/// How many are asked for at once.
const AT_ONCE: u32 = 200;

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

    /// The next of those permits after the given one.
    pub async fn revocable(
        &self,
        caller: &Caller,
        which: &RevokedBy,
        after: Option<&PermitNumber>,
        limit: u32,
    ) -> Result<Vec<PermitRow>, Error> {
        within_reach(caller, which)?;
        let after = cursor(self, after).await?;
        Ok(self
            .store
            .revocable_permits(which, self.now(), after, limit)
            .await?)
    }

    /// The next permits that a mass revocation revoked, after the given one: of what it concerned, what was revoked from then on in the
    /// name of whoever asked for it. With the last permit that was looked at, from which to go on.
    pub async fn revoked_by(
        &self,
        caller: &Caller,
        job: &KeptJob,
        after: Option<&PermitNumber>,
        limit: u32,
    ) -> Result<(Vec<PermitRow>, Option<PermitNumber>), Error> {
        let Some(Instruction::RevokePermits { which, .. }) = job.instruction.known() else {
            return Err(Error::NotFound);
        };
        within_reach(caller, which)?;
        let after = cursor(self, after).await?;
        let permits = self.store.revoked_permits(which, job.at, after, limit).await?;
        let last = permits.last().map(|permit| permit.number);
        let mut revoked = Vec::new();
        for permit in permits {
            if was_revoked_by(self, job, &permit).await? {
                revoked.push(permit);
            }
        }
        Ok((revoked, last))
    }

    /// Whether it takes two people to revoke these: some service that they may be of wants it.
    pub fn takes_two_people(&self, which: &RevokedBy) -> bool {
        let service = match which {
            RevokedBy::Service { service, .. } => Some(service.as_str()),
            other => other.approved().and_then(|approved| approved.service),
        };
        self.services.all().iter().any(|published| {
            published.service.permit.revoke_many == PeopleNeeded::TwoPeople
                && service.is_none_or(|service| published.service.id.as_str() == service)
        })
    }

    /// Has them revoked by a job, which any node goes on with; where it takes two people, has it wait for another one. What is issued
    /// later is not among them.
    pub async fn revoke_many(&self, caller: &Caller, asked: MassRevocation) -> Result<(), Error> {
        within_reach(caller, &asked.which)?;
        let person = caller.person().ok_or(Error::Forbidden)?;
        if lacks_document(self, person) {
            return Err(no_document("revoke-permit"));
        }
        let takes_two = self.takes_two_people(&asked.which);
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
        let (instruction, due_at) = if takes_two {
            let asked = Instruction::AskToRevoke { which, reason, note };
            (asked, entry.at + TO_CONFIRM)
        } else {
            let at_once = Instruction::RevokePermits {
                which,
                reason,
                note,
                confirmed_by: None,
            };
            (at_once, entry.at)
        };
        let job = Job {
            id,
            instruction,
            by: entry.actor,
            at: entry.at,
            due_at,
            total,
        };
        Ok(self.store.enqueue(&job, Some(&entry)).await?)
    }

    /// Confirms a mass revocation that another person asked for, and answers the job that does it, in the name of whoever asked. Nobody
    /// confirms their own, by whichever of their accounts.
    pub async fn confirm_revocation(&self, caller: &Caller, id: JobId) -> Result<JobId, Error> {
        let request = self.store.job(id).await?;
        let (Some(Instruction::AskToRevoke { which, reason, note }), Some(AuditActor::Person(asker))) =
            (request.instruction.known().cloned(), request.by.known().copied())
        else {
            return Err(Error::NotFound);
        };
        within_reach(caller, &which)?;
        let second = second_person(self, caller, AuditActor::Person(asker), "revoke-permit").await?;
        if request.ended.is_some() || request.due_at <= self.now() {
            return Err(Error::Conflict);
        }
        let total = self.store.count_revocable(&which, self.now()).await?;
        let confirmed = confirmed(self, id);
        let entry = log::entry(self, caller, AuditAction::RevocationConfirmed(confirmed));
        let job = Job {
            id: confirmed,
            instruction: Instruction::RevokePermits {
                which,
                reason,
                note,
                confirmed_by: Some(second),
            },
            by: AuditActor::Person(asker),
            at: entry.at,
            due_at: entry.at,
            total,
        };
        self.store.enqueue(&job, Some(&entry)).await?;
        Ok(confirmed)
    }

    /// The job that does what somebody asked for and another person confirmed, if one has.
    pub async fn confirmed_revocation(&self, asked: JobId) -> Result<Option<KeptJob>, Error> {
        confirmation(self, asked).await
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
        let mut jobs = within_reach_of(self, caller, Instruction::REVOKE_PERMITS).await?;
        let known: BTreeSet<JobId> = jobs.iter().map(|job| job.id).collect();
        let asked = within_reach_of(self, caller, Instruction::ASK_TO_REVOKE).await?;
        jobs.extend(
            asked
                .into_iter()
                .filter(|job| !known.contains(&confirmed(self, job.id))),
        );
        jobs.sort_by_key(|job| Reverse(job.at));
        Ok(jobs)
    }
}

/// The newest of a kind that the caller could ask for: others' are passed over, however many they are.
async fn within_reach_of(engine: &Engine, caller: &Caller, kind: &str) -> Result<Vec<KeptJob>, Error> {
    let mut found: Vec<KeptJob> = Vec::new();
    let mut before = None;
    while found.len() < NEWEST {
        let jobs = engine.store.jobs(kind, before, AT_ONCE).await?;
        before = jobs.last().map(|job| job.id);
        if before.is_none() {
            break;
        }
        found.extend(jobs.into_iter().filter(|job| is_within_reach(caller, job)));
    }
    found.truncate(NEWEST);
    Ok(found)
}

/// Where to go on after a permit.
async fn cursor(engine: &Engine, after: Option<&PermitNumber>) -> Result<Option<JobCursor>, Error> {
    let Some(number) = after else { return Ok(None) };
    let permit = engine.store.permit_by_number(number).await?;
    Ok(Some(JobCursor {
        application: permit.application,
        permit: Some(PermitRef(permit.id.0)),
    }))
}

/// The history of its application says who revoked a permit, and when.
async fn was_revoked_by(engine: &Engine, job: &KeptJob, permit: &PermitRow) -> Result<bool, Error> {
    let history = engine.store.history(permit.application).await?;
    let asker = match job.by.known() {
        Some(AuditActor::Person(person)) => Some(Author::Officer(*person)),
        _ => None,
    };
    let is_of_permit = |link: &Link| match link {
        Link::Whole(recorded) => {
            matches!(&recorded.event, Event::PermitRevoked { permit: revoked, .. } if revoked.0 == permit.id.0)
        }
        // An application has one permit as a rule, and of an erased event its kind is all that is left.
        Link::Erased(erased) => erased.kind.known() == Some(&EventKind::PermitRevoked),
        Link::Newer(_) => false,
    };
    let is_it = |link: &Link| {
        let header = link.header();
        // The history keeps milliseconds.
        let is_since = header.at.as_millisecond() >= job.at.as_millisecond();
        let by = header.actor.known().copied();
        is_of_permit(link) && is_since && by == asker
    };
    Ok(history.iter().any(is_it))
}

/// What a person approved may be of any service, so only who answers for all of them may revoke it.
pub(crate) fn within_reach(caller: &Caller, which: &RevokedBy) -> Result<(), Error> {
    let scope = match which {
        RevokedBy::Service { service, .. }
        | RevokedBy::Approvals {
            service: Some(service),
            ..
        } => Scope::Service(service.clone()),
        RevokedBy::Approver(_) | RevokedBy::Approvals { service: None, .. } => Scope::Everything,
    };
    authorise(caller, Action::RevokeMany, &scope).map_err(|_| Error::Forbidden)
}

fn is_within_reach(caller: &Caller, job: &KeptJob) -> bool {
    let Some(Instruction::RevokePermits { which, .. } | Instruction::AskToRevoke { which, .. }) =
        job.instruction.known()
    else {
        return false;
    };
    within_reach(caller, which).is_ok()
}
