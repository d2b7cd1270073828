//! Open cases go to the version that is current: an act of its own, apart from publishing. Whoever moves them sees beforehand where each
//! would go, and why some cannot; a job does it.

mod ask;

use std::{collections::BTreeMap, sync::Arc};

use forms::{ContentHash, ServiceId, StepId};
use review::MoveHindrance;
pub use review::StepMap;
use store::{Case, OpenQuery};
pub use store::{CaseMove, Instruction, JobId, JobResult, KeptJob};

pub use ask::AskedMove;

use crate::{
    authorise::{Action, Caller, Scope, authorise},
    engine::Engine,
    error::Error,
    services::Published,
    transitions::version_move::{Destination, outcome},
};

/// So many cases are read at once.
const PAGE: u32 = 500;

/// What a move would do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MoveRehearsal {
    /// The version that cases would go to.
    pub to: ContentHash,
    /// The versions that the open cases are on, and how many are on each; that version is not among them.
    pub from: Vec<(ContentHash, u64)>,
    /// The steps at which cases stand, in the order of their names.
    pub steps: Vec<StepRehearsal>,
    /// Whether there were more cases than were to be looked at.
    pub is_cut: bool,
}

/// What a move would do with the cases at one step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StepRehearsal {
    /// The step.
    pub step: StepId,
    /// A version that has the step, which tells its name.
    pub version: ContentHash,
    /// How many cases stand there.
    pub count: u64,
    /// Where they would go, and how many to each.
    pub goes: BTreeMap<StepId, u64>,
    /// Why some would stay, and how many for each reason.
    pub stays: BTreeMap<MoveHindrance, u64>,
}

impl MoveRehearsal {
    /// How many cases would be moved.
    pub fn moved(&self) -> u64 {
        self.steps.iter().flat_map(|step| step.goes.values()).sum()
    }

    /// How many would stay where they are.
    pub fn left(&self) -> u64 {
        self.steps.iter().flat_map(|step| step.stays.values()).sum()
    }
}

impl Engine {
    /// The versions that a service's open cases are on which are not on its current one, and how many are on each.
    pub async fn open_on_earlier_versions(
        &self,
        caller: &Caller,
        service: &ServiceId,
    ) -> Result<Vec<(ContentHash, u64)>, Error> {
        authorise(caller, Action::SeeVersions, &Scope::Service(service.clone()))
            .map_err(|_| Error::Forbidden)?;
        let current = self.services.current(service.as_str()).ok_or(Error::NotFound)?;
        self.open_on_others(&current).await
    }

    pub(super) async fn open_on_others(&self, current: &Published) -> Result<Vec<(ContentHash, u64)>, Error> {
        let mut open = self.store.open_by_version(&current.service.id).await?;
        open.retain(|(version, _)| *version != current.hash);
        Ok(open)
    }

    /// What moving a service's open cases to its current version would do. Nothing is kept of it, and nobody hears of it. About `most`
    /// cases are looked at.
    pub async fn rehearse_case_move(
        &self,
        caller: &Caller,
        service: &ServiceId,
        steps: &StepMap,
        most: u64,
    ) -> Result<MoveRehearsal, Error> {
        authorise(caller, Action::Publish, &Scope::Service(service.clone())).map_err(|_| Error::Forbidden)?;
        let to = self.services.current(service.as_str()).ok_or(Error::NotFound)?;
        let destination = Destination {
            to: Arc::clone(&to),
            steps: steps.clone(),
            by: caller.person().cloned(),
        };
        let mut rehearsed = BTreeMap::new();
        let mut query = open_query(&to, None, PAGE);
        let (mut looked_at, mut is_cut) = (0, false);
        loop {
            let cases = self.store.open_cases(&query).await?;
            let Some(last) = cases.last() else { break };
            is_cut = looked_at >= most;
            if is_cut {
                break;
            }
            query.after = Some(last.application.id);
            looked_at += u64::try_from(cases.len()).unwrap_or(u64::MAX);
            for case in &cases {
                look_at(self, case, &destination, &mut rehearsed).await?;
            }
            tokio::task::yield_now().await;
        }
        Ok(MoveRehearsal {
            to: to.hash,
            from: self.open_on_others(&to).await?,
            steps: rehearsed.into_values().collect(),
            is_cut,
        })
    }
}

/// Counts a case among those at its step, by what would become of it.
async fn look_at(
    engine: &Engine,
    case: &Case,
    destination: &Destination,
    rehearsed: &mut BTreeMap<StepId, StepRehearsal>,
) -> Result<(), Error> {
    let application = &case.application;
    // The store gives only open cases.
    let Some(step) = application.status.step() else {
        return Ok(());
    };
    let at = rehearsed.entry(step.clone()).or_insert_with(|| StepRehearsal {
        step: step.clone(),
        version: application.version,
        count: 0,
        goes: BTreeMap::new(),
        stays: BTreeMap::new(),
    });
    at.count += 1;
    match outcome(engine, case, destination).await? {
        Ok(moved) => {
            let to = moved.application.status.step().unwrap_or(step).clone();
            *at.goes.entry(to).or_default() += 1;
        }
        Err(hindrance) => *at.stays.entry(hindrance).or_default() += 1,
    }
    Ok(())
}

/// A page of the open cases that are not on that version of their service.
pub(crate) fn open_query(to: &Published, after: Option<review::ApplicationId>, limit: u32) -> OpenQuery {
    OpenQuery {
        service: to.service.id.clone(),
        not_on: to.hash,
        after,
        limit,
    }
}
