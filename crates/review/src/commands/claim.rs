use super::unfit;
use crate::turn::Turn;
use crate::{Cause, Event, Officer, Status};

/// Only who may decide may claim, so that nobody holds a case that they cannot finish.
pub(crate) fn claim(turn: &mut Turn<'_>, officer: &Officer) -> Result<(), Cause> {
    match &turn.application.status {
        Status::Queued { step, .. } => officer.may_decide(turn, step)?,
        Status::Claimed { by, .. } if *by == officer.person => return Err(Cause::AlreadyHeld),
        Status::Claimed { by, .. } => return Err(Cause::HeldByAnother(*by)),
        other => return Err(unfit(other)),
    }
    turn.record(Event::Claimed { by: officer.person })
}

pub(crate) fn release(turn: &mut Turn<'_>, officer: &Officer) -> Result<(), Cause> {
    officer.holds(&turn.application.status)?;
    turn.record(Event::Released)
}

/// Puts a case back that somebody has, whoever it is.
pub(crate) fn put_back(turn: &mut Turn<'_>) -> Result<(), Cause> {
    match &turn.application.status {
        Status::Claimed { .. } => turn.record(Event::Released),
        Status::Queued { .. } => Err(Cause::NotClaimed),
        other => Err(unfit(other)),
    }
}

/// Takes it from whoever has it, and asks of the colleague what claiming would ask.
pub(crate) fn assign(turn: &mut Turn<'_>, colleague: &Officer) -> Result<(), Cause> {
    match &turn.application.status {
        Status::Claimed { by, .. } if *by == colleague.person => return Err(Cause::AlreadyHeld),
        Status::Queued { step, .. } | Status::Claimed { step, .. } => colleague.may_decide(turn, step)?,
        other => return Err(unfit(other)),
    }
    turn.record(Event::Assigned { to: colleague.person })
}
