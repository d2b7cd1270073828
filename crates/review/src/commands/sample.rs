use forms::{ReasonCode, StepId};

use super::{appeal, decide};
use crate::turn::Turn;
use crate::{Cause, Effect, Event, Message, Officer, PermitLife, PermitReason, PermitStatus, Status};

/// Whether this is an automatic approval that a person has still to look at.
pub(super) fn is_due(turn: &Turn<'_>) -> bool {
    turn.application.sampled && matches!(turn.application.status, Status::Approved { .. })
}

/// The rule was right; nothing changes for the applicant.
pub(super) fn uphold(turn: &mut Turn<'_>, officer: &Officer, note: Option<String>) -> Result<(), Cause> {
    let step = may_look(turn, officer)?;
    turn.record(Event::SampleUpheld {
        step,
        by: officer.person,
        note,
    })
}

/// The rule was wrong: the permit goes, and the applicant has what any rejected applicant has, an appeal too.
pub(super) fn overturn(
    turn: &mut Turn<'_>,
    officer: &Officer,
    reason: ReasonCode,
    note: Option<String>,
) -> Result<(), Cause> {
    let step = may_look(turn, officer)?;
    decide::rejects(turn.workflow, &reason)?;
    turn.record(Event::SampleOverturned {
        step,
        by: officer.person,
        reason: reason.clone(),
        note,
        appeal_until: appeal::until(turn.workflow, |term| turn.end_of(term, turn.now)),
    })?;
    let in_force = turn
        .application
        .permits
        .iter()
        .rev()
        .find(|life| life.status.may_become(PermitStatus::Revoked));
    match in_force {
        Some(&PermitLife { id, status, .. }) => {
            turn.record(Event::PermitRevoked {
                permit: id,
                reason: PermitReason::Sample,
                note: None,
            })?;
            turn.effect(Effect::ChangePermit {
                permit: id,
                from: status,
                to: PermitStatus::Revoked,
            });
        }
        // Approved before permits were part of the history, or revoked since.
        None if turn.application.permits.is_empty() => turn.effect(Effect::RevokePermit { reason }),
        None => {}
    }
    turn.notify(Message::Revoked);
    Ok(())
}

fn may_look(turn: &Turn<'_>, officer: &Officer) -> Result<StepId, Cause> {
    let step = turn.workflow.sample_step.clone().ok_or(Cause::Impossible)?;
    officer.has_role(turn, &step)?;
    Ok(step)
}
