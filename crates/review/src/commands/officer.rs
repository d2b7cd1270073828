use forms::{Role, Step, StepId};

use super::unfit;
use crate::turn::Turn;
use crate::{Cause, Officer, Status};

impl Officer {
    /// Whether this person may decide at the step: role, four eyes, and once only.
    pub(super) fn may_decide(&self, turn: &Turn<'_>, step: &StepId) -> Result<(), Cause> {
        self.has_role(turn, step)?;
        let application = &turn.application;
        if let Some(other) = self.decided_elsewhere(turn, step) {
            if application.appealed {
                return Err(Cause::AppealNeedsAnother);
            }
            if turn.workflow.four_eyes {
                return Err(Cause::FourEyes(other));
            }
        }
        let visit = application.visit.revision;
        if application
            .decisions
            .iter()
            .any(|d| self.has_account(d.person) && d.step == *step && d.visit == visit)
        {
            return Err(Cause::AlreadyApproved);
        }
        Ok(())
    }

    pub(super) fn has_role(&self, turn: &Turn<'_>, step: &StepId) -> Result<(), Cause> {
        let step = turn.step(step)?;
        let waits_for = match step.opinions() {
            [] => Cause::AwaitsConsent,
            _ => Cause::AwaitsOpinions,
        };
        self.holds_role(step.role().ok_or(waits_for)?)
    }

    fn holds_role(&self, role: &Role) -> Result<(), Cause> {
        if self.roles.contains(role) {
            Ok(())
        } else {
            Err(Cause::RoleMissing(role.clone()))
        }
    }

    /// Whether this person may give an opinion that is asked of people with that role. With four eyes, whoever decided at a step gives none:
    /// it would tell the office what it thinks itself.
    pub(super) fn may_give_opinion(&self, turn: &Turn<'_>, role: &Role) -> Result<(), Cause> {
        self.holds_role(role)?;
        let mut decisions = turn.application.decisions.iter();
        match decisions.find(|decision| self.has_account(decision.person)) {
            Some(decision) if turn.workflow.four_eyes => Err(Cause::FourEyes(decision.step.clone())),
            _ => Ok(()),
        }
    }

    /// The step that the application stands at, if this officer has it in hand.
    pub(super) fn holds(&self, status: &Status) -> Result<StepId, Cause> {
        match status {
            Status::Claimed { step, by, .. } if *by == self.person => Ok(step.clone()),
            Status::Claimed { by, .. } => Err(Cause::HeldByAnother(*by)),
            Status::Queued { .. } => Err(Cause::NotClaimed),
            other => Err(unfit(other)),
        }
    }

    /// Another step at which this person decided, gave an opinion, or reported what they had inspected. Whatever a step is called since
    /// the case was moved, opinions and reports were not given where people decide.
    fn decided_elsewhere(&self, turn: &Turn<'_>, step: &StepId) -> Option<StepId> {
        let application = &turn.application;
        let is_of_office = turn.workflow.step(step).is_some_and(Step::is_decided_at);
        let decided = application.decisions.iter();
        let decided = decided
            .filter(|decision| decision.step != *step || application.was_passed_before_move(decision))
            .map(|decision| (decision.person, &decision.step));
        let opined = application.opinions.iter();
        let opined = opined.filter_map(|opinion| Some((opinion.given_by()?, &opinion.step)));
        let inspected = application.inspections.iter();
        let inspected =
            inspected.filter_map(|inspection| Some((inspection.reported_by()?, &inspection.step)));
        let others = opined
            .chain(inspected)
            .filter(|(_, at)| is_of_office || *at != step);
        let (_, at) = decided
            .chain(others)
            .find(|(person, _)| self.has_account(*person))?;
        Some(at.clone())
    }
}
