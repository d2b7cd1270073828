//! Asking for a move of cases, and confirming it as the second person.

use std::cmp::Reverse;

use forms::{ContentHash, ServiceId, StepId};
use review::StepMap;
use store::{AuditAction, AuditActor, CaseMove, Instruction, Job, JobId, KeptJob};

use crate::{
    authorise::{Action, Caller, Scope, authorise},
    engine::Engine,
    error::Error,
    jobs::confirmed::{TO_CONFIRM, confirmation, confirmed, second_person},
    log,
    people::natural_person::{is_same_person, lacks_document, no_document},
    publishing::takes_two,
};

/// So many of the newest moves of a site are looked through for those of one service.
const NEWEST: u32 = 50;

/// A move that somebody asks for.
#[derive(Clone, Debug)]
pub struct AskedMove {
    /// Drawn before it is asked for, so that two clicks ask for one.
    pub id: JobId,
    /// The service.
    pub service: ServiceId,
    /// The version that whoever asks has seen as current.
    pub to: ContentHash,
    /// Where cases go whose step is to have another name.
    pub steps: StepMap,
}

impl Engine {
    /// Has the open cases of a service moved to its current version by a job; where it takes two people to publish, has it wait for
    /// another one. [`Error::Conflict`] if another version is current by now; a step that the version does not have is a bad request.
    pub async fn move_cases(&self, caller: &Caller, asked: AskedMove) -> Result<JobId, Error> {
        let AskedMove {
            id,
            service,
            to,
            steps,
        } = asked;
        authorise(caller, Action::Publish, &Scope::Service(service.clone())).map_err(|_| Error::Forbidden)?;
        self.refresh_services().await?;
        let current = self.services.current(service.as_str()).ok_or(Error::NotFound)?;
        if current.hash != to {
            return Err(Error::Conflict);
        }
        let is_there = |step| current.service.review.step(step).is_some();
        if !steps.0.values().all(is_there) {
            return Err(Error::BadRequest("the service has no such step"));
        }
        let needs_another = takes_two(Some(&current));
        if needs_another && caller.person().is_some_and(|person| lacks_document(self, person)) {
            return Err(no_document("move-cases"));
        }
        let from = self.open_on_others(&current).await?;
        self.know_steps(&from, &steps).await?;
        let total = from.iter().map(|(_, count)| count).sum();
        let line = AuditAction::CaseMoveAsked {
            job: id,
            service: service.clone(),
            from,
            to,
            steps: steps.clone(),
            needs_another,
        };
        let entry = log::entry(self, caller, line);
        let asked = CaseMove { service, to, steps };
        let (instruction, due_at) = if needs_another {
            (Instruction::AskToMoveCases { asked }, entry.at + TO_CONFIRM)
        } else {
            let confirmed_by = None;
            (Instruction::MoveCases { asked, confirmed_by }, entry.at)
        };
        let job = Job {
            id,
            instruction,
            by: entry.actor,
            at: entry.at,
            due_at,
            total,
        };
        self.store.enqueue(&job, Some(&entry)).await?;
        Ok(id)
    }

    /// Refuses a map of steps that none of the versions has which cases are on.
    async fn know_steps(&self, from: &[(ContentHash, u64)], steps: &StepMap) -> Result<(), Error> {
        let mut unknown: Vec<&StepId> = steps.0.keys().collect();
        for (version, _) in from {
            if let Ok(version) = self.version(version).await {
                unknown.retain(|step| version.service.review.step(step).is_none());
            }
        }
        match unknown.first() {
            None => Ok(()),
            Some(_) => Err(Error::BadRequest(
                "no version that open cases are on has such a step",
            )),
        }
    }

    /// Confirms a move that another person asked for, and answers the job that does it. Nobody confirms their own, by whichever of their
    /// accounts.
    pub async fn confirm_case_move(&self, caller: &Caller, id: JobId) -> Result<JobId, Error> {
        let request = self.store.job(id).await?;
        let (Some(Instruction::AskToMoveCases { asked }), Some(by)) =
            (request.instruction.known().cloned(), request.by.known().copied())
        else {
            return Err(Error::NotFound);
        };
        let scope = Scope::Service(asked.service.clone());
        authorise(caller, Action::Publish, &scope).map_err(|_| Error::Forbidden)?;
        let second = second_person(self, caller, by, "move-cases").await?;
        if let Some(done) = confirmation(self, id).await? {
            return Ok(done.id);
        }
        self.refresh_services().await?;
        let current = self.services.current(asked.service.as_str());
        let current = current.filter(|current| current.hash == asked.to);
        let (Some(current), None) = (current, &request.ended) else {
            return Err(Error::Conflict);
        };
        if request.due_at <= self.now() {
            return Err(Error::Conflict);
        }
        let from = self.open_on_others(&current).await?;
        let done = confirmed(self, id);
        let line = AuditAction::CaseMoveConfirmed {
            job: done,
            service: asked.service.clone(),
        };
        let entry = log::entry(self, caller, line);
        let job = Job {
            id: done,
            instruction: Instruction::MoveCases {
                asked,
                confirmed_by: Some(second),
            },
            by,
            at: entry.at,
            due_at: entry.at,
            total: from.iter().map(|(_, count)| count).sum(),
        };
        self.store.enqueue(&job, Some(&entry)).await?;
        Ok(done)
    }

    /// A move of cases, and how far it has come: once it is confirmed, the job that does it.
    pub async fn case_move(&self, caller: &Caller, id: JobId) -> Result<KeptJob, Error> {
        let job = match confirmation(self, id).await? {
            Some(done) => done,
            None => self.store.job(id).await?,
        };
        let asked = asked(&job).ok_or(Error::NotFound)?;
        let scope = Scope::Service(asked.service.clone());
        authorise(caller, Action::SeeVersions, &scope).map_err(|_| Error::Forbidden)?;
        Ok(job)
    }

    /// The newest moves of a service's cases, the last first.
    pub async fn case_moves(&self, caller: &Caller, service: &ServiceId) -> Result<Vec<KeptJob>, Error> {
        authorise(caller, Action::SeeVersions, &Scope::Service(service.clone()))
            .map_err(|_| Error::Forbidden)?;
        let mut jobs = self.store.jobs(Instruction::MOVE_CASES, None, NEWEST).await?;
        for request in self
            .store
            .jobs(Instruction::ASK_TO_MOVE_CASES, None, NEWEST)
            .await?
        {
            if confirmation(self, request.id).await?.is_none() {
                jobs.push(request);
            }
        }
        jobs.retain(|job| asked(job).is_some_and(|asked| asked.service == *service));
        jobs.sort_by_key(|job| Reverse(job.at));
        Ok(jobs)
    }

    /// Whether somebody asked for a move themselves, by whichever of their accounts.
    pub async fn is_own_case_move(&self, caller: &Caller, job: &KeptJob) -> Result<bool, Error> {
        let (Some(AuditActor::Person(asker)), Some(person)) = (job.by.known(), caller.person()) else {
            return Ok(false);
        };
        Ok(is_same_person(person, &self.store.person(*asker).await?))
    }
}

/// What was asked for, if a job is such a move or the request for one.
fn asked(job: &KeptJob) -> Option<&CaseMove> {
    match job.instruction.known()? {
        Instruction::MoveCases { asked, .. } | Instruction::AskToMoveCases { asked } => Some(asked),
        _ => None,
    }
}
