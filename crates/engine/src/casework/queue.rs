//! The lists of cases, each as far as its reader's grants reach.

use std::{collections::BTreeSet, sync::Arc};

use forms::{Service, ServiceId, Step, StepId};
use store::{Person, QueueFilter, QueueScope, Search};

use super::{scopes, search};
use crate::{
    authorise::{Action, Caller, Scope},
    engine::Engine,
    error::Error,
    services::Published,
};

pub use store::{QueuePage, QueueRow, StatusName};

/// A list of cases.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct QueueQuery {
    /// Which work.
    pub view: View,
    /// Only this service's.
    pub service: Option<ServiceId>,
    /// Only those at this step.
    pub step: Option<StepId>,
    /// Only those in these statuses.
    pub statuses: Statuses,
    /// Only those that this may mean: words of the holder's name, a reference, a document, an address, a telephone, a plate, a
    /// permit's number.
    pub text: Option<String>,
    /// From 0.
    pub page: u32,
    /// How many rows a page has.
    pub rows: u32,
}

/// Which work.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum View {
    /// What waits.
    #[default]
    Queue,
    /// What one has in hand.
    Mine,
    /// Automatic approvals to be looked at afterwards.
    Samples,
}

/// Which statuses.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Statuses {
    /// What waits for somebody; in a search, all.
    #[default]
    Usual,
    /// All.
    All,
    /// This one.
    One(StatusName),
}

/// How much there is of each kind of work.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Figures {
    /// What waits for the office.
    pub queued: u64,
    /// What one has in hand.
    pub mine: u64,
    /// What waits for applicants.
    pub waiting: u64,
    /// Automatic approvals to be looked at.
    pub samples: u64,
}

impl Engine {
    /// A page of a list.
    pub async fn queue(&self, caller: &Caller, query: &QueueQuery) -> Result<QueuePage, Error> {
        let person = worker(caller)?;
        let search = match &query.text {
            Some(text) => Some(search::meant_by(self, text).await?),
            None => None,
        };
        Ok(self.store.queue(&query.filter(person, search)).await?)
    }

    /// The version that names the step at which a case is: the current one where it has that step, else the case's own. A newer version
    /// may have dropped the step; whoever applied before goes on there all the same.
    pub async fn version_at_step(&self, row: &QueueRow) -> Result<Arc<Published>, Error> {
        let current = self.services.current(row.service.as_str());
        let is_there = |published: &Arc<Published>| {
            let step = row.status.step();
            step.is_none_or(|step| published.service.review.step(step).is_some())
        };
        if let Some(current) = current.filter(is_there) {
            return Ok(current);
        }
        let case = self.store.case(row.id).await?;
        self.version(&case.application.version).await
    }

    /// One case at each step where some are that the current version of their service does not have any more, as far as the caller
    /// reaches.
    pub async fn at_dropped_steps(&self, caller: &Caller) -> Result<Vec<QueueRow>, Error> {
        self.at_dropped_steps_in(scopes::watched(worker(caller)?)).await
    }

    /// Learns the roles of those steps: as long as cases wait there, somebody must be able to hold them.
    pub async fn learn_open_roles(&self) -> Result<(), Error> {
        let mut roles = BTreeSet::new();
        for row in self.at_dropped_steps_in(vec![QueueScope::everything()]).await? {
            let published = self.version_at_step(&row).await?;
            let step = row
                .status
                .step()
                .and_then(|step| published.service.review.step(step));
            roles.extend(step.into_iter().flat_map(Step::roles).cloned());
        }
        self.services.keep_open_roles(roles);
        Ok(())
    }

    async fn at_dropped_steps_in(&self, scopes: Vec<QueueScope>) -> Result<Vec<QueueRow>, Error> {
        let mut found = Vec::new();
        for line in self.store.tally(&scopes).await? {
            let current = self.services.current(line.service.as_str());
            let Some(step) = line.step else { continue };
            let known = |row: &QueueRow| row.service == line.service && row.status.step() == Some(&step);
            if current.is_some_and(|current| current.service.review.step(&step).is_some())
                || found.iter().any(known)
            {
                continue;
            }
            let one = QueueFilter {
                scopes: scopes.clone(),
                service: Some(line.service.clone()),
                step: Some(step.clone()),
                status: Some(line.status),
                rows: 1,
                ..QueueFilter::default()
            };
            found.extend(self.store.queue(&one).await?.rows);
        }
        Ok(found)
    }

    /// How much there is to do.
    pub async fn figures(&self, caller: &Caller) -> Result<Figures, Error> {
        let person = worker(caller)?;
        let tally = self.store.tally(&scopes::watched(person)).await?;
        let standing = |status| {
            tally
                .iter()
                .filter(|line| line.status == status)
                .map(|line| line.count)
                .sum()
        };
        let mine = QueueFilter {
            scopes: scopes::readable(person),
            claimed_by: Some(person.id),
            ..QueueFilter::default()
        };
        let samples = QueueFilter {
            scopes: scopes::watched(person),
            sampled: Some(true),
            ..QueueFilter::default()
        };
        Ok(Figures {
            queued: standing(StatusName::Queued),
            mine: self.store.queue(&mine).await?.total,
            waiting: standing(StatusName::Waiting),
            samples: self.store.queue(&samples).await?.total,
        })
    }
}

/// Whether some of a service's cases are shown to the caller: a grant that is limited to an office reaches them too.
pub fn reaches(caller: &Caller, service: &Service) -> bool {
    let of_service = |person: &Person| {
        let mut grants = person.grants.iter();
        grants.any(|grant| {
            grant
                .service
                .as_ref()
                .is_none_or(|granted| *granted == service.id)
        })
    };
    caller.may(Action::SeeCase, &Scope::Service(service.id.clone()))
        || caller.person().is_some_and(|person| of_service(person))
}

fn worker(caller: &Caller) -> Result<&Person, Error> {
    let person = caller.person().ok_or(Error::Forbidden)?;
    Ok(&**person)
}

impl QueueQuery {
    fn filter(&self, person: &Person, search: Option<Search>) -> QueueFilter {
        let mine = self.view == View::Mine;
        QueueFilter {
            scopes: if mine || self.is_search() {
                scopes::readable(person)
            } else {
                scopes::watched(person)
            },
            service: self.service.clone(),
            step: self.step.clone(),
            status: self.status(),
            claimed_by: mine.then_some(person.id),
            sampled: (self.view == View::Samples).then_some(true),
            search,
            page: self.page,
            rows: self.rows,
        }
    }

    fn status(&self) -> Option<StatusName> {
        match (self.view, self.statuses) {
            (View::Queue, Statuses::One(status)) => Some(status),
            (View::Queue, Statuses::Usual) if self.text.is_none() => Some(StatusName::Queued),
            _ => None,
        }
    }

    /// Whether decided cases are looked for too: those are at no step, so nobody's turn.
    fn is_search(&self) -> bool {
        self.view == View::Queue
            && (self.text.is_some()
                || match self.statuses {
                    Statuses::Usual => false,
                    Statuses::All => true,
                    Statuses::One(status) => !matches!(
                        status,
                        StatusName::Queued | StatusName::Claimed | StatusName::Waiting
                    ),
                })
    }
}
