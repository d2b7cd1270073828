//! Which step of the new version a case comes to, and that it comes no further there than it was approved.

use std::collections::BTreeSet;

use forms::{Answers, DeadlineAction, Next, Ruling, Step, StepId, Workflow};
use jiff::civil::Date;

use super::{MoveHindrance, VersionMove};
use crate::commands::consent::is_settled;
use crate::{Application, first_ruling};

/// A version's way for answers that came in on that day.
#[derive(Clone, Copy)]
pub(super) struct Way<'a> {
    workflow: &'a Workflow,
    answers: &'a Answers,
    day: Date,
}

impl<'a> Way<'a> {
    pub(super) fn new(workflow: &'a Workflow, answers: &'a Answers, day: Date) -> Self {
        Self {
            workflow,
            answers,
            day,
        }
    }

    /// Where a case goes that is sent to this step: there, or past what does not take it. A case that the office has approved, and that no
    /// further step takes, has nothing left but its permit, which moving does not grant.
    fn from(&self, sent_to: &StepId, is_approved: bool, today: Date) -> Option<&'a Step> {
        if !is_approved {
            let to = self.workflow.before_approval(sent_to, self.answers, today);
            return self.workflow.step(&to);
        }
        match self.workflow.after_approval(sent_to, self.answers, today) {
            Next::Step(to) => self.workflow.step(&to),
            Next::Permit => None,
        }
    }

    /// What the rules say of a case that comes in.
    fn ruling(&self) -> Option<Ruling> {
        first_ruling(self.workflow, self.answers, self.day).ok()
    }

    /// The steps that take the case before it comes to this one on the ordinary way; nothing if that does not lead there.
    fn ahead(&self, of: &StepId) -> Option<Vec<&'a Step>> {
        let start = match self.ruling() {
            Some(Ruling::Refer { to }) => to,
            _ => self.workflow.first_step()?.id.clone(),
        };
        let mut ahead = Vec::new();
        for step in self.workflow.along(&start) {
            if step.id == *of {
                return Some(ahead);
            }
            if self.workflow.takes(step, self.answers, self.day) {
                ahead.push(step);
            }
        }
        // A rule may send a case past it.
        let leads_to_start = self.workflow.along(of).any(|step| step.id == start);
        leads_to_start.then(Vec::new)
    }

    /// Whether silence grants the permit at this step or behind it.
    fn silence_grants_from(&self, step: &StepId) -> bool {
        let grants = |step: &Step| {
            let then = step.deadline.as_ref().and_then(|deadline| deadline.then.as_ref());
            matches!(then, Some(DeadlineAction::Approve { .. }))
        };
        self.workflow.along(step).any(grants)
    }
}

/// The step that has the case now. `application` has only the consents that still count.
pub(super) fn step<'a>(
    asked: &VersionMove<'a>,
    application: &Application,
    sent_to: &'a Step,
    [was, is]: [Way<'_>; 2],
    today: Date,
) -> Result<&'a Step, MoveHindrance> {
    let (from, to) = (&asked.from.review, &asked.to.review);
    if to.is_aside(&sent_to.id) {
        return Ok(sent_to);
    }
    let at = application.status.step().ok_or(MoveHindrance::Finished)?;
    let passed = passed(application, from);
    let found = is.from(&sent_to.id, !passed.is_empty(), today);
    let found = found
        .and_then(|step| to.step(&step.id))
        .ok_or(MoveHindrance::NothingLeft)?;
    let asks_nobody = found.consent().is_some() && !to.takes(found, is.answers, today);
    if asks_nobody || is_settled(application, found) {
        return Err(MoveHindrance::NothingLeft);
    }
    if application.appealed {
        return Ok(found);
    }
    if matches!(is.ruling(), Some(Ruling::Reject { .. })) {
        return Err(MoveHindrance::RulesReject);
    }
    let too_far = || MoveHindrance::TooFar(found.id.clone());
    let office = |ahead: &[&Step]| ahead.iter().filter(|step| step.consent().is_none()).count();
    let may_pass = was.ahead(at).map(|ahead| office(&ahead).max(passed.len()));
    match (may_pass, is.ahead(&found.id)) {
        (None, None) => {}
        (Some(_), None) => return Err(too_far()),
        (may_pass, Some(ahead)) => {
            if office(&ahead) > may_pass.unwrap_or(passed.len()) {
                return Err(too_far());
            }
            // Before people grant a permit, they ask for each consent that is missing; silence does not.
            let mut consents = ahead.iter().filter(|step| step.consent().is_some());
            if is.silence_grants_from(&found.id) && consents.any(|step| !is_settled(application, step)) {
                return Err(too_far());
            }
        }
    }
    Ok(found)
}

/// The visits whose yeses took it through their step.
pub(super) fn passed(application: &Application, workflow: &Workflow) -> BTreeSet<u64> {
    let yeses = application.decisions.iter().filter(|decision| decision.approved);
    let passed = yeses.filter(|decision| application.was_passed(workflow, decision));
    passed.map(|decision| decision.visit).collect()
}

/// The steps whose consents count no more: what they were asked reads otherwise, or nobody is asked there.
pub(super) fn consents_gone(application: &Application, asked: &VersionMove<'_>) -> BTreeSet<StepId> {
    let consent = |workflow: &'_ Workflow, id: &StepId| {
        let consent = workflow.step(id).and_then(Step::consent)?;
        let forms::Consent {
            of,
            asked_by,
            asks,
            shows,
            ..
        } = consent.clone();
        Some((of, asked_by, asks, shows))
    };
    let is_gone = |id: &&StepId| consent(&asked.from.review, id) != consent(&asked.to.review, id);
    let given = application.consents.iter().map(|given| &given.step);
    given.filter(is_gone).cloned().collect()
}
