use forms::Workflow;
use jiff::Timestamp;

use super::{deadline, unfit};
use crate::turn::Turn;
use crate::{Cause, Event, Status};

/// The first instant at which an appeal against a rejection of now is too late.
pub(crate) fn until(workflow: &Workflow, now: Timestamp) -> Option<Timestamp> {
    let offered = workflow.appeal.as_ref()?;
    Some(offered.within.after(now))
}

/// Once, against a rejection, within the time that the service gives.
pub(crate) fn appeal(turn: &mut Turn<'_>, message: String) -> Result<(), Cause> {
    let Status::Rejected { at, .. } = turn.application.status else {
        return Err(unfit(&turn.application.status));
    };
    let offered = turn.workflow.appeal.as_ref().ok_or(Cause::NoAppeal)?;
    if turn.application.appealed {
        return Err(Cause::AlreadyAppealed);
    }
    // What was computed at the rejection holds; a rejection of before was kept without it.
    let until = turn.application.appeal_until;
    if turn.now >= until.unwrap_or_else(|| offered.within.after(at)) {
        return Err(Cause::TooLate);
    }
    turn.enter(Event::Appealed {
        due: deadline::due(turn.step(&offered.step)?, turn.now),
        step: offered.step.clone(),
        message,
    })
}
