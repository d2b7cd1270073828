use forms::{Term, Workflow};
use jiff::Timestamp;

use super::unfit;
use crate::turn::Turn;
use crate::{Cause, Decider, Event, Status};

/// The first instant at which an appeal against a rejection of now is too late; `end_of` says when a term ends that begins now.
pub(crate) fn until(workflow: &Workflow, end_of: impl Fn(Term) -> Timestamp) -> Option<Timestamp> {
    let offered = workflow.appeal.as_ref()?;
    Some(end_of(offered.within))
}

/// Whether the service hears appeals against a rejection by them. The office cannot make up for the consent of somebody who refused it, or
/// did not answer.
pub fn is_open_against(workflow: &Workflow, by: &Decider) -> bool {
    let for_want_of_consent = match by {
        Decider::Consent { .. } => true,
        Decider::Deadline { step, .. } => {
            let step = workflow.step(step);
            step.is_some_and(|step| step.consent().is_some())
        }
        Decider::Rule(_) | Decider::People(_) => false,
    };
    workflow.appeal.is_some() && !for_want_of_consent
}

/// Once, against a rejection, within the time that the service gives.
pub(crate) fn appeal(turn: &mut Turn<'_>, message: String) -> Result<(), Cause> {
    let Status::Rejected { at, by, .. } = &turn.application.status else {
        return Err(unfit(&turn.application.status));
    };
    if !is_open_against(turn.workflow, by) {
        return Err(Cause::NoAppeal);
    }
    let offered = turn.workflow.appeal.as_ref().ok_or(Cause::NoAppeal)?;
    if turn.application.appealed {
        return Err(Cause::AlreadyAppealed);
    }
    // What was computed at the rejection holds; a rejection of before was kept without it.
    let until = turn.application.appeal_until;
    if turn.now >= until.unwrap_or_else(|| turn.end_of(offered.within, *at)) {
        return Err(Cause::TooLate);
    }
    turn.enter(Event::Appealed {
        due: turn.due(turn.step(&offered.step)?),
        step: offered.step.clone(),
        message,
    })
}
