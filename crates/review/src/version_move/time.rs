//! When the office's time ends at the step that a case is moved to. Nobody gains time over whoever applied by moving cases.

use forms::{DeadlineAction, Step};
use jiff::{Timestamp, tz::TimeZone};

use super::{MoveHindrance, VersionMove};
use crate::commands::deadline;
use crate::turn::Turn;
use crate::{Application, Status};

/// When the time ends, and when silence was to approve the case.
#[derive(Clone, Copy, Default)]
pub(super) struct Ends {
    /// When the office's time at the new step ends.
    pub(super) due: Option<Timestamp>,
    /// When silence was to approve it at the latest, if it does not at the new step: another move may bring that back.
    pub(super) silence: Option<Timestamp>,
}

/// The time at the new step begins anew, and ends no later than it was to where the same happens then. Nothing happens at the old moment
/// that was not to happen then.
pub(super) fn ends(
    turn: &Turn<'_>,
    asked: &VersionMove<'_>,
    zone: &TimeZone,
    [from, to]: [&Step; 2],
    office: Option<&forms::OfficeId>,
) -> Ends {
    let application = &turn.application;
    if let Status::Waiting { .. } = application.status {
        // Once they answer, a time begins that nobody has seen before.
        return Ends::default();
    }
    let was_due = due_of(application, asked, from, zone);
    let kept = application
        .moved
        .as_ref()
        .filter(|moved| moved.visit == application.visit.revision);
    let kept = kept.and_then(|moved| moved.silence);
    let silence = [was_due.filter(|_| approves(from)), kept]
        .into_iter()
        .flatten()
        .min();
    let due = deadline::due(to, |term| turn.end_at(office, term, turn.now));
    let no_later = match then(to) {
        Some(DeadlineAction::Approve { .. }) => silence,
        _ if ends_alike(from, to) => was_due,
        _ => None,
    };
    Ends {
        due: due.map(|due| no_later.map_or(due, |no_later| due.min(no_later))),
        silence: silence.filter(|_| !approves(to)),
    }
}

/// A case whose time is over is left to what happens then, which is about to.
pub(super) fn is_left(
    application: &Application,
    asked: &VersionMove<'_>,
    from: &Step,
    now: Timestamp,
    zone: &TimeZone,
) -> Result<(), MoveHindrance> {
    let ends = match &application.status {
        Status::Waiting { until, .. } => Some(*until),
        _ => due_of(application, asked, from, zone).filter(|_| ends_with_something(from)),
    };
    match ends {
        Some(ends) if ends <= now => Err(MoveHindrance::TimeIsUp),
        _ => Ok(()),
    }
}

/// As it was kept; of a visit that a release before began which kept nothing, as that release computed it.
fn due_of(
    application: &Application,
    asked: &VersionMove<'_>,
    from: &Step,
    zone: &TimeZone,
) -> Option<Timestamp> {
    let deadline = from.deadline.as_ref()?;
    let computed = || {
        let began = application.visit.at.to_zoned(zone.clone());
        deadline
            .after
            .after(&began, &asked.from.review.calendar, application.office.as_ref())
    };
    Some(application.due_at().unwrap_or_else(computed))
}

fn then(step: &Step) -> Option<&DeadlineAction> {
    step.deadline.as_ref()?.then.as_ref()
}

fn approves(step: &Step) -> bool {
    matches!(then(step), Some(DeadlineAction::Approve { .. }))
}

/// Where opinions are asked for the case goes on when the time is over; a promise of the office ends with nothing.
fn ends_with_something(step: &Step) -> bool {
    then(step).is_some() || !step.opinions().is_empty()
}

/// Whether the same happens when the time at either step is over, for whatever reason it is said to.
fn ends_alike(from: &Step, to: &Step) -> bool {
    if from.opinions().is_empty() != to.opinions().is_empty() {
        return false;
    }
    match (then(from), then(to)) {
        (Some(DeadlineAction::Escalate { to: was }), Some(DeadlineAction::Escalate { to: is })) => was == is,
        (Some(was), Some(is)) => std::mem::discriminant(was) == std::mem::discriminant(is),
        (was, is) => was == is,
    }
}
