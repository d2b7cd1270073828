//! The proof of the workflow, made once every name in it is known to be right:
//!
//! 1. There is a first step, and every ordinary step can be reached: as the first, by a rule, after another
//!    step, or by a deadline.
//! 2. Approvals lead from every step to the permit, so `next` has no circle; a refusal or the applicant can
//!    end a case at any step anyway.
//! 3. Deadlines alone cannot send a case in a circle for ever, whichever steps with a `when` it passes over on the way; a step that
//!    asks for opinions is left by its deadline along `next`.
//! 4. The steps for appeals and for samples are two, and nothing in the ordinary chain leads to them or out
//!    of them.
//! 5. A case that nobody has approved comes to a step that takes it: from wherever one is sent, a step of the office without `when` is on
//!    the way to the permit, unless a rule approves, so that those whom every step passes over are meant to be approved. (If
//!    one is passed over by all of them still, the last takes it.)
//! 6. Where `staff` says how many people hold a role, no case needs more of them than there are. With
//!    four eyes, the steps along one way to the permit add up, and an appeal needs others than those who
//!    refused; without, each step is held against the role alone. A role without a number has no limit.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use super::Check;
use crate::read::raw::{RawReview, RawStep, Word};
use crate::{DeadlineAction, Next, Role, Ruling, Step, StepId, Workflow};

