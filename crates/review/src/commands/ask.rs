use forms::{Answers, QuestionId};

use super::{deadline, decide, unfit};
use crate::office::office_of;
use crate::turn::Turn;
use crate::{Cause, Effect, Event, Message, Officer, Status};

/// The office's clock stops while the applicant has the word.
pub(crate) fn ask(
    turn: &mut Turn<'_>,
    officer: &Officer,
    questions: Vec<QuestionId>,
    message: String,
) -> Result<(), Cause> {
    let step = officer.holds(&turn.application.status)?;
    officer.has_role(turn, &step)?;
    if turn.application.appointment().is_some() {
        return Err(Cause::InspectionIsSet);
    }
    may_ask(&turn.workflow.may_ask, &questions)?;
    let until = turn.end_of(turn.workflow.answer_within, turn.now);
    turn.record(Event::Asked {
        questions,
        message,
        until,
    })?;
    turn.effect(Effect::CancelTimers);
    turn.effect(deadline::answer_timer(&turn.application, step, until));
    turn.notify(Message::Asked);
    Ok(())
}

/// Back to the same step, with a fresh clock: what was approved there was approved for other answers. Or back to a step before
/// it that had been passed over, and takes the case by the new answers.
pub(crate) fn answer(turn: &mut Turn<'_>, answers: Answers, further: &[QuestionId]) -> Result<(), Cause> {
    let Status::Waiting {
        step,
        questions,
        until,
        ..
    } = &turn.application.status
    else {
        return Err(unfit(&turn.application.status));
    };
    if turn.now >= *until {
        return Err(Cause::TooLate);
    }
    asked(questions, further, &answers)?;
    let (step, now) = (step.clone(), turn.application.answers_with(&answers));
    let office = office_of(turn.workflow, &now);
    let due = deadline::due(turn.step(&step)?, |term| {
        turn.end_at(office.as_ref(), term, turn.now)
    });
    let both = [&turn.application.answers, &now];
    let back_to = turn.workflow.newly_taken_by(&step, both, turn.today());
    let fee = turn.workflow.fee.as_ref();
    let answered = Event::Answered {
        fee: fee.map(|fee| fee.charge(&now, turn.today())),
        answers,
        office,
        due,
    };
    match back_to {
        None => turn.enter(answered),
        Some(earlier) => {
            turn.record(answered)?;
            decide::advance(turn, step, earlier.id.clone())
        }
    }
}

fn may_ask(allowed: &[QuestionId], questions: &[QuestionId]) -> Result<(), Cause> {
    if questions.is_empty() {
        return Err(Cause::NothingAsked);
    }
    match questions
        .iter()
        .find(|question| !allowed.is_empty() && !allowed.contains(question))
    {
        Some(question) => Err(Cause::MayNotAsk(question.clone())),
        None => Ok(()),
    }
}

fn asked(questions: &[QuestionId], further: &[QuestionId], answers: &Answers) -> Result<(), Cause> {
    let may = |question: &&QuestionId| questions.contains(question) || further.contains(question);
    match answers.0.keys().find(|question| !may(question)) {
        Some(question) => Err(Cause::NotAsked(question.clone())),
        None => Ok(()),
    }
}
