use crate::turn::Turn;
use crate::{Author, Cause, Effect, Event, Message, PermitReason, PermitRef, PermitStatus};

/// What is asked for a permit, and the status that whoever asks has seen.
pub(crate) struct Change {
    pub(crate) permit: PermitRef,
    pub(crate) seen: PermitStatus,
    pub(crate) reason: PermitReason,
    pub(crate) note: Option<String>,
}

/// It does not hold for now.
pub(crate) fn suspend(turn: &mut Turn<'_>, change: Change) -> Result<(), Cause> {
    standing(turn, &change, PermitStatus::Suspended)?;
    let Change {
        permit, reason, note, ..
    } = change;
    turn.record(Event::PermitSuspended { permit, reason, note })?;
    turn.effect(changed(permit, change.seen, PermitStatus::Suspended));
    Ok(())
}

/// It holds again. That takes another person than the one who suspended it, or a mistake and its remedy would be in one hand.
pub(crate) fn reinstate(turn: &mut Turn<'_>, change: Change) -> Result<(), Cause> {
    standing(turn, &change, PermitStatus::Active)?;
    let suspended_by = turn.application.permit(change.permit).map(|life| life.by);
    if suspended_by == Some(turn.author()) && matches!(suspended_by, Some(Author::Officer(_))) {
        return Err(Cause::SuspendedByThemselves);
    }
    let Change {
        permit, reason, note, ..
    } = change;
    turn.record(Event::PermitReinstated { permit, reason, note })?;
    turn.effect(changed(permit, change.seen, PermitStatus::Active));
    Ok(())
}

/// It never holds again, and its holder is told so.
pub(crate) fn revoke(turn: &mut Turn<'_>, change: Change) -> Result<(), Cause> {
    standing(turn, &change, PermitStatus::Revoked)?;
    let Change {
        permit, reason, note, ..
    } = change;
    turn.record(Event::PermitRevoked { permit, reason, note })?;
    turn.effect(changed(permit, change.seen, PermitStatus::Revoked));
    turn.notify(Message::Revoked);
    Ok(())
}

fn changed(permit: PermitRef, from: PermitStatus, to: PermitStatus) -> Effect {
    Effect::ChangePermit { permit, from, to }
}

/// Whether the permit may get this status. What the history says of it counts before what was seen: the row and the history
/// were written together.
fn standing(turn: &Turn<'_>, change: &Change, to: PermitStatus) -> Result<(), Cause> {
    let told = turn.application.permit(change.permit).map(|life| life.status);
    if !change.seen.may_become(to) || told.is_some_and(|told| told != change.seen) {
        return Err(Cause::PermitStandsElsewhere(told.unwrap_or(change.seen)));
    }
    match to {
        PermitStatus::Active if change.seen != PermitStatus::Suspended => {
            Err(Cause::PermitStandsElsewhere(change.seen))
        }
        _ => Ok(()),
    }
}