impl Check<'_> {
    pub(super) fn prove(&mut self, raw: &RawReview, workflow: &Workflow) {
        let Some(first) = workflow.first_step() else {
            self.unpublishable(
                &raw.span,
                "`review` has no step for the cases that no rule decides",
            )
            .help("list at least one of the `steps` that is neither for appeals nor for samples");
            return;
        };
        self.apart(raw, workflow);
        if !self.problems.is_empty() {
            return;
        }
        self.reachable(raw, workflow, first);
        self.no_circle(
            raw,
            workflow,
            |step| next_of(step).into_iter().collect(),
            "approvals go in a circle here and never lead to the permit",
        );
        if self.problems.is_empty() {
            self.no_circle(
                raw,
                workflow,
                |step| late_way_of(step).map_or_else(Vec::new, |to| may_stop_at(workflow, to)),
                "deadlines send a case in a circle here for ever",
            );
            self.looked_at(raw, workflow, first);
            self.consents_end(raw, workflow, first);
            self.opinions_end(raw, workflow);
            self.inspections_lead_on(raw, workflow);
            self.past_consents(raw, workflow, first);
        }
        if self.problems.is_empty() {
            self.enough_people(raw, workflow);
        }
    }

    fn apart(&mut self, raw: &RawReview, workflow: &Workflow) {
        let appeal = workflow.appeal.as_ref().map(|appeal| &appeal.step);
        if let Some(word) = raw
            .sample_step
            .as_ref()
            .filter(|_| appeal == workflow.sample_step.as_ref())
        {
            self.unpublishable(&word.span, "appeals and samples need two different steps");
        }
        for (rule, written) in workflow.rules.iter().zip(&raw.rules) {
            if let (Ruling::Refer { to }, Some(word)) = (&rule.then, &written.to) {
                self.not_aside(workflow, to, word);
            }
        }
        for (step, written) in workflow.steps.iter().zip(&raw.steps) {
            if workflow.is_aside(&step.id) {
                self.leads_nowhere(workflow, step, written);
                continue;
            }
            if let (Some(to), Some(word)) = (next_of(step), &written.next) {
                self.not_aside(workflow, to, word);
            }
            let word = written
                .deadline
                .as_ref()
                .and_then(|deadline| deadline.to.as_ref());
            if let (Some(to), Some(word)) = (escalation_of(step), word) {
                self.not_aside(workflow, to, word);
            }
        }
    }

    fn not_aside(&mut self, workflow: &Workflow, to: &StepId, word: &Word) {
        if workflow.is_aside(to) {
            self.unpublishable(&word.span, format!("`{to}` is kept for appeals or samples"))
                .help("lead to an ordinary step, or to `permit`");
        }
    }

    /// An appeal ends with its step; a sample decides nothing.
    fn leads_nowhere(&mut self, workflow: &Workflow, step: &Step, written: &RawStep) {
        if let (Some(_), Some(word)) = (next_of(step), &written.next) {
            self.unpublishable(&word.span, "a step for appeals or samples is the last of its way")
                .help("leave `next` out");
        }
        if let Some(when) = &written.when {
            self.unpublishable(
                &when.span,
                "a step for appeals or samples takes every case that comes to it",
            )
            .help("leave `when` out");
        }
        let Some(deadline) = &written.deadline else { return };
        if workflow.sample_step.as_ref() == Some(&step.id) {
            self.unpublishable(&deadline.span, "a sample decides nothing, so it has no deadline");
        } else if escalation_of(step).is_some() {
            self.unpublishable(
                deadline.then.as_ref().map_or(&deadline.span, |then| &then.span),
                "an appeal cannot go back among the ordinary steps",
            )
            .help("let it end: `then: lapse`, or approve or reject with `because`");
        }
    }

    fn reachable(&mut self, raw: &RawReview, workflow: &Workflow, first: &Step) {
        let mut reached = BTreeSet::new();
        let mut open = vec![&first.id];
        open.extend(workflow.rules.iter().filter_map(|rule| match &rule.then {
            Ruling::Refer { to } => Some(to),
            _ => None,
        }));
        while let Some(id) = open.pop() {
            if let Some(step) = workflow.step(id).filter(|_| reached.insert(id)) {
                open.extend(next_of(step));
                open.extend(escalation_of(step));
            }
        }
        for (step, written) in workflow.steps.iter().zip(&raw.steps) {
            if !reached.contains(&step.id) && !workflow.is_aside(&step.id) {
                self.unpublishable(
                    &written.id.span,
                    format!("no case ever comes to the step `{}`", step.id),
                )
                .help("lead to it by `next`, by a rule's or a deadline's `to`, or take it out");
            }
        }
    }

    /// Notes the first step of each circle that the edges make.
    fn no_circle<'w>(
        &mut self,
        raw: &RawReview,
        workflow: &'w Workflow,
        edges: impl Fn(&'w Step) -> Vec<&'w StepId>,
        message: &str,
    ) {
        let mut told: BTreeSet<&StepId> = BTreeSet::new();
        for (step, written) in workflow.steps.iter().zip(&raw.steps) {
            let Some(circle) = circle(workflow, step, &edges).filter(|_| !told.contains(&step.id)) else {
                continue;
            };
            told.extend(circle.iter().map(|on| &on.id));
            let names: Vec<_> = circle.iter().chain([&step]).map(|on| on.id.as_str()).collect();
            self.unpublishable(&written.id.span, message)
                .help(format!("the circle: {}", names.join(" → ")));
        }
    }

    /// Notes each `when` from which on a case may be passed over by every step.
    fn looked_at(&mut self, raw: &RawReview, workflow: &Workflow, first: &Step) {
        let approves = |rule: &crate::AutomaticRule| matches!(rule.then, Ruling::Approve { .. });
        if workflow.rules.iter().any(approves) {
            return;
        }
        let sent = sent(workflow, first);
        for (step, written) in workflow.steps.iter().zip(&raw.steps) {
            if !sent.contains(&step.id) || !may_pass_on(step) {
                continue;
            }
            let span = written.when.as_ref().map_or(&written.id.span, |when| &when.span);
            if way(workflow, step, next_of).into_iter().all(may_pass_on) {
                self.unpublishable(
                    span,
                    "every step from here on may be passed over, so nobody would look at such a case",
                )
                .help("leave `when` out of one of them, or let one of the `rules` approve what needs no look: it says why");
            }
        }
    }

    fn enough_people(&mut self, raw: &RawReview, workflow: &Workflow) {
        let staff = raw
            .staff
            .as_ref()
            .map(|staff| staff.0.as_slice())
            .unwrap_or_default();
        for (role, people) in staff {
            if people.value < 1 {
                self.unpublishable(&people.span, "a role is held by at least one person");
            }
            let roles = workflow.steps.iter().flat_map(Step::roles).map(Role::as_str);
            let roles: Vec<&str> = roles.collect();
            if !roles.contains(&role.value.as_str()) {
                let message = format!("no step is for the role `{}`", role.value);
                self.unpublishable(&role.span, message)
                    .did_you_mean(&role.value, roles);
            }
        }
        let limits: BTreeMap<&str, i64> = staff
            .iter()
            .map(|(role, people)| (role.value.as_str(), people.value))
            .collect();
        let mut told = BTreeSet::new();
        for step in &workflow.steps {
            let mut need: BTreeMap<&str, i64> = before(workflow, step);
            for on in way(
                workflow,
                step,
                if workflow.four_eyes { next_of } else { |_| None },
            ) {
                let Some(role) = on.role() else { continue };
                let needed = need.entry(role.as_str()).or_default();
                *needed += i64::from(on.people());
                let limit = limits.get(role.as_str()).copied().unwrap_or(i64::MAX);
                if *needed > limit && told.insert(&on.id) {
                    self.too_few(raw, on, role, *needed, limit);
                }
            }
        }
    }

    fn too_few(&mut self, raw: &RawReview, step: &Step, role: &Role, needed: i64, limit: i64) {
        let Some(written) = raw
            .steps
            .iter()
            .find(|written| written.id.value == step.id.as_str())
        else {
            return;
        };
        let message = format!(
            "by this step a case needs {needed} different people with the role `{role}`, and `staff` says {limit}"
        );
        let people = written.people.as_ref().map(|people| &people.span);
        let span = people.or(written.role.as_ref().map(|role| &role.span));
        self.unpublishable(span.unwrap_or(&written.id.span), message)
            .help("ask for fewer people, or give the step another role");
    }
}

