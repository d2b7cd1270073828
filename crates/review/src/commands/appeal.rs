use super::unfit;
use crate::turn::Turn;
use crate::{Cause, Event, Status};

/// Once, against a rejection, within the time that the service gives.
pub(crate) fn appeal(turn: &mut Turn<'_>, message: String) -> Result<(), Cause> {
    let Status::Rejected { at, .. } = turn.application.status else {
        return Err(unfit(&turn.application.status));
    };
    let offered = turn.workflow.appeal.as_ref().ok_or(Cause::NoAppeal)?;
    if turn.application.appealed {
        return Err(Cause::AlreadyAppealed);
    }
    if turn.now >= offered.within.after(at) {
        return Err(Cause::TooLate);
    }
    turn.step(&offered.step)?;
    turn.enter(Event::Appealed {
        step: offered.step.clone(),
        message,
    })
}
