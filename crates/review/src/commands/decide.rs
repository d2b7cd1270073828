use std::collections::{BTreeMap, BTreeSet};

use forms::{Next, ReasonCode, ReasonFor, StepId, Workflow};

use super::{appeal, consent, opinion, sample};
use crate::turn::Turn;
use crate::{
    Application, Cause, Conditions, Decider, Decision, Effect, Event, Message, Officer, PermitRef, PersonId,
    Status,
};

/// One person's yes. The last that the step needs passes it on, or grants the permit.
pub(crate) fn approve(
    turn: &mut Turn<'_>,
    officer: &Officer,
    note: Option<String>,
    conditions: Conditions,
) -> Result<(), Cause> {
    let conditions = conditions.once();
    if sample::is_due(turn) {
        if conditions.are_none() {
            return sample::uphold(turn, officer, note);
        }
        return Err(Cause::PermitIsOut);
    }
    let step = held(turn, officer)?;
    conditions.fit(&turn.workflow.conditions)?;
    turn.record(Event::StepApproved {
        step: step.clone(),
        by: officer.person,
        note,
        conditions,
    })?;
    if approvals(&turn.application, turn.application.visit.revision) < needed(turn.workflow, &step) {
        return Ok(());
    }
    go_on(turn, step)
}

/// On from a step that is passed: to the next that takes the case, or to its permit. As long as nobody of the office has approved it,
/// that is a step. Neither a consent that was given to the answers of now nor an opinion of them is asked for again.
pub(super) fn go_on(turn: &mut Turn<'_>, step: StepId) -> Result<(), Cause> {
    let is_approved = !approvers(&turn.application, turn.workflow).is_empty();
    let (answers, today) = (&turn.application.answers, turn.today());
    let mut next = &turn.step(&step)?.next;
    loop {
        let to = match next {
            Next::Permit => return grant_by_people(turn, step),
            Next::Step(to) if is_approved => match turn.workflow.after_approval(to, answers, today) {
                Next::Permit => return grant_by_people(turn, step),
                Next::Step(to) => to,
            },
            Next::Step(to) => turn.workflow.before_approval(to, answers, today),
        };
        let there = turn.step(&to)?;
        if !consent::is_settled(&turn.application, there) && !opinion::are_settled(turn, there) {
            return advance(turn, step, to);
        }
        next = &there.next;
    }
}

/// Ends the case with a permit by those who approved it, once nobody has still to consent to what it says by now. Whatever way a case
/// took, an appeal's too, this is where it ends well by people.
pub(super) fn grant_by_people(turn: &mut Turn<'_>, from: StepId) -> Result<(), Cause> {
    let people = approvers(&turn.application, turn.workflow);
    if people.is_empty() {
        return Err(Cause::Impossible);
    }
    match consent::missing(turn) {
        None => grant(turn, Decider::People(people)),
        Some(to) => {
            let due = turn.due(turn.step(&to)?);
            turn.enter(Event::ConsentAwaited { from, to, due })
        }
    }
}

/// Passes it on to another step.
pub(super) fn advance(turn: &mut Turn<'_>, from: StepId, to: StepId) -> Result<(), Cause> {
    let due = turn.due(turn.step(&to)?);
    turn.enter(Event::Advanced { from, to, due })
}

/// One person's no ends the case, however many would have had to say yes.
pub(crate) fn reject(
    turn: &mut Turn<'_>,
    officer: &Officer,
    reason: ReasonCode,
    note: Option<String>,
) -> Result<(), Cause> {
    if sample::is_due(turn) {
        return sample::overturn(turn, officer, reason, note);
    }
    held(turn, officer)?;
    rejects(turn.workflow, &reason)?;
    refuse(turn, Decider::People(vec![officer.person]), reason, note)
}

/// Ends the case with a permit.
pub(super) fn grant(turn: &mut Turn<'_>, by: Decider) -> Result<(), Cause> {
    let permit = Some(PermitRef(turn.draw()));
    turn.record(Event::Approved { by, permit })?;
    turn.effect(Effect::CancelTimers);
    turn.issue()?;
    turn.notify(Message::Approved);
    Ok(())
}

