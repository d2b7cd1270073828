use forms::{Term, Workflow};
use jiff::Timestamp;

use super::unfit;
use crate::turn::Turn;
use crate::{Cause, Event, Status};

/// The first instant at which an appeal against a rejection of now is too late; `end_of` says when a term ends that begins now.
pub(crate) fn until(workflow: &Workflow, end_of: impl Fn(Term) -> Timestamp) -> Option<Timestamp> {
    let offered = workflow.appeal.as_ref()?;
    Some(end_of(offered.within))
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
    if turn.now >= until.unwrap_or_else(|| turn.end_of(offered.within, at)) {
        return Err(Cause::TooLate);
    }
    turn.enter(Event::Appealed {
        due: turn.due(turn.step(&offered.step)?),
        step: offered.step.clone(),
        message,
    })
}
