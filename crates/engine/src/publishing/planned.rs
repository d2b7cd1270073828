//! Publishing later, and by two people: a version is planned, another person confirms it where the service asks for two, and a job makes
//! it current when it is due.

use std::{cmp::Reverse, sync::Arc};

use forms::Service;
use jiff::{SignedDuration, Timestamp};
use review::{MaybeNewer, PersonId};
use store::{AuditAction, AuditActor, Instruction, Job, JobResult, KeptJob, if_there};
pub use store::{JobId, PlannedPublication};

use super::{PublishError, Seen, ServiceFile};
use crate::{
    authorise::{Action, Caller, Scope, authorise},
    engine::Engine,
    error::Error,
    jobs::confirmed::confirmed,
    log,
    people::natural_person::{is_same_person, lacks_document, no_document},
    secret::Purpose,
};

/// So long another person has to confirm what takes two.
const TO_CONFIRM: SignedDuration = SignedDuration::from_hours(7 * 24);
/// So long what was not published, though it was planned, is told of.
const TOLD_FOR: SignedDuration = SignedDuration::from_hours(7 * 24);
/// So many of the newest of a kind are looked through.
const NEWEST: u32 = 200;

/// A publication that was planned.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Planned {
    /// By what it is confirmed and called off.
    pub id: JobId,
    /// Of what.
    pub publication: PlannedPublication,
    /// Who planned it, in whose name it is done.
    pub by: MaybeNewer<AuditActor>,
    /// When they did.
    pub asked_at: Timestamp,
    /// Who confirmed it.
    pub confirmed_by: Option<PersonId>,
    /// How it stands.
    pub state: PlanState,
}

/// How a planned publication stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PlanState {
    /// Another person has until then to confirm it.
    Asked(Timestamp),
    /// It is done then.
    Due(Timestamp),
    /// It was done.
    Done,
    /// Nobody confirmed it in time.
    Lapsed,
    /// Somebody called it off.
    CalledOff,
    /// It could not be done any more: another version had been published meanwhile, or what it says may not be published now.
    GivenUp,
}

impl Engine {
    /// Plans a publication: for that moment, and for another person to confirm where it takes two. The id is drawn before, so that two
    /// clicks plan one. Answers false, and plans nothing, where the file says what is current.
    pub async fn plan_publication(
        &self,
        caller: &Caller,
        id: JobId,
        file: &ServiceFile,
        at: Option<Timestamp>,
    ) -> Result<bool, PublishError> {
        let service = &file.service;
        let scope = Scope::Service(service.id.clone());
        authorise(caller, Action::Publish, &scope).map_err(|_| Error::Forbidden)?;
        self.refresh_services().await?;
        let (version, current) = (service.hash(), self.services.current(service.id.as_str()));
        let current = current.map(|current| current.hash);
        if current == Some(version) {
            return Ok(false);
        }
        let is_seen = match file.seen {
            Seen::Anything => true,
            Seen::Version(seen) => current == Some(seen),
            Seen::Nothing => current.is_none(),
        };
        if !is_seen {
            return Err(PublishError::Overtaken(service.id.clone()));
        }
        self.may_be_published(service).await?;
        let needs_another = self.takes_two_to_publish(&service.id);
        if needs_another && caller.person().is_some_and(|person| lacks_document(self, person)) {
            return Err(no_document("publish").into());
        }
        let line = AuditAction::PublicationPlanned {
            job: id,
            service: service.id.clone(),
            version,
            due: at,
            needs_another,
            changes: self.changes(service),
        };
        let entry = log::entry(self, caller, line);
        let publication = PlannedPublication {
            service: service.id.clone(),
            version,
            source: file.source.clone().unwrap_or_else(|| service.canonical_json()),
            instead_of: current,
            at,
        };
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
        Ok(true)
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
        let person = caller.person().ok_or(Error::Forbidden)?;
        if let AuditActor::Person(asker) = by
            && is_same_person(person, &self.store.person(asker).await?)
        {
            return Err(Error::OwnRequest);
        }
        if lacks_document(self, person) {
            return Err(no_document("publish"));
        }
        let now = self.now();
        if request.ended.is_some() || request.due_at <= now {
            return Err(Error::Conflict);
        }
        let id = confirmed(self, id);
        let line = AuditAction::PublicationConfirmed {
            job: id,
            service: publication.service.clone(),
        };
        let entry = log::entry(self, caller, line);
        let job = Job {
            id,
            due_at: publication.at.unwrap_or(entry.at),
            instruction: Instruction::Publish {
                publication,
                confirmed_by: Some(person.id),
            },
            by,
            at: entry.at,
            total: 1,
        };
        self.store.enqueue(&job, Some(&entry)).await?;
        Ok(id)
    }

    /// Calls off a publication that is not done yet.
    pub async fn call_off_publication(&self, caller: &Caller, id: JobId) -> Result<(), Error> {
        let planned = self.found(id).await?;
        let service = planned.publication.service;
        authorise(caller, Action::Publish, &Scope::Service(service.clone())).map_err(|_| Error::Forbidden)?;
        let job = planned.id;
        let entry = log::entry(self, caller, AuditAction::PublicationCalledOff { job, service });
        Ok(self.store.call_off_job(job, entry.at, &entry).await?)
    }

