//! Consent of somebody outside the office, without whom an application does not go on.

use forms::{Consent, Step, StepId};

use super::{decide, unfit};
use crate::turn::Turn;
use crate::{Application, Cause, Decider, Event, Message, Status};

/// They consent: it goes on to the office, or to the permit if that waited for them.
pub(crate) fn consent(turn: &mut Turn<'_>, name: String) -> Result<(), Cause> {
    let (step, consent) = awaited(turn)?;
    turn.record(Event::Consented {
        step: step.clone(),
        name,
        to: consent.told(&turn.application.answers),
    })?;
    if turn.application.permit_awaits == Some(turn.application.visit.revision) {
        return decide::grant_by_people(turn, step);
    }
    decide::go_on(turn, step)
}

/// The first step whose consent is wanted by the answers of now, and was not given to them.
pub(super) fn missing(turn: &Turn<'_>) -> Option<StepId> {
    let (answers, today) = (&turn.application.answers, turn.today());
    let mut steps = turn.workflow.steps.iter();
    let missing = steps.find(|step| {
        step.consent().is_some()
            && turn.workflow.takes(step, answers, today)
            && !is_settled(&turn.application, step)
    });
    missing.map(|step| step.id.clone())
}

/// Whether the consent of a step was given to the answers of now, or the office goes on without it.
pub(crate) fn is_settled(application: &Application, step: &Step) -> bool {
    let Some(consent) = step.consent() else {
        return false;
    };
    let told = consent.told(&application.answers);
    let mut given = application.consents.iter().filter(|given| given.step == step.id);
    given.any(|given| given.to.as_ref().is_none_or(|to| *to == told))
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
