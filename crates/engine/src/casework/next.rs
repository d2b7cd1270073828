//! "Next case": the oldest that waits for somebody and that nobody else has, of the work that they go through.

use forms::{ServiceId, StepId};
use review::{Actor, ApplicationId, Command};
use store::{Case, QueueFilter, QueueScope, StatusName};

use super::scopes;
use crate::{
    authorise::{Action, Authorised, Caller},
    engine::Engine,
    error::Error,
    people::natural_person::{lacks_document, no_document, officer_of},
    transitions::{self, refusal},
};

/// So many of the oldest are looked at before the next ones are asked for: among them there is one that is free, unless they are
/// this person's to leave alone.
const AT_ONCE: u32 = 200;

/// Which cases somebody goes through, one after the other.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Work {
    /// Automatic approvals to be looked at afterwards, else what waits.
    pub samples: bool,
    /// Only this service's.
    pub service: Option<ServiceId>,
    /// Only those at this step.
    pub step: Option<StepId>,
}

impl Engine {
    /// The next of somebody's work after a case that is done: claimed, or of samples, which nobody claims, the first that they may
    /// judge.
    pub async fn next_case(
        &self,
        caller: &Caller,
        work: &Work,
        done: ApplicationId,
    ) -> Result<Option<Case>, Error> {
        if work.samples {
            self.next_sample(caller, work, Some(done)).await
        } else {
            self.claim_next(caller, work).await
        }
    }

    /// Claims the first that lets itself be claimed. A colleague may be faster, and a case may want other eyes or be this person's own:
    /// then the next one.
    pub async fn claim_next(&self, caller: &Caller, work: &Work) -> Result<Option<Case>, Error> {
        let person = caller.person().ok_or(Error::Forbidden)?;
        if lacks_document(self, person) {
            return Err(no_document("claim"));
        }
        if work.samples {
            return self.next_sample(caller, work, None).await;
        }
        let scopes = match &work.service {
            Some(service) => scopes::turn_in(person, service),
            None => scopes::turn(person),
        };
        if work.step.is_some() {
            return self.claim_listed(caller, listed(scopes, work)).await;
        }
        let mut after = None;
        loop {
            let candidates = self.store.claim_candidates(&scopes, after, AT_ONCE).await?;
            after = candidates.last().copied();
            if after.is_none() {
                return Ok(None);
            }
            for id in candidates {
                if let Some(case) = claim(self, caller, id).await? {
                    return Ok(Some(case));
                }
            }
        }
    }

    /// Claims the first of a list that lets itself be claimed.
    async fn claim_listed(&self, caller: &Caller, list: QueueFilter) -> Result<Option<Case>, Error> {
        let mut list = QueueFilter {
            status: Some(StatusName::Queued),
            ..list
        };
        loop {
            let rows = self.store.queue(&list).await?.rows;
            if rows.is_empty() {
                return Ok(None);
            }
            for row in rows {
                if let Some(case) = claim(self, caller, row.id).await? {
                    return Ok(Some(case));
                }
            }
            list.page += 1;
        }
    }

    async fn next_sample(
        &self,
        caller: &Caller,
        work: &Work,
        done: Option<ApplicationId>,
    ) -> Result<Option<Case>, Error> {
        let person = caller.person().ok_or(Error::Forbidden)?;
        let mut list = QueueFilter {
            sampled: Some(true),
            ..listed(scopes::turn(person), work)
        };
        loop {
            let rows = self.store.queue(&list).await?.rows;
            if rows.is_empty() {
                return Ok(None);
            }
            for row in rows.iter().filter(|row| Some(row.id) != done) {
                if let Some(case) = judged_by(self, caller, row.id).await? {
                    return Ok(Some(case));
                }
            }
            list.page += 1;
        }
    }
}

/// The sample, if the caller may judge it.
async fn judged_by(engine: &Engine, caller: &Caller, id: ApplicationId) -> Result<Option<Case>, Error> {
    let person = caller.person().ok_or(Error::Forbidden)?;
    let case = engine.store.case(id).await?;
    let Ok(case) = Authorised::new(case, caller, Action::Decide) else {
        return Ok(None);
    };
    let published = engine.version(&case.application.version).await?;
    let officer = officer_of(engine, person, &case.application).await?;
    let upheld = Command::APPROVE;
    let refused = refusal(
        engine,
        &published,
        &case.application,
        upheld,
        &Actor::Officer(officer),
    );
    Ok(refused.is_none().then(|| case.into_inner()))
}

/// The case as it is claimed; nothing where it does not let itself be.
async fn claim(engine: &Engine, caller: &Caller, id: ApplicationId) -> Result<Option<Case>, Error> {
    let case = engine.store.case(id).await?;
    let Ok(case) = Authorised::new(case, caller, Action::Claim) else {
        return Ok(None);
    };
    match transitions::act(engine, case, Command::Claim).await {
        Ok(case) => Ok(Some(case)),
        Err(Error::Conflict | Error::Refused(_) | Error::OwnApplication) => Ok(None),
        Err(error) => Err(error),
    }
}

fn listed(scopes: Vec<QueueScope>, work: &Work) -> QueueFilter {
    QueueFilter {
        scopes,
        service: work.service.clone(),
        step: work.step.clone(),
        rows: AT_ONCE,
        ..QueueFilter::default()
    }
}