    /// A planned publication, and the version that it would publish. One that was confirmed has another id since then.
    pub async fn planned_publication(
        &self,
        caller: &Caller,
        id: JobId,
    ) -> Result<(Planned, Arc<Service>), Error> {
        let planned = self.found(id).await?;
        let scope = Scope::Service(planned.publication.service.clone());
        authorise(caller, Action::SeeVersions, &scope).map_err(|_| Error::Forbidden)?;
        let service = self.planned_service(&planned.publication).await?;
        Ok((planned, Arc::new(service)))
    }

    /// Those that are not done yet, and of the last days those that came to nothing by themselves; the newest first.
    pub async fn planned_publications(&self, caller: &Caller) -> Result<Vec<Planned>, Error> {
        let to_publish = self.store.jobs(Instruction::PUBLISH, None, NEWEST).await?;
        let confirmed_ones: Vec<JobId> = to_publish.iter().map(|job| job.id).collect();
        let mut asked = self.store.jobs(Instruction::ASK_TO_PUBLISH, None, NEWEST).await?;
        asked.retain(|job| !confirmed_ones.contains(&confirmed(self, job.id)));
        let all = to_publish.iter().chain(&asked);
        let told = all.filter(|job| self.is_told(job)).filter_map(planned);
        let may_see = |planned: &Planned| {
            let scope = Scope::Service(planned.publication.service.clone());
            caller.may(Action::SeeVersions, &scope)
        };
        let mut told: Vec<Planned> = told.filter(may_see).collect();
        told.sort_by_key(|planned| Reverse(planned.asked_at));
        Ok(told)
    }

    fn is_told(&self, job: &KeptJob) -> bool {
        let Some((ended_at, result)) = &job.ended else {
            return true;
        };
        let is_request = matches!(job.instruction.known(), Some(Instruction::AskToPublish { .. }));
        let came_to_nothing = match result.known() {
            Some(JobResult::GivenUp) => true,
            Some(JobResult::Done) => is_request,
            Some(JobResult::CalledOff) | None => false,
        };
        came_to_nothing && self.now().duration_since(*ended_at) < TOLD_FOR
    }

    /// As it is by now: once it is confirmed, that which does it.
    async fn found(&self, id: JobId) -> Result<Planned, Error> {
        let job = match if_there(self.store.job(confirmed(self, id)).await)? {
            Some(done) => done,
            None => self.store.job(id).await?,
        };
        planned(&job).ok_or(Error::NotFound)
    }

    /// Publishes what is due, in the name of whoever planned it.
    pub(crate) async fn publish_planned(
        &self,
        caller: &Caller,
        planned: &PlannedPublication,
    ) -> Result<(), PublishError> {
        let scope = Scope::Service(planned.service.clone());
        authorise(caller, Action::Publish, &scope).map_err(|_| Error::Forbidden)?;
        self.refresh_services().await?;
        let current = self.services.current(planned.service.as_str());
        if current.is_some_and(|current| current.hash == planned.version) {
            return Ok(());
        }
        let file = ServiceFile {
            service: self.planned_service(planned).await?,
            source: Some(planned.source.clone()),
            seen: planned.instead_of.map_or(Seen::Nothing, Seen::Version),
        };
        self.publish_now(caller, &file).await.map(drop)
    }

    /// What it says: as it is kept, if it was published before.
    async fn planned_service(&self, planned: &PlannedPublication) -> Result<Service, Error> {
        match self.version(&planned.version).await {
            Ok(kept) => return Ok(kept.service.clone()),
            Err(Error::NotFound) => {}
            Err(error) => return Err(error),
        }
        let name = format!("{}.yaml", planned.service);
        forms::read(&name, &planned.source)
            .map_err(|wrong| Error::broken(format!("a planned version does not read: {wrong}")))
    }

    /// By what a publication is known that the machine itself plans: however often it does, it is one.
    pub fn plan_of_machine(&self, service: &Service) -> JobId {
        let current = self.services.current(service.id.as_str());
        let current = current.map(|current| current.hash.0).unwrap_or_default();
        let parts: [&[u8]; 3] = [b"planned-publication", &service.hash().0, &current];
        let code = self.secret.code(Purpose::LookUp, &parts);
        let half = std::array::from_fn(|at| code[at]);
        JobId(uuid::Builder::from_custom_bytes(half).into_uuid())
    }
}

/// A job as a planned publication, if it is one.
fn planned(job: &KeptJob) -> Option<Planned> {
    let (publication, confirmed_by, is_request) = match job.instruction.known()? {
        Instruction::Publish {
            publication,
            confirmed_by,
        } => (publication, *confirmed_by, false),
        Instruction::AskToPublish { publication } => (publication, None, true),
        Instruction::RevokePermits { .. }
        | Instruction::AskToRevoke { .. }
        | Instruction::ReplacePermit { .. }
        | Instruction::EraseOver { .. } => return None,
    };
    let state = match job.ended.as_ref().map(|(_, result)| result.known()) {
        None if is_request => PlanState::Asked(job.due_at),
        None => PlanState::Due(job.due_at),
        Some(Some(JobResult::Done)) if is_request => PlanState::Lapsed,
        Some(Some(JobResult::Done)) => PlanState::Done,
        Some(Some(JobResult::CalledOff)) => PlanState::CalledOff,
        Some(Some(JobResult::GivenUp) | None) => PlanState::GivenUp,
    };
    Some(Planned {
        id: job.id,
        publication: publication.clone(),
        by: job.by.clone(),
        asked_at: job.at,
        confirmed_by,
        state,
    })
}
