//! Inspections: a day is set, told and put off, and a report is written. It decides nothing: with it the case goes on to whoever decides.

use forms::{InspectionOutcome, Span, StepId, Term};
use jiff::{Timestamp, civil::Date};

use super::decide;
use crate::turn::Turn;
use crate::{Cause, Event, Message, Officer};

/// How far ahead one is set where the step has no time.
const LONGEST: Term = Term::Span(Span::days(90));

/// Sets the day and the hour, or puts them off. Whoever applied is written to either way.
pub(crate) fn set(turn: &mut Turn<'_>, officer: &Officer, at: Timestamp) -> Result<(), Cause> {
    let step = held(turn, officer)?;
    if at <= turn.now {
        return Err(Cause::InspectionInThePast);
    }
    if at >= latest(turn, &step)? {
        return Err(Cause::InspectionTooLate);
    }
    let by = officer.person;
    turn.record(Event::InspectionSet { step, at, by })?;
    turn.notify(Message::InspectionSet);
    Ok(())
}

/// Inspections are set before the time of the step ends; where it is over already, before as much time is over once more.
fn latest(turn: &Turn<'_>, step: &StepId) -> Result<Timestamp, Cause> {
    if let Some(due) = turn.application.due_at().filter(|due| turn.now < *due) {
        return Ok(due);
    }
    let deadline = turn.step(step)?.deadline.as_ref();
    let term = deadline.map_or(LONGEST, |deadline| deadline.after);
    Ok(turn.end_at(turn.application.office.as_ref(), term, turn.now))
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
    let appointment = turn.application.appointment();
    let appointment = appointment.ok_or(Cause::NoInspectionSet)?.at;
    if outcome == InspectionOutcome::NobodyThere && turn.now < appointment {
        return Err(Cause::InspectionAhead);
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
