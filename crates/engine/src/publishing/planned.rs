//! Publications that are planned: for later, or for another person to confirm. A job makes the version current when it is due.

use std::{cmp::Reverse, sync::Arc};

use forms::Service;
use jiff::{SignedDuration, Timestamp};
use review::{MaybeNewer, PersonId};
use store::{AuditActor, Instruction, JobResult, KeptJob};
pub use store::{JobId, PlannedPublication};

use super::{PublishError, Seen, ServiceFile, takes_two};
use crate::{
    authorise::{Action, Caller, Scope, authorise},
    engine::Engine,
    error::Error,
    jobs::confirmed::confirmation,
    people::natural_person::is_same_person,
};

/// So long what was not published, though it was planned, is told of.
const TOLD_FOR: SignedDuration = SignedDuration::from_hours(7 * 24);
/// So many of the newest that are over are looked through for what came to nothing.
const NEWEST: u32 = 50;

/// A publication that was planned.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Planned {
    /// By what it is confirmed and called off.
    pub id: JobId,
    /// Of what.
    pub publication: PlannedPublication,
    /// Who planned it, in whose name it is done.
    pub by: MaybeNewer<AuditActor>,
    /// When they did, or when it was confirmed.
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
    /// It could not be done when it was due: another version had been published meanwhile, what it says may not be published now, one of
    /// those who planned and confirmed it may not publish any more, or it failed too often.
    GivenUp,
}

/// A publication that is due.
#[derive(Debug)]
pub(crate) struct DuePublication<'a> {
    pub(crate) publication: &'a PlannedPublication,
    /// Who confirmed it, with what they may do by now.
    pub(crate) confirmed_by: Option<Caller>,
    pub(crate) asked_at: Timestamp,
    /// Whether a node has been at it before.
    pub(crate) was_begun: bool,
}

impl Engine {
    /// A planned publication, and the version that it would publish, if it can still be read. One that was confirmed has another id since
    /// then.
    pub async fn planned_publication(
        &self,
        caller: &Caller,
        id: JobId,
    ) -> Result<(Planned, Option<Arc<Service>>), Error> {
        let planned = self.found(id).await?;
        let scope = Scope::Service(planned.publication.service.clone());
        authorise(caller, Action::SeeVersions, &scope).map_err(|_| Error::Forbidden)?;
        let service = match self.planned_service(&planned.publication).await {
            Ok(service) => Some(Arc::new(service)),
            Err(PublishError::ReadOtherwise(_)) => None,
            Err(PublishError::Kept(error)) => return Err(error),
            Err(error) => return Err(Error::broken(error.to_string())),
        };
        Ok((planned, service))
    }

    /// Those that are not done yet, and of the last days those that came to nothing by themselves; the newest first.
    pub async fn planned_publications(&self, caller: &Caller) -> Result<Vec<Planned>, Error> {
        let store = &self.store;
        let (mut due, mut asked) = (
            store.open_jobs(Instruction::PUBLISH).await?,
            store.open_jobs(Instruction::ASK_TO_PUBLISH).await?,
        );
        due.extend(store.jobs(Instruction::PUBLISH, None, NEWEST).await?);
        asked.extend(store.jobs(Instruction::ASK_TO_PUBLISH, None, NEWEST).await?);
        let mut told: Vec<Planned> = Vec::new();
        for job in due.iter().chain(&asked).filter(|job| self.is_told(job)) {
            let Some(planned) = planned(job) else { continue };
            let scope = Scope::Service(planned.publication.service.clone());
            let is_there = told.iter().any(|other| other.id == planned.id);
            if is_there || !caller.may(Action::SeeVersions, &scope) || self.is_current(&planned.publication) {
                continue;
            }
            let is_request = planned.confirmed_by.is_none();
            if is_request && confirmation(self, planned.id).await?.is_some() {
                continue;
            }
            told.push(planned);
        }
        told.sort_by_key(|planned| Reverse(planned.asked_at));
        Ok(told)
    }

