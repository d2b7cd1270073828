//! Inspections: a day is set, told and put off, and a report is written. It decides nothing: with it the case goes on to whoever decides.

use forms::{InspectionOutcome, StepId};
use jiff::{Timestamp, civil::Date};

use super::decide;
use crate::turn::Turn;
use crate::{Cause, Event, Message, Officer};

/// Sets the day and the hour, or puts them off. Whoever applied is written to either way.
pub(crate) fn set(turn: &mut Turn<'_>, officer: &Officer, at: Timestamp) -> Result<(), Cause> {
    let step = held(turn, officer)?;
    if at <= turn.now {
        return Err(Cause::InspectionInThePast);
    }
    let in_time = |due: Timestamp| turn.now >= due || at < due;
    if !turn.application.due_at().is_none_or(in_time) {
        return Err(Cause::InspectionTooLate);
    }
    let by = officer.person;
    turn.record(Event::InspectionSet { step, at, by })?;
    turn.notify(Message::InspectionSet);
    Ok(())
}

/// Says what was found, on a day since the case came to the step. Where nobody was there another day is to be set.
pub(crate) fn report(
    turn: &mut Turn<'_>,
    officer: &Officer,
    on: Date,
    outcome: InspectionOutcome,
    words: Option<String>,
) -> Result<(), Cause> {
    let step = held(turn, officer)?;
    if turn.application.appointment().is_none() {
        return Err(Cause::NoInspectionSet);
    }
    if on > turn.today() || on < turn.day_of(turn.application.visit.at) {
        return Err(Cause::InspectionDay);
    }
    if outcome.needs_words() && words.as_deref().is_none_or(|words| words.trim().is_empty()) {
        return Err(Cause::InspectionWithoutWords);
    }
    turn.record(Event::InspectionReported {
        step: step.clone(),
        by: officer.person,
        on,
        outcome,
        words,
    })?;
    match outcome {
        InspectionOutcome::NobodyThere => Ok(()),
        InspectionOutcome::InOrder | InspectionOutcome::NotInOrder => decide::go_on(turn, step),
    }
}

/// The step of the inspection that this officer has in hand.
fn held(turn: &Turn<'_>, officer: &Officer) -> Result<StepId, Cause> {
    let step = officer.holds(&turn.application.status)?;
    officer.may_decide(turn, &step)?;
    match turn.step(&step)?.inspection() {
        Some(_) => Ok(step),
        None => Err(Cause::NothingToInspect),
    }
}
