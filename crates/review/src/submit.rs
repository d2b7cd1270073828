use forms::{Answers, ContentHash, OfficeId, Ruling, ServiceId, Term, Workflow};
use jiff::{Zoned, civil::Date};

use crate::commands::{appeal, deadline};
use crate::office::office_of;
use crate::turn::Turn;
use crate::{ApplicationId, Cause, Decider, Event, Message, Outcome, PermitRef, Random, Refusal, Replaces};

/// What is handed in.
#[derive(Clone, Debug, PartialEq)]
pub struct NewApplication {
    /// The id that it will have; a version 7 UUID.
    pub id: ApplicationId,
    /// The service applied for.
    pub service: ServiceId,
    /// The version of the service file whose workflow is handed along.
    pub version: ContentHash,
    /// The complete, checked answers.
    pub answers: Answers,
    /// The permit in whose place its own is to stand.
    pub replaces: Option<Replaces>,
    /// The application whose answers it was begun with.
    pub begun_from: Option<ApplicationId>,
}

/// Takes an application in and lets the automatic rules decide: the first that holds approves, rejects or
/// refers; if none holds, the first step that takes it has it. Some of those approved are picked for a person to look at.
///
/// `now` is on the clock of the place: rules may name the day, and deadlines count days. Refused only for a workflow that `forms`
/// has not checked.
pub fn submit(
    new: NewApplication,
    workflow: &Workflow,
    now: &Zoned,
    random: Random<'_>,
) -> Result<Outcome, Refusal> {
    first_ruling(workflow, &new.answers, now.date())
        .and_then(|ruling| take_in(new, workflow, &ruling, now, random))
        .map_err(refused)
}

fn refused(cause: Cause) -> Refusal {
    Refusal {
        status: "New",
        command: "submit",
        cause,
    }
}

/// [`submit`] of what follows a permit on which the office had set conditions: no rule knows whether they are still needed, so what a
/// rule would approve goes to the people of a step.
pub fn submit_under_conditions(
    new: NewApplication,
    workflow: &Workflow,
    now: &Zoned,
    random: Random<'_>,
) -> Result<Outcome, Refusal> {
    first_ruling(workflow, &new.answers, now.date())
        .and_then(|ruling| match ruling {
            Ruling::Approve { .. } => to_first_step(workflow, &new.answers, now.date()),
            other => Ok(other),
        })
        .and_then(|ruling| take_in(new, workflow, &ruling, now, random))
        .map_err(refused)
}

fn to_first_step(workflow: &Workflow, answers: &Answers, day: Date) -> Result<Ruling, Cause> {
    let first = workflow.first_step().ok_or(Cause::NoFirstStep)?;
    let to = workflow.before_approval(&first.id, answers, day);
    Ok(Ruling::Refer { to })
}

/// [`submit`] after the rules have spoken.
pub(crate) fn take_in(
    new: NewApplication,
    workflow: &Workflow,
    ruling: &Ruling,
    now: &Zoned,
    random: Random<'_>,
) -> Result<Outcome, Cause> {
    let office = office_of(workflow, &new.answers);
    let sent = past_skipped(workflow, ruling, &new.answers, now.date());
    let ruled = event(&sent, workflow, office.as_ref(), now, &mut *random);
    let fee = workflow.fee.as_ref();
    let submitted = Event::Submitted {
        fee: fee.map(|fee| fee.charge(&new.answers, now.date())),
        service: new.service,
        version: new.version,
        office,
        answers: new.answers,
        replaces: new.replaces,
        begun_from: new.begun_from,
    };
    let mut turn = Turn::open(new.id, submitted, ruled, workflow, now, random)?;
    follow_up(&mut turn, &sent)?;
    Ok(turn.finish())
}

/// What the automatic rules say of an application with these answers that comes in on that day: the first that holds, or that the
/// first step has it.
pub fn first_ruling(workflow: &Workflow, answers: &Answers, day: Date) -> Result<Ruling, Cause> {
    let rule = workflow
        .rules
        .iter()
        .find(|rule| rule.when.holds_on(answers, day));
    let ruling = match rule {
        Some(rule) => rule.then.clone(),
        None => Ruling::Refer {
            to: workflow.first_step().ok_or(Cause::NoFirstStep)?.id.clone(),
        },
    };
    match &ruling {
        Ruling::Refer { to } if workflow.step(to).is_none() => Err(Cause::UnknownStep(to.clone())),
        _ => Ok(past_skipped(workflow, &ruling, answers, day)),
    }
}

/// A ruling that refers to the step that really takes the case.
fn past_skipped(workflow: &Workflow, ruling: &Ruling, answers: &Answers, day: Date) -> Ruling {
    match ruling {
        Ruling::Refer { to } => Ruling::Refer {
            to: workflow.before_approval(to, answers, day),
        },
        decided => decided.clone(),
    }
}

fn event(
    ruling: &Ruling,
    workflow: &Workflow,
    office: Option<&OfficeId>,
    now: &Zoned,
    random: Random<'_>,
) -> Event {
    let end_of = |term: Term| term.after(now, &workflow.calendar, office);
    match ruling {
        Ruling::Refer { to } => Event::Queued {
            step: to.clone(),
            due: workflow.step(to).and_then(|step| deadline::due(step, end_of)),
        },
        Ruling::Approve { because, .. } => Event::Approved {
            by: Decider::Rule(because.clone()),
            permit: Some(PermitRef(random())),
        },
        Ruling::Reject { because } => Event::Rejected {
            by: Decider::Rule(because.clone()),
            reason: because.clone(),
            note: None,
            appeal_until: appeal::until(workflow, end_of),
        },
    }
}

/// An application decided at once gets one mail, not two.
fn follow_up(turn: &mut Turn<'_>, ruling: &Ruling) -> Result<(), Cause> {
    match ruling {
        Ruling::Refer { .. } => {
            turn.notify(Message::Received);
            turn.begin_step()?;
        }
        Ruling::Approve { sample, .. } => {
            turn.issue()?;
            turn.notify(Message::Approved);
            if let (Some(step), true) = (&turn.workflow.sample_step, drawn(turn.draw(), *sample)) {
                turn.record(Event::Sampled { step: step.clone() })?;
            }
        }
        Ruling::Reject { .. } => turn.notify(Message::Rejected),
    }
    Ok(())
}

/// Whether these random bytes fall into the share; 128 bits leave no bias worth the name.
fn drawn(bytes: [u8; 16], percent: u8) -> bool {
    u128::from_be_bytes(bytes) % 100 < u128::from(percent)
}

#[cfg(test)]
mod tests {
    use super::drawn;

    #[test]
    fn the_share_is_of_a_hundred() {
        for percent in [0, 1, 5, 50, 99, 100] {
            let drawn = (0..100_u128).filter(|n| drawn(n.to_be_bytes(), percent)).count();
            assert_eq!(drawn, usize::from(percent));
        }
    }
}
