use crate::turn::Turn;
use crate::{AccessChange, Cause, Event, Message};

/// In any status, which stays as it is. Whoever had the letters until now is told that they go elsewhere.
pub(crate) fn change(turn: &mut Turn<'_>, change: AccessChange) -> Result<(), Cause> {
    if change == AccessChange::HandOver {
        return Err(Cause::WrongActor);
    }
    let told: &[Message] = match change {
        AccessChange::CorrectAddress { .. } => &[Message::AddressCorrected, Message::Link],
        AccessChange::SendLink => &[Message::Link],
        AccessChange::EndLinks | AccessChange::HandOver | AccessChange::RenewCode | AccessChange::EndCode => {
            &[]
        }
    };
    turn.record(Event::AccessChanged { change })?;
    for message in told {
        turn.notify(*message);
    }
    Ok(())
}
