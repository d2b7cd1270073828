//! The steps that a specimen would still come to.

use forms::{Answers, Next, Service, Step, Workflow};
use jiff::civil::Date;
use review::Application;

/// A step that it comes to.
#[derive(Clone, Copy, Debug)]
pub struct StepAhead<'s> {
    /// The step.
    pub step: &'s Step,
    /// Whether it stands there.
    pub is_now: bool,
}

/// From where it stands to the permit, if all say yes.
pub(super) fn of<'s>(service: &'s Service, application: &Application, today: Date) -> Vec<StepAhead<'s>> {
    let workflow = &service.review;
    let now = application.status.step().and_then(|step| workflow.step(step));
    let mut was_approved = application.decisions.iter().any(|decision| decision.approved);
    let mut steps: Vec<StepAhead<'s>> = Vec::new();
    let mut next = now;
    while let Some(step) = next {
        if steps.len() > workflow.steps.len() {
            break;
        }
        steps.push(StepAhead {
            step,
            is_now: steps.is_empty(),
        });
        was_approved |= step.is_decided_at();
        next = after(workflow, step, &application.answers, today, was_approved);
    }
    steps
}

fn after<'w>(
    workflow: &'w Workflow,
    step: &Step,
    answers: &Answers,
    today: Date,
    was_approved: bool,
) -> Option<&'w Step> {
    let Next::Step(to) = &step.next else { return None };
    if !was_approved {
        return workflow.step(&workflow.before_approval(to, answers, today));
    }
    match workflow.after_approval(to, answers, today) {
        Next::Permit => None,
        Next::Step(to) => workflow.step(&to),
    }
}
