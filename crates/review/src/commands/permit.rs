use crate::turn::Turn;
use crate::{
    Author, Cause, Effect, Event, Message, Officer, PermitRef, PermitRequest, PermitStatus, ReplacementReason,
};

/// It does not hold for now.
pub(crate) fn suspend(turn: &mut Turn<'_>, request: PermitRequest) -> Result<(), Cause> {
    standing(&request, PermitStatus::Suspended)?;
    let PermitRequest {
        permit, reason, note, ..
    } = request;
    turn.record(Event::PermitSuspended { permit, reason, note })?;
    turn.effect(changed(permit, request.seen, PermitStatus::Suspended));
    Ok(())
}

/// It holds again. That takes another person than the one who suspended it, or a mistake and its remedy would be in one hand.
pub(crate) fn reinstate(turn: &mut Turn<'_>, officer: &Officer, request: PermitRequest) -> Result<(), Cause> {
    standing(&request, PermitStatus::Active)?;
    let life = turn.application.permit(request.permit);
    let suspended = life.filter(|life| life.status == PermitStatus::Suspended);
    let theirs = |author| matches!(author, Author::Officer(account) if officer.has_account(account));
    if suspended.is_some_and(|life| life.by.known().copied().is_some_and(theirs)) {
        return Err(Cause::SuspendedByThemselves);
    }
    let PermitRequest {
        permit, reason, note, ..
    } = request;
    turn.record(Event::PermitReinstated { permit, reason, note })?;
    turn.effect(changed(permit, request.seen, PermitStatus::Active));
    Ok(())
}

/// It never holds again, and its holder is told so.
pub(crate) fn revoke(turn: &mut Turn<'_>, request: PermitRequest) -> Result<(), Cause> {
    standing(&request, PermitStatus::Revoked)?;
    let PermitRequest {
        permit, reason, note, ..
    } = request;
    turn.record(Event::PermitRevoked { permit, reason, note })?;
    turn.effect(changed(permit, request.seen, PermitStatus::Revoked));
    turn.notify(Message::Revoked);
    Ok(())
}

/// A newer permit is in force: this one never holds again. Whoever held it is told: the newer one may have gone elsewhere.
pub(crate) fn replace(
    turn: &mut Turn<'_>,
    permit: PermitRef,
    seen: PermitStatus,
    by: PermitRef,
    reason: ReplacementReason,
) -> Result<(), Cause> {
    if permit == by || !seen.may_become(PermitStatus::Replaced) {
        return Err(Cause::PermitStandsElsewhere(seen));
    }
    turn.record(Event::PermitReplaced { permit, by, reason })?;
    turn.effect(changed(permit, seen, PermitStatus::Replaced));
    turn.notify(Message::Replaced);
    Ok(())
}

/// It gets another signature, and its holder the new paper. A permit that never holds again needs none.
pub(crate) fn sign_anew(turn: &mut Turn<'_>, permit: PermitRef, seen: PermitStatus) -> Result<(), Cause> {
    if !seen.may_become(PermitStatus::Revoked) {
        return Err(Cause::PermitStandsElsewhere(seen));
    }
    turn.record(Event::PermitSignedAnew { permit })?;
    turn.effect(Effect::SignPermitAnew { permit });
    turn.notify(Message::Reissued);
    Ok(())
}

fn changed(permit: PermitRef, from: PermitStatus, to: PermitStatus) -> Effect {
    Effect::ChangePermit { permit, from, to }
}

/// Whether the permit may get this status from the one that was seen, which the store holds against its row. The history may be
/// behind: releases before this one changed the row and wrote to the log alone.
fn standing(request: &PermitRequest, to: PermitStatus) -> Result<(), Cause> {
    let reinstates = to == PermitStatus::Active;
    if !request.seen.may_become(to) || (reinstates && request.seen != PermitStatus::Suspended) {
        return Err(Cause::PermitStandsElsewhere(request.seen));
    }
    Ok(())
}
