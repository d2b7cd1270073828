//! A transition in the columns of its tables: the application's row, its events, and all that belongs to it.

use review::ApplicationId;

use super::{
    ApplicationColumns, ApproverColumns, ColumnTypes, EventColumns, MailColumns, PermitColumns, TimerColumns,
    WriteColumns,
};
use crate::{
    Case, Job, KeptApplication, LookUp, PermitChange, PermitRow, Resigning, StoreError, Submitted, Timer,
    Transition,
};

/// What one transaction writes of one application. Putting it into columns takes longer than writing it, so its caller's task
/// does it and not the one that writes for all.
#[derive(Debug)]
pub struct TransitionColumns<C: ColumnTypes> {
    /// What is told of it once it is written.
    pub written: Submitted,
    /// Where in its application's life it stands.
    pub step: Step,
    pub application: ApplicationColumns<C>,
    pub events: Vec<EventColumns<C>>,
    /// Each once and in order; none where they stay as they are.
    pub look_ups: Option<Vec<LookUp>>,
    /// Whether the timers of before are forgotten.
    pub cancel_timers: bool,
    /// No two of one name.
    pub timers: Vec<TimerColumns<C>>,
    pub outbox: Vec<MailColumns<C>>,
    pub permits: Vec<PermitColumns<C>>,
    pub approvers: Vec<ApproverColumns<C>>,
    pub permit_change: Option<PermitChange>,
    pub resigning: Option<Resigning>,
    pub jobs: Vec<Job>,
}

/// Where in its application's life a transition stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// It brings the application: a submission, or one that was kept elsewhere.
    First,
    /// The application is still at this revision.
    From(u64),
}

impl<C: WriteColumns> TransitionColumns<C> {
    /// A new application.
    pub fn first(transition: &Transition) -> Result<Self, StoreError> {
        if revision_before(transition)? != 0 {
            return Err(StoreError::Contradiction(
                "a submission begins with its first event",
            ));
        }
        Self::of(Step::First, transition)
    }

    /// A transition of an application that is still as the caller saw it.
    pub fn next(transition: &Transition) -> Result<Self, StoreError> {
        Self::of(Step::From(revision_before(transition)?), transition)
    }

    /// An application as it was kept before, elsewhere.
    pub fn kept(kept: &KeptApplication) -> Result<Self, StoreError> {
        let KeptApplication {
            case,
            look_ups,
            history,
            permits,
            outbox,
            timers,
        } = kept;
        Ok(Self {
            events: all(history, EventColumns::kept)?,
            look_ups: look_ups.clone().map(LookUp::distinct),
            timers: all(timers, TimerColumns::kept)?,
            outbox: all(outbox, MailColumns::kept)?,
            permits: all(permits, PermitColumns::of)?,
            approvers: permits.iter().flat_map(ApproverColumns::of).collect(),
            ..Self::alone(Step::First, case)?
        })
    }

    /// What the law leaves of an application that it has not erased before: the row alone, at the revision where it is.
    pub fn erased(erased: &Case) -> Result<Self, StoreError> {
        let mut columns = Self::alone(Step::From(erased.application.revision), erased)?;
        columns.application.was_erased = false;
        Ok(columns)
    }

    /// Whose it is.
    pub fn id(&self) -> ApplicationId {
        self.written.id
    }

    fn of(step: Step, transition: &Transition) -> Result<Self, StoreError> {
        transition.check()?;
        let Transition {
            case,
            look_ups,
            events,
            outbox,
            cancel_timers,
            timers,
            permit,
            permit_change,
            resigning,
            jobs,
        } = transition;
        let permits: &[PermitRow] = permit.as_slice();
        Ok(Self {
            events: all(events, EventColumns::of)?,
            look_ups: look_ups.clone().map(LookUp::distinct),
            cancel_timers: *cancel_timers,
            timers: all(last_of_each_name(timers), TimerColumns::of)?,
            outbox: all(outbox, MailColumns::of)?,
            permits: all(permits, PermitColumns::of)?,
            approvers: permits.iter().flat_map(ApproverColumns::of).collect(),
            permit_change: permit_change.clone(),
            resigning: resigning.clone(),
            jobs: jobs.clone(),
            ..Self::alone(step, case)?
        })
    }

    /// The application's row and nothing around it.
    fn alone(step: Step, case: &Case) -> Result<Self, StoreError> {
        let expected = match step {
            Step::First => 0,
            Step::From(revision) => revision,
        };
        Ok(Self {
            written: Submitted {
                id: case.application.id,
                reference: case.reference,
                first: true,
            },
            step,
            application: ApplicationColumns::of(case, expected)?,
            events: Vec::new(),
            look_ups: None,
            cancel_timers: false,
            timers: Vec::new(),
            outbox: Vec::new(),
            permits: Vec::new(),
            approvers: Vec::new(),
            permit_change: None,
            resigning: None,
            jobs: Vec::new(),
        })
    }
}

fn revision_before(transition: &Transition) -> Result<u64, StoreError> {
    transition.expected_revision().ok_or(StoreError::Contradiction(
        "an application has fewer revisions than events",
    ))
}

fn all<'a, T: 'a, R>(
    values: impl IntoIterator<Item = &'a T>,
    columns: impl Fn(&T) -> Result<R, StoreError>,
) -> Result<Vec<R>, StoreError> {
    values.into_iter().map(columns).collect()
}

/// One statement does not set a timer twice.
fn last_of_each_name(timers: &[Timer]) -> Vec<&Timer> {
    let is_last = |(at, timer): &(usize, &Timer)| {
        let later = &timers[at + 1..];
        later.iter().all(|later| later.name != timer.name)
    };
    let last = timers.iter().enumerate().filter(is_last);
    last.map(|(_, timer)| timer).collect()
}
