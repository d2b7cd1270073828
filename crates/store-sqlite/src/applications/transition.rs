//! A transition, put as its tables hold it: the row, its events, and all that leaves because of it.

mod row;

use permit::Reference;
use review::ApplicationId;
use store::{Job, PermitChange, Resigning, StoreError, Transition};

use crate::rows::Rows;
use crate::{look_ups, outbox, permits, timers};

pub(crate) use row::{ApplicationColumns, EventColumns, searchable};

/// A transition in its tables' words: finding them takes longer than writing them, and happens before the
/// writer is asked.
#[derive(Debug)]
pub(crate) struct Prepared {
    pub(super) id: ApplicationId,
    pub(super) reference: Reference,
    pub(super) step: Step,
    pub(super) application: Rows,
    pub(super) events: Rows,
    pub(super) look_ups: Rows,
    pub(super) new_look_ups: Rows,
    pub(super) cancels: Rows,
    pub(super) timers: Rows,
    pub(super) permit_change: Option<PermitChange>,
    pub(super) resigning: Option<Resigning>,
    pub(super) jobs: Vec<Job>,
    pub(super) permit: Rows,
    pub(super) approvals: Rows,
    pub(super) outbox: Rows,
}

/// Where in its application's life a transition stands.
#[derive(Clone, Copy, Debug)]
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

    fn new(step: Step, transition: Transition) -> Result<Self, StoreError> {
        transition.check()?;
        let id = transition.case.application.id;
        let found_by = || {
            transition
                .look_ups
                .clone()
                .map(|look_ups| look_ups::Columns::new(id, look_ups))
        };
        let (look_ups, new_look_ups) = match step {
            Step::First => (found_by(), None),
            Step::From(_) => (None, found_by()),
        };
        Ok(Self {
            id,
            reference: transition.case.reference,
            step,
            application: Rows::of([ApplicationColumns::of(step, &transition)])?,
            events: Rows::of(transition.events.iter().map(|event| EventColumns::of(id, event)))?,
            look_ups: Rows::of(look_ups)?,
            new_look_ups: Rows::of(new_look_ups)?,
            cancels: Rows::of(transition.cancel_timers.then_some(id))?,
            timers: Rows::of(transition.timers.iter().map(timers::Columns::of))?,
            permit: Rows::of(transition.permit.iter().map(permits::Columns::of))?,
            approvals: Rows::of(transition.permit.iter().flat_map(permits::approvals))?,
            outbox: outbox::rows(&transition.outbox)?,
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
