//! A transition as the rows that its statements take.

use review::ApplicationId;
use serde::Serialize;
use store::columns::{ApplicationColumns, Step, TransitionColumns};
use store::{Case, Job, KeptApplication, PermitChange, Resigning, StoreError, Submitted, Transition};

use crate::look_ups;
use crate::rows::{Hex, JsonRow, Rows};

/// A transition in the words of its tables, and already in JSON: finding them takes longer than writing them, and happens
/// before the writer is asked.
#[derive(Debug)]
pub(crate) struct Prepared {
    pub(super) written: Submitted,
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
    pub(super) permits: Rows,
    pub(super) approvers: Rows,
    pub(super) outbox: Rows,
}

/// An application's row: here it has what it is found by beside its columns.
#[derive(Serialize)]
struct ApplicationRow<'a> {
    #[serde(flatten)]
    columns: &'a ApplicationColumns<JsonRow>,
    look_ups: Option<Hex<Vec<u8>>>,
}

impl Prepared {
    /// A new application.
    pub(crate) fn first(transition: &Transition) -> Result<Self, StoreError> {
        Self::of(TransitionColumns::first(transition)?)
    }

    /// A transition of an application that is still as the caller saw it.
    pub(crate) fn next(transition: &Transition) -> Result<Self, StoreError> {
        Self::of(TransitionColumns::next(transition)?)
    }

    /// An application as it was kept before, elsewhere.
    pub(crate) fn kept(kept: &KeptApplication) -> Result<Self, StoreError> {
        Self::of(TransitionColumns::kept(kept)?)
    }

    /// What the law leaves of an application.
    pub(super) fn erased(case: &Case) -> Result<Self, StoreError> {
        Self::of(TransitionColumns::erased(case)?)
    }

    pub(crate) fn id(&self) -> ApplicationId {
        self.written.id
    }

    fn of(columns: TransitionColumns<JsonRow>) -> Result<Self, StoreError> {
        let id = columns.id();
        let application = ApplicationRow {
            columns: &columns.application,
            look_ups: columns.look_ups.as_deref().map(look_ups::value),
        };
        let application = Rows::of([application])?;
        let found_by = Rows::of(
            columns
                .look_ups
                .map(|look_ups| look_ups::Columns::new(id, look_ups)),
        )?;
        let (look_ups, new_look_ups) = match columns.step {
            Step::First => (found_by, Rows::default()),
            Step::From(_) => (Rows::default(), found_by),
        };
        Ok(Self {
            written: columns.written,
            step: columns.step,
            application,
            events: Rows::of(columns.events)?,
            look_ups,
            new_look_ups,
            cancels: Rows::of(columns.cancel_timers.then_some(id))?,
            timers: Rows::of(columns.timers)?,
            permits: Rows::of(columns.permits)?,
            approvers: Rows::of(columns.approvers)?,
            outbox: Rows::of(columns.outbox)?,
            permit_change: columns.permit_change,
            resigning: columns.resigning,
            jobs: columns.jobs,
        })
    }
}