    /// Whether somebody planned it themselves, by whichever of their accounts.
    pub async fn is_own_plan(&self, caller: &Caller, planned: &Planned) -> Result<bool, Error> {
        let (Some(AuditActor::Person(asker)), Some(person)) = (planned.by.known(), caller.person()) else {
            return Ok(false);
        };
        Ok(is_same_person(person, &self.store.person(*asker).await?))
    }

    /// Whether what it is to be published in the place of is not current any more, so that it cannot be.
    pub fn is_overtaken(&self, publication: &PlannedPublication) -> bool {
        let current = self.services.current(publication.service.as_str());
        current.map(|current| current.hash) != publication.instead_of
    }

    pub(crate) fn is_current(&self, publication: &PlannedPublication) -> bool {
        let current = self.services.current(publication.service.as_str());
        current.is_some_and(|current| current.hash == publication.version)
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
    pub(super) async fn found(&self, id: JobId) -> Result<Planned, Error> {
        let job = match confirmation(self, id).await? {
            Some(done) => done,
            None => self.store.job(id).await?,
        };
        planned(&job).ok_or(Error::NotFound)
    }

    /// Publishes what is due, in the name of whoever planned it, if they and whoever confirmed it still may.
    pub(crate) async fn publish_planned(
        &self,
        caller: &Caller,
        due: &DuePublication<'_>,
    ) -> Result<(), PublishError> {
        let planned = due.publication;
        let scope = Scope::Service(planned.service.clone());
        let may = |caller: &Caller| authorise(caller, Action::Publish, &scope).map_err(|_| Error::Forbidden);
        may(caller)?;
        if let Some(confirmer) = &due.confirmed_by {
            may(confirmer)?;
        }
        self.refresh_services().await?;
        let current = self.services.current(planned.service.as_str());
        let current = current.as_deref();
        if current.is_some_and(|current| current.hash == planned.version) || self.was_done(due).await? {
            return Ok(());
        }
        let seen = planned.instead_of.map_or(Seen::Nothing, Seen::Version);
        seen.is(current, &planned.service)?;
        if takes_two(current) && due.confirmed_by.is_none() {
            return Err(PublishError::TakesTwo(planned.service.clone()));
        }
        let file = ServiceFile {
            service: self.planned_service(planned).await?,
            source: Some(planned.source.clone()),
            seen,
        };
        self.publish_after(caller, &file, current).await.map(drop)
    }

    /// Whether a node published it and ended before it could say so; somebody may have gone back since.
    async fn was_done(&self, due: &DuePublication<'_>) -> Result<bool, Error> {
        if !due.was_begun {
            return Ok(false);
        }
        let planned = due.publication;
        let versions = self.versions_of(&Caller::operator(), &planned.service).await?;
        let mut ours = versions.iter().filter(|version| version.hash == planned.version);
        Ok(ours.any(|version| version.made_current.iter().any(|made| made.at >= due.asked_at)))
    }

    /// What it says: as it is kept, if it was published before.
    async fn planned_service(&self, planned: &PlannedPublication) -> Result<Service, PublishError> {
        match self.version(&planned.version).await {
            Ok(kept) => return Ok(kept.service.clone()),
            Err(Error::NotFound) => {}
            Err(error) => return Err(error.into()),
        }
        let name = format!("{}.yaml", planned.service);
        let service = forms::read(&name, &planned.source).ok();
        let is_it = |service: &Service| service.hash() == planned.version;
        service
            .filter(is_it)
            .ok_or_else(|| PublishError::ReadOtherwise(planned.service.clone()))
    }
}

/// A job as a planned publication, if it is one.
pub(super) fn planned(job: &KeptJob) -> Option<Planned> {
    let (publication, confirmed_by, is_request) = match job.instruction.known()? {
        Instruction::Publish {
            publication,
            confirmed_by,
        } => (publication, *confirmed_by, false),
        Instruction::AskToPublish { publication } => (publication, None, true),
        Instruction::RevokePermits { .. }
        | Instruction::AskToRevoke { .. }
        | Instruction::ReplacePermit { .. }
        | Instruction::MoveCases { .. }
        | Instruction::AskToMoveCases { .. }
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
