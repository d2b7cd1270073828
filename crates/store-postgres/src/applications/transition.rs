//! A transition, put as its tables hold it: the row, its events, and all that leaves because of it.

mod row;

use std::collections::BTreeSet;

use permit::Reference;
use review::ApplicationId;
use store::{Job, PermitChange, Resigning, StoreError, Timer, Transition};

use crate::{look_ups, outbox, permits, timers};

pub(super) use row::{ApplicationRow, EventRow};

pub(crate) use row::{claimed_by, decided, searchable};

/// A transition in its tables' words: finding them happens in its caller's task and not in the lane's.
#[derive(Debug)]
pub(crate) struct Prepared {
    pub(super) reference: Reference,
    pub(super) step: Step,
    pub(super) application: ApplicationRow,
    pub(super) is_erased: bool,
    pub(super) events: Vec<EventRow>,
    pub(super) look_ups: Option<look_ups::Row>,
    pub(super) cancel_timers: bool,
    pub(super) timers: Vec<timers::Row>,
    pub(super) outbox: Vec<outbox::Row>,
    pub(super) permit: Option<permits::Row>,
    pub(super) permit_change: Option<PermitChange>,
    pub(super) resigning: Option<Resigning>,
    pub(super) jobs: Vec<Job>,
}

/// Where in its application's life a transition stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Step {
    /// A submission.
    First,
    /// A transition of an application that is still at this revision.
    From(u64),
}

impl Prepared {
    /// A new application.
    pub(crate) fn first(transition: Transition) -> Result<Self, StoreError> {
        if revision_before(&transition)? != 0 {
            return Err(StoreError::Contradiction(
                "a submission begins with its first event",
            ));
        }
        Self::new(Step::First, transition)
    }

    /// A transition of an application that is still as the caller saw it.
    pub(crate) fn next(transition: Transition) -> Result<Self, StoreError> {
        Self::new(Step::From(revision_before(&transition)?), transition)
    }

    pub(crate) fn id(&self) -> ApplicationId {
        ApplicationId(self.application.id)
    }

    fn new(step: Step, transition: Transition) -> Result<Self, StoreError> {
        transition.check()?;
        let id = transition.case.application.id;
        let events = transition.events.iter().map(|event| EventRow::of(id, event));
        Ok(Self {
            reference: transition.case.reference,
            step,
            application: ApplicationRow::of(step, &transition)?,
            is_erased: transition.case.is_erased(),
            events: events.collect::<Result<_, _>>()?,
            look_ups: transition
                .look_ups
                .clone()
                .map(|look_ups| look_ups::Row::new(id.0, look_ups)),
            cancel_timers: transition.cancel_timers,
            timers: last_of_each_name(&transition.timers)?,
            outbox: transition
                .outbox
                .iter()
                .map(outbox::Row::of)
                .collect::<Result<_, _>>()?,
            permit: transition.permit.as_ref().map(permits::Row::of).transpose()?,
            permit_change: transition.permit_change,
            resigning: transition.resigning,
            jobs: transition.jobs,
        })
    }
}

fn revision_before(transition: &Transition) -> Result<u64, StoreError> {
    transition.expected_revision().ok_or(StoreError::Contradiction(
        "an application has fewer revisions than events",
    ))
}

/// One statement does not set a timer twice.
fn last_of_each_name(timers: &[Timer]) -> Result<Vec<timers::Row>, StoreError> {
    let mut names = BTreeSet::new();
    let mut last = Vec::with_capacity(timers.len());
    for timer in timers.iter().rev() {
        let row = timers::Row::of(timer)?;
        if names.insert(row.name.0.get().to_owned()) {
            last.push(row);
        }
    }
    Ok(last)
}
