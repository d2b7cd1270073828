use forms::{DeadlineAction, StepId};

use crate::turn::Turn;
use crate::{Cause, Event, Officer};

/// Who holds a case may pass it on before the deadline does, and only to where the deadline would: any other
/// way would let one person lead a case around the people it needs.
pub(crate) fn escalate(turn: &mut Turn<'_>, officer: &Officer, to: Option<&StepId>) -> Result<(), Cause> {
    let from = officer.holds(&turn.application.status)?;
    officer.has_role(turn, &from)?;
    let deadline = turn.step(&from)?.deadline.as_ref();
    let Some(DeadlineAction::Escalate { to: target }) = deadline.and_then(|deadline| deadline.then.as_ref())
    else {
        return Err(Cause::NowhereToEscalate);
    };
    if to.is_some_and(|to| to != target) {
        return Err(Cause::NowhereToEscalate);
    }
    pass_on(turn, from, target)
}

/// Without a decision, to that step or to the first after it that takes the case.
pub(super) fn pass_on(turn: &mut Turn<'_>, from: StepId, to: &StepId) -> Result<(), Cause> {
    let to = turn
        .workflow
        .before_approval(to, &turn.application.answers, turn.today());
    let due = turn.due(turn.step(&to)?);
    turn.enter(Event::Escalated { from, to, due })
}