/// Whoever refused cannot hear the appeal: in principle it takes one person of the office's first step's role away.
fn before<'w>(workflow: &'w Workflow, step: &Step) -> BTreeMap<&'w str, i64> {
    let is_appeal = workflow
        .appeal
        .as_ref()
        .is_some_and(|appeal| appeal.step == step.id);
    let mut of_office = workflow.steps.iter().filter(|step| !workflow.is_aside(&step.id));
    match of_office.find_map(Step::role) {
        Some(role) if is_appeal => BTreeMap::from([(role.as_str(), 1)]),
        _ => BTreeMap::new(),
    }
}

/// Where a case may come that nobody has approved: the first step, and where rules and deadlines send one.
fn sent<'w>(workflow: &'w Workflow, first: &'w Step) -> BTreeSet<&'w StepId> {
    let referred = workflow.rules.iter().filter_map(|rule| match &rule.then {
        Ruling::Refer { to } => Some(to),
        _ => None,
    });
    let escalated = workflow.steps.iter().filter_map(escalation_of);
    [&first.id].into_iter().chain(referred).chain(escalated).collect()
}

/// The steps of consent to which a case may come that nobody of the office has approved.
pub(super) fn unapproved_consents<'w>(workflow: &'w Workflow, first: &'w Step) -> BTreeSet<&'w StepId> {
    let mut open: Vec<&StepId> = sent(workflow, first).into_iter().collect();
    let mut found = BTreeSet::new();
    while let Some(to) = open.pop() {
        for stop in may_stop_at(workflow, to) {
            let step = workflow.step(stop).filter(|step| step.consent().is_some());
            if let Some(step) = step.filter(|_| found.insert(stop)) {
                open.extend(next_of(step));
            }
        }
    }
    found
}

/// Whether people of the office look at every case that goes on from a step.
pub(super) fn is_looked_at_after(workflow: &Workflow, step: &Step) -> bool {
    way(workflow, step, next_of)
        .into_iter()
        .skip(1)
        .any(|on| !may_pass_on(on))
}

/// Whether a case may pass the step over that nobody has decided on; neither a consent nor an opinion nor a report decides anything.
fn may_pass_on(step: &Step) -> bool {
    step.when.is_some() || !step.is_decided_at()
}

pub(super) fn next_of(step: &Step) -> Option<&StepId> {
    match &step.next {
        Next::Step(id) => Some(id),
        Next::Permit => None,
    }
}

fn escalation_of(step: &Step) -> Option<&StepId> {
    match step.deadline.as_ref().and_then(|deadline| deadline.then.as_ref()) {
        Some(DeadlineAction::Escalate { to }) => Some(to),
        _ => None,
    }
}

/// Where a case goes whose time at a step is over: opinions that were not given hold nothing up.
fn late_way_of(step: &Step) -> Option<&StepId> {
    match step.opinions() {
        [] => escalation_of(step),
        _ => next_of(step),
    }
}

/// The steps from one along an edge, until it ends or comes to a step again.
pub(super) fn way<'w>(
    workflow: &'w Workflow,
    from: &'w Step,
    edge: fn(&Step) -> Option<&StepId>,
) -> Vec<&'w Step> {
    let mut way = vec![from];
    let mut at = from;
    while let Some(step) = edge(at).and_then(|id| workflow.step(id)) {
        if way.iter().any(|on| on.id == step.id) {
            break;
        }
        way.push(step);
        at = step;
    }
    way
}

/// The steps at which a case may stop that is sent to one: whatever takes only some cases may pass it on.
pub(super) fn may_stop_at<'w>(workflow: &'w Workflow, to: &'w StepId) -> Vec<&'w StepId> {
    let Some(step) = workflow.step(to) else {
        return Vec::new();
    };
    let mut stops = Vec::new();
    for on in way(workflow, step, next_of) {
        stops.push(&on.id);
        if !may_pass_on(on) {
            break;
        }
    }
    stops
}

/// The shortest way along the edges from a step back to it, that step first.
fn circle<'w>(
    workflow: &'w Workflow,
    from: &'w Step,
    edges: &impl Fn(&'w Step) -> Vec<&'w StepId>,
) -> Option<Vec<&'w Step>> {
    let mut ways: VecDeque<Vec<&Step>> = VecDeque::from([vec![from]]);
    let mut seen: BTreeSet<&StepId> = BTreeSet::new();
    while let Some(way) = ways.pop_front() {
        let Some(last) = way.last() else { continue };
        for to in edges(last) {
            if *to == from.id {
                return Some(way);
            }
            let further = workflow.step(to).filter(|_| seen.insert(to));
            ways.extend(further.map(|step| way.iter().copied().chain([step]).collect()));
        }
    }
    None
}
