//! Planning a publication, confirming it as the second person, and calling it off.

use forms::Service;
use jiff::Timestamp;
use store::{AuditAction, Instruction, Job, JobId, PlannedPublication, if_there};

use super::{
    PublishError, ServiceFile, changes,
    planned::{PlanState, Planned, planned},
    takes_two,
};
use crate::{
    authorise::{Action, Caller, Scope, authorise},
    engine::Engine,
    error::Error,
    jobs::confirmed::{TO_CONFIRM, confirmation, confirmed, derived, second_person},
    log,
    people::natural_person::lacks_document,
};

impl Engine {
    /// Plans a publication: for that moment, and for another person to confirm where it takes two. Answers by what it is known; nothing,
    /// where the file says what is current. Planned twice, it is one; the id that is drawn before is taken for what is new.
    pub async fn plan_publication(
        &self,
        caller: &Caller,
        id: JobId,
        file: &ServiceFile,
        at: Option<Timestamp>,
    ) -> Result<Option<JobId>, PublishError> {
        let service = &file.service;
        let scope = Scope::Service(service.id.clone());
        authorise(caller, Action::Publish, &scope).map_err(|_| Error::Forbidden)?;
        self.refresh_services().await?;
        let (version, before) = (service.hash(), self.services.current(service.id.as_str()));
        let before = before.as_deref();
        if before.is_some_and(|current| current.hash == version) {
            return Ok(None);
        }
        file.seen.is(before, &service.id)?;
        let needs_another = takes_two(before);
        self.may_be_planned_by(caller, service).await?;
        let publication = PlannedPublication {
            service: service.id.clone(),
            version,
            source: file.source.clone().unwrap_or_else(|| service.canonical_json()),
            instead_of: before.map(|current| current.hash),
            at,
        };
        if let Some(there) = self.planned_already(caller, &publication).await? {
            return Ok(Some(there));
        }
        // What was planned under it before, and is over, is not planned again.
        let id = match if_there(self.store.job(id).await)? {
            Some(_) => JobId(self.new_id()),
            None => id,
        };
        let line = AuditAction::PublicationPlanned {
            job: id,
            service: service.id.clone(),
            version,
            due: at,
            needs_another,
            changes: changes(before, service),
        };
        let entry = log::entry(self, caller, line);
        let (instruction, due_at) = if needs_another {
            let latest = entry.at + TO_CONFIRM;
            let due_at = at.map_or(latest, |at| at.min(latest));
            (Instruction::AskToPublish { publication }, due_at)
        } else {
            let confirmed_by = None;
            let publish = Instruction::Publish {
                publication,
                confirmed_by,
            };
            (publish, at.unwrap_or(entry.at))
        };
        let job = Job {
            id,
            instruction,
            by: entry.actor,
            at: entry.at,
            due_at,
            total: 1,
        };
        self.store.enqueue(&job, Some(&entry)).await?;
        Ok(Some(id))
    }

    /// Whether somebody may have a service that checks published here: see [`Engine::may_be_published`]. Where it takes two people, they
    /// must be told apart.
    pub async fn may_be_planned_by(&self, caller: &Caller, service: &Service) -> Result<(), PublishError> {
        let is_unknown = caller.person().is_some_and(|person| lacks_document(self, person));
        if self.takes_two_to_publish(&service.id) && is_unknown {
            return Err(PublishError::NoDocument(service.id.clone()));
        }
        self.may_be_published(service).await
    }

    /// The same publication in the same place at the same time, planned by them before and not done yet.
    async fn planned_already(
        &self,
        caller: &Caller,
        publication: &PlannedPublication,
    ) -> Result<Option<JobId>, Error> {
        let by = log::actor(caller);
        let is_same = |there: &Planned| {
            let (ours, theirs) = (publication, &there.publication);
            (ours.version, ours.instead_of, ours.at) == (theirs.version, theirs.instead_of, theirs.at)
                && there.by.known() == Some(&by)
        };
        for kind in [Instruction::ASK_TO_PUBLISH, Instruction::PUBLISH] {
            let open = self.store.open_jobs(kind).await?;
            if let Some(there) = open.iter().filter_map(planned).find(is_same) {
                let there = self.found(there.id).await?;
                let is_open = matches!(there.state, PlanState::Asked(_) | PlanState::Due(_));
                return Ok(is_open.then_some(there.id));
            }
        }
        Ok(None)
    }

    /// By what a publication is known that the machine itself plans, so that nodes which share a folder plan one.
    pub fn plan_of_machine(&self, file: &ServiceFile) -> JobId {
        let current = self.services.current(file.service.id.as_str());
        let current = current.map(|current| current.hash.0).unwrap_or_default();
        derived(self, &[b"planned-publication", &file.service.hash().0, &current])
    }

    /// Confirms a publication that another person planned, and answers by what it is known from then on. Nobody confirms their own, by
    /// whichever of their accounts.
    pub async fn confirm_publication(&self, caller: &Caller, id: JobId) -> Result<JobId, Error> {
        let request = self.store.job(id).await?;
        let (Some(Instruction::AskToPublish { publication }), Some(by)) =
            (request.instruction.known().cloned(), request.by.known().copied())
        else {
            return Err(Error::NotFound);
        };
        let scope = Scope::Service(publication.service.clone());
        authorise(caller, Action::Publish, &scope).map_err(|_| Error::Forbidden)?;
        let second = second_person(self, caller, by, "publish").await?;
        if let Some(done) = confirmation(self, id).await? {
            let is_off = planned(&done).is_none_or(|done| done.state == PlanState::CalledOff);
            return if is_off { Err(Error::Conflict) } else { Ok(done.id) };
        }
        self.refresh_services().await?;
        let is_late = request.ended.is_some() || request.due_at <= self.now();
        if is_late || self.is_overtaken(&publication) {
            return Err(Error::Conflict);
        }
        let done = confirmed(self, id);
        let line = AuditAction::PublicationConfirmed {
            job: done,
            service: publication.service.clone(),
        };
        let entry = log::entry(self, caller, line);
        let job = Job {
            id: done,
            due_at: publication.at.unwrap_or(entry.at),
            instruction: Instruction::Publish {
                publication,
                confirmed_by: Some(second),
            },
            by,
            at: entry.at,
            total: 1,
        };
        self.store.enqueue(&job, Some(&entry)).await?;
        // Whoever called the request off meanwhile was told that nothing is published.
        if self.store.job(id).await?.ended.is_some() {
            self.call_off(caller, done).await?;
            return Err(Error::Conflict);
        }
        Ok(done)
    }

    /// Calls off a publication that is not done yet.
    pub async fn call_off_publication(&self, caller: &Caller, id: JobId) -> Result<(), Error> {
        let there = self.found(id).await?;
        self.call_off(caller, there.id).await?;
        // Whoever confirmed it meanwhile has it done under another id.
        if there.id == id
            && let Some(done) = confirmation(self, id).await?
        {
            return match self.call_off(caller, done.id).await {
                // Whoever confirmed it has found it called off.
                Err(Error::Conflict) if done.ended.is_some() => Ok(()),
                called_off => called_off,
            };
        }
        Ok(())
    }

    async fn call_off(&self, caller: &Caller, job: JobId) -> Result<(), Error> {
        let there = planned(&self.store.job(job).await?).ok_or(Error::NotFound)?;
        let service = there.publication.service;
        authorise(caller, Action::Publish, &Scope::Service(service.clone())).map_err(|_| Error::Forbidden)?;
        let entry = log::entry(self, caller, AuditAction::PublicationCalledOff { job, service });
        Ok(self.store.call_off_job(job, entry.at, &entry).await?)
    }
}
