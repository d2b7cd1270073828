use super::unfit;
use crate::turn::Turn;
use crate::{Cause, Effect, Event, Message};

/// At any time before a decision.
pub(crate) fn withdraw(turn: &mut Turn<'_>) -> Result<(), Cause> {
    let status = &turn.application.status;
    if status.is_final() {
        return Err(unfit(status));
    }
    turn.record(Event::Withdrawn)?;
    turn.effect(Effect::CancelTimers);
    turn.notify(Message::Withdrawn);
    Ok(())
}
