//! Consent of somebody outside the office, without whom an application does not go on.

use forms::{Consent, StepId};

use super::{decide, unfit};
use crate::turn::Turn;
use crate::{Cause, Decider, Event, Message, Status};

/// They consent: it goes on to the office.
pub(crate) fn consent(turn: &mut Turn<'_>, name: String) -> Result<(), Cause> {
    let (step, _) = awaited(turn)?;
    turn.record(Event::Consented {
        step: step.clone(),
        name,
    })?;
    decide::go_on(turn, step)
}

/// They do not, which ends the case.
pub(crate) fn refuse(turn: &mut Turn<'_>, name: String) -> Result<(), Cause> {
    let (step, consent) = awaited(turn)?;
    turn.record(Event::ConsentRefused {
        step: step.clone(),
        name,
    })?;
    let because = consent.because.clone();
    let by = Decider::Consent {
        step,
        because: because.clone(),
    };
    decide::refuse(turn, by, because, None)
}

/// Writes to whoever is asked at the step that the application stands at, if somebody is.
pub(crate) fn ask(turn: &mut Turn<'_>) {
    if awaited(turn).is_ok() {
        turn.notify(Message::ConsentAsked);
    }
}

/// The step that waits for a consent, and to what.
fn awaited<'w>(turn: &Turn<'w>) -> Result<(StepId, &'w Consent), Cause> {
    let Status::Queued { step, .. } = &turn.application.status else {
        return Err(unfit(&turn.application.status));
    };
    let consent = turn.step(step)?.consent().ok_or(Cause::Impossible)?;
    Ok((step.clone(), consent))
}
