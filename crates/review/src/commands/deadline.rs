//! Deadlines are data: a step's clock is a timer that names its visit to the step, and going off is a command
//! like any other. One that comes late finds another visit and is refused as stale.

use forms::{Deadline, DeadlineAction, Step, StepId, Term};
use jiff::Timestamp;

use super::{decide, escalate, opinion};
use crate::turn::Turn;
use crate::{Application, Cause, Command, Decider, Effect, Event, Message, Status, TimerKind, TimerName};

/// When the office's time at a step ends that an application comes to now. It is computed here alone, and kept: what is compared
/// later is what was kept. `end_of` says when a term ends that begins now.
pub(crate) fn due(step: &Step, end_of: impl Fn(Term) -> Timestamp) -> Option<Timestamp> {
    let deadline = step.deadline.as_ref()?;
    Some(end_of(deadline.after))
}

/// The clock of the step that the application stands at, if the step has one and something happens when its time is over.
pub(crate) fn timer(turn: &Turn<'_>) -> Option<Effect> {
    let step = turn.workflow.step(turn.application.status.step()?)?;
    let deadline = step.deadline.as_ref()?;
    Some(Effect::Timer {
        at: due_at(turn, deadline),
        name: name(TimerKind::Deadline, &turn.application, step.id.clone()),
        command: at_the_end(step, deadline)?,
    })
}

/// The applicant's clock while they are asked.
pub(crate) fn answer_timer(application: &Application, step: StepId, until: Timestamp) -> Effect {
    Effect::Timer {
        at: until,
        name: name(TimerKind::Answer, application, step),
        command: Command::Lapse,
    }
}

/// A timer went off. It may do only what the service file says of it, and only at its own visit.
pub(crate) fn fire(turn: &mut Turn<'_>, timer: &TimerName, command: &Command) -> Result<(), Cause> {
    if timer.visit != turn.application.visit.revision {
        return Err(Cause::Stale);
    }
    match (timer.kind, turn.application.status.clone()) {
        (TimerKind::Deadline, Status::Queued { step, .. } | Status::Claimed { step, .. })
            if step == timer.step =>
        {
            pass_deadline(turn, step, command)
        }
        (TimerKind::Answer, Status::Waiting { step, until, .. }) if step == timer.step => {
            match (turn.now < until, command) {
                (true, _) => Err(Cause::TooEarly),
                (false, Command::Lapse) => lapse(turn, step),
                (false, _) => Err(Cause::NotTheDeadline),
            }
        }
        _ => Err(Cause::Stale),
    }
}

fn pass_deadline(turn: &mut Turn<'_>, step: StepId, given: &Command) -> Result<(), Cause> {
    let at = turn.step(&step)?;
    let deadline = at.deadline.as_ref().ok_or(Cause::NotTheDeadline)?;
    if at_the_end(at, deadline).as_ref() != Some(given) {
        return Err(Cause::NotTheDeadline);
    }
    if turn.now < due_at(turn, deadline) {
        return Err(Cause::TooEarly);
    }
    if !at.opinions().is_empty() {
        return opinion::close(turn, step);
    }
    match deadline.then.as_ref().ok_or(Cause::NotTheDeadline)? {
        DeadlineAction::Escalate { to } => {
            if turn.step(&step)?.consent().is_some() {
                turn.record(Event::ConsentUnanswered { step: step.clone() })?;
            }
            escalate::pass_on(turn, step, to)
        }
        DeadlineAction::Lapse => lapse(turn, step),
        DeadlineAction::Approve { because } => decide::grant(
            turn,
            Decider::Deadline {
                step,
                because: because.clone(),
            },
        ),
        DeadlineAction::Reject { because } => {
            let by = Decider::Deadline {
                step,
                because: because.clone(),
            };
            decide::refuse(turn, by, because.clone(), None)
        }
    }
}

/// As it was kept; of a visit that a release before this one began, as that release computed it.
fn due_at(turn: &Turn<'_>, deadline: &Deadline) -> Timestamp {
    let kept = turn.application.due_at();
    kept.unwrap_or_else(|| turn.end_of(deadline.after, turn.application.visit.at))
}

fn lapse(turn: &mut Turn<'_>, step: StepId) -> Result<(), Cause> {
    turn.record(Event::Lapsed { step })?;
    turn.effect(Effect::CancelTimers);
    turn.notify(Message::Lapsed);
    Ok(())
}

/// What is commanded when the time at a step is over; nothing where its deadline is a promise.
fn at_the_end(step: &Step, deadline: &Deadline) -> Option<Command> {
    match step.opinions() {
        [] => deadline.then.as_ref().map(command),
        _ => Some(opinion::AT_THE_END),
    }
}

fn command(action: &DeadlineAction) -> Command {
    match action {
        DeadlineAction::Escalate { to } => Command::Escalate { to: Some(to.clone()) },
        DeadlineAction::Approve { .. } => Command::APPROVE,
        DeadlineAction::Reject { because } => Command::Reject {
            reason: because.clone(),
            note: None,
        },
        DeadlineAction::Lapse => Command::Lapse,
    }
}

fn name(kind: TimerKind, application: &Application, step: StepId) -> TimerName {
    TimerName {
        kind,
        step,
        visit: application.visit.revision,
    }
}
