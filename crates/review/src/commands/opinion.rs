//! Opinions of other bodies, asked for at once at one step. They decide nothing: when all are there, or the time is over, the case goes on.

use forms::{OpinionId, OpinionOutcome, OpinionRequest, Silence, Step, StepId};

use super::{decide, unfit};
use crate::turn::Turn;
use crate::{AskedOpinion, Cause, Command, Event, Officer, SilentOpinion, Status};

/// Asks for what the step wants that the case has come to, if it is one that asks. Where there is nothing to ask any more, since all that
/// it wants was said of the same answers, the case goes on. Says whether it did.
pub(crate) fn ask(turn: &mut Turn<'_>) -> Result<bool, Cause> {
    let Status::Queued { step, .. } = &turn.application.status else {
        return Ok(false);
    };
    let step = turn.step(step)?;
    if step.opinions().is_empty() {
        return Ok(false);
    }
    let of = open(turn, step);
    if of.is_empty() {
        decide::go_on(turn, step.id.clone())?;
        return Ok(true);
    }
    turn.record(Event::OpinionsAsked {
        step: step.id.clone(),
        of,
    })?;
    Ok(false)
}

/// Whether a step asks for opinions, and each that it wants by the answers of now was given to them, or its time was over.
pub(super) fn are_settled(turn: &Turn<'_>, step: &Step) -> bool {
    !step.opinions().is_empty() && open(turn, step).is_empty()
}

/// What the step wants by the answers of now, and nobody has said of them.
fn open(turn: &Turn<'_>, step: &Step) -> Vec<AskedOpinion> {
    let answers = &turn.application.answers;
    let wanted = turn.workflow.wanted_opinions(step, answers, turn.today());
    let is_answered = |request: &OpinionRequest| {
        let shown = request.shown(answers);
        let mut earlier = turn.application.opinions.iter();
        earlier.any(|earlier| {
            earlier.step == step.id
                && earlier.opinion == request.id
                && earlier.answer.is_some()
                && !earlier.is_gone
                && earlier.shown == shown
        })
    };
    let open = wanted.into_iter().filter(|request| !is_answered(request));
    open.map(|request| AskedOpinion {
        opinion: request.id.clone(),
        role: request.role.clone(),
        shown: request.shown(answers),
    })
    .collect()
}

/// One of them is given. The last that is awaited leads on.
pub(crate) fn give(
    turn: &mut Turn<'_>,
    officer: &Officer,
    opinion: &OpinionId,
    outcome: OpinionOutcome,
    words: Option<String>,
) -> Result<(), Cause> {
    let step = asking(turn)?;
    let asked = turn
        .application
        .awaited_opinions()
        .find(|asked| asked.opinion == *opinion);
    let role = asked
        .map(|asked| asked.role.clone())
        .ok_or(Cause::OpinionNotAwaited)?;
    officer.may_give_opinion(turn, &role)?;
    let is_over = |due| turn.now >= due;
    if turn.application.due_at().is_some_and(is_over) {
        return Err(Cause::TooLate);
    }
    if outcome.needs_words() && words.as_deref().is_none_or(|words| words.trim().is_empty()) {
        return Err(Cause::OpinionWithoutWords);
    }
    turn.record(Event::OpinionGiven {
        step: step.clone(),
        opinion: opinion.clone(),
        by: officer.person,
        outcome,
        words,
    })?;
    if turn.application.awaited_opinions().next().is_some() {
        return Ok(());
    }
    decide::go_on(turn, step)
}

/// What is done when their time is over.
pub(super) const AT_THE_END: Command = Command::CloseOpinions;

/// The time is over: what was not said means what the file says, and the case goes on.
pub(super) fn close(turn: &mut Turn<'_>, step: StepId) -> Result<(), Cause> {
    let requests = turn.step(&step)?.opinions();
    let means = |opinion: &OpinionId| {
        let request = requests.iter().find(|request| request.id == *opinion);
        request.map_or(Silence::Without, |request| request.silence)
    };
    let silent = turn.application.awaited_opinions().map(|asked| SilentOpinion {
        opinion: asked.opinion.clone(),
        means: means(&asked.opinion),
    });
    let silent = silent.collect();
    turn.record(Event::OpinionsClosed {
        step: step.clone(),
        silent,
    })?;
    decide::go_on(turn, step)
}

/// The step that waits for opinions.
fn asking(turn: &Turn<'_>) -> Result<StepId, Cause> {
    let status = &turn.application.status;
    match status {
        Status::Queued { step, .. } if !turn.step(step)?.opinions().is_empty() => Ok(step.clone()),
        Status::Queued { .. } | Status::Claimed { .. } | Status::Waiting { .. } => {
            Err(Cause::OpinionNotAwaited)
        }
        other => Err(unfit(other)),
    }
}