/// Ends the case without one.
pub(super) fn refuse(
    turn: &mut Turn<'_>,
    by: Decider,
    reason: ReasonCode,
    note: Option<String>,
) -> Result<(), Cause> {
    let is_open = appeal::is_open_against(turn.workflow, &by);
    let until = appeal::until(turn.workflow, |term| turn.end_of(term, turn.now));
    turn.record(Event::Rejected {
        by,
        reason,
        note,
        appeal_until: until.filter(|_| is_open),
    })?;
    turn.effect(Effect::CancelTimers);
    turn.notify(Message::Rejected);
    Ok(())
}

/// Whether an application can be rejected for this reason.
pub(super) fn rejects(workflow: &Workflow, reason: &ReasonCode) -> Result<(), Cause> {
    match workflow.reason(reason) {
        Some(known) if known.is_for(ReasonFor::Rejection) => Ok(()),
        Some(_) => Err(Cause::ReasonForOther(reason.clone())),
        None => Err(Cause::UnknownReason(reason.clone())),
    }
}

/// Asked again at the decision, since roles may have been taken away after the claim.
fn held(turn: &Turn<'_>, officer: &Officer) -> Result<StepId, Cause> {
    let status: &Status = &turn.application.status;
    let step = officer.holds(status)?;
    officer.may_decide(turn, &step)?;
    match turn.step(&step)?.inspection() {
        None => Ok(step),
        Some(_) => Err(Cause::AwaitsInspection),
    }
}

fn needed(workflow: &Workflow, step: &StepId) -> usize {
    workflow
        .step(step)
        .map_or(1, |step| usize::from(step.people().max(1)))
}

/// How many different persons said yes in one visit to a step.
fn approvals(application: &Application, visit: u64) -> usize {
    let yes = application
        .decisions
        .iter()
        .filter(|decision| decision.visit == visit && decision.approved);
    yes.map(|decision| decision.person).collect::<BTreeSet<_>>().len()
}

impl Application {
    /// What its permit asks of the holder beside what every permit does: whatever was set with a yes that took it through a step.
    pub fn conditions(&self, workflow: &Workflow) -> Conditions {
        let mut all = Conditions::default();
        for set in &self.set_conditions {
            let mut decisions = self.decisions.iter();
            let decision = decisions.find(|decision| decision.visit == set.visit);
            if decision.is_some_and(|decision| self.was_passed(workflow, decision)) {
                all.extend(&set.conditions);
            }
        }
        all
    }

    /// Whether the yeses of a decision's visit took it through the step: as many as the step asked for, by the version of then.
    pub(crate) fn was_passed(&self, workflow: &Workflow, decision: &Decision) -> bool {
        match &self.moved {
            Some(moved) if decision.visit < moved.visit => moved.passed.contains(&decision.visit),
            _ => approvals(self, decision.visit) >= needed(workflow, &decision.step),
        }
    }

    /// Whether it is a yes that took it through a step of a version that it has left: whatever a step is called since, it was another.
    pub(super) fn was_passed_before_move(&self, decision: &Decision) -> bool {
        let moved = self.moved.as_ref();
        moved.is_some_and(|moved| moved.passed.contains(&decision.visit))
    }

    /// The same, with what was set by yeses at the present step that still wait for another.
    pub fn possible_conditions(&self, workflow: &Workflow) -> Conditions {
        let mut all = self.conditions(workflow);
        let is_open = self.status.step().is_some();
        let present = self
            .set_conditions
            .iter()
            .filter(|set| is_open && set.visit == self.visit.revision);
        for set in present {
            all.extend(&set.conditions);
        }
        all
    }
}

/// Everybody whose yes took it through a step, in order. A yes that an answer or an escalation overtook
/// does not count.
fn approvers(application: &Application, workflow: &Workflow) -> Vec<PersonId> {
    let mut visits: BTreeMap<u64, bool> = BTreeMap::new();
    let mut people = Vec::new();
    for decision in application.decisions.iter().filter(|decision| decision.approved) {
        let passed = *visits
            .entry(decision.visit)
            .or_insert_with(|| application.was_passed(workflow, decision));
        if passed && !people.contains(&decision.person) {
            people.push(decision.person);
        }
    }
    people
}
