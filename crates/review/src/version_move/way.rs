//! Which step of the new version a case comes to, and that it comes no further there than it was approved.

use std::collections::BTreeSet;

use forms::{Answers, DeadlineAction, InspectionOutcome, Next, OpinionId, Ruling, Step, StepId, Workflow};
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
    let done = Passed::of(application, passed.len());
    let may_pass = was.ahead(at).map(|ahead| Passed::along(&ahead).or_more(done));
    match (may_pass, is.ahead(&found.id)) {
        (None, None) => {}
        (Some(_), None) => return Err(too_far()),
        (may_pass, Some(ahead)) => {
            if !Passed::along(&ahead).is_within(may_pass.unwrap_or(done)) {
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

/// How many steps of each kind lie behind a case. One of a kind stands for none of another: an inspection decides nothing.
#[derive(Clone, Copy)]
struct Passed {
    decided: usize,
    heard: usize,
    inspected: usize,
}

impl Passed {
    /// What was done with it, whichever way it came. `decided` is at how many visits.
    fn of(application: &Application, decided: usize) -> Self {
        let heard = application
            .opinions
            .iter()
            .filter(|opinion| opinion.answer.is_some());
        let heard: BTreeSet<u64> = heard.map(|opinion| opinion.visit).collect();
        let reports = application
            .inspections
            .iter()
            .filter_map(|inspection| inspection.report.as_ref());
        Self {
            decided,
            heard: heard.len(),
            inspected: reports
                .filter(|report| report.outcome != InspectionOutcome::NobodyThere)
                .count(),
        }
    }

    fn along(steps: &[&Step]) -> Self {
        let count = |is: fn(&Step) -> bool| steps.iter().filter(|step| is(step)).count();
        Self {
            decided: count(Step::is_decided_at),
            heard: count(|step| !step.opinions().is_empty()),
            inspected: count(|step| step.inspection().is_some()),
        }
    }

    fn or_more(self, other: Self) -> Self {
        Self {
            decided: self.decided.max(other.decided),
            heard: self.heard.max(other.heard),
            inspected: self.inspected.max(other.inspected),
        }
    }

    fn is_within(self, most: Self) -> bool {
        self.decided <= most.decided && self.heard <= most.heard && self.inspected <= most.inspected
    }
}

/// The visits whose yeses took it through their step.
pub(super) fn passed(application: &Application, workflow: &Workflow) -> BTreeSet<u64> {
    let yeses = application.decisions.iter().filter(|decision| decision.approved);
    let passed = yeses.filter(|decision| application.was_passed(workflow, decision));
    passed.map(|decision| decision.visit).collect()
}

/// The opinions that count no more: another body is asked there, something else, or about other answers, or nobody.
pub(super) fn opinions_gone(
    application: &Application,
    asked: &VersionMove<'_>,
    [from, to]: [&StepId; 2],
) -> BTreeSet<OpinionId> {
    let request = |workflow: &'_ Workflow, step: &StepId, id: &OpinionId| {
        let mut requests = workflow.step(step)?.opinions().iter();
        let request = requests.find(|request| request.id == *id)?;
        Some((request.role.clone(), request.asks.clone(), request.shows.clone()))
    };
    let is_gone = |step: &StepId, id: &OpinionId| {
        let target = if step == from { to } else { step };
        request(&asked.from.review, step, id) != request(&asked.to.review, target, id)
    };
    let said = application
        .opinions
        .iter()
        .filter(|opinion| opinion.answer.is_some());
    let gone = said.filter(|opinion| is_gone(&opinion.step, &opinion.opinion));
    gone.map(|opinion| opinion.opinion.clone()).collect()
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
