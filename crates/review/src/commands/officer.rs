use forms::StepId;

use super::unfit;
use crate::turn::Turn;
use crate::{Application, Cause, Officer, Status};

impl Officer {
    /// Whether this person may decide at the step: role, four eyes, and once only.
    pub(super) fn may_decide(&self, turn: &Turn<'_>, step: &StepId) -> Result<(), Cause> {
        self.has_role(turn, step)?;
        let application = &turn.application;
        if let Some(other) = self.decided_elsewhere(application, step) {
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
        let role = turn.step(step)?.role().ok_or(Cause::AwaitsConsent)?;
        if self.roles.contains(role) {
            Ok(())
        } else {
            Err(Cause::RoleMissing(role.clone()))
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

    fn decided_elsewhere(&self, application: &Application, step: &StepId) -> Option<StepId> {
        let decision = application.decisions.iter().find(|d| {
            self.has_account(d.person) && (d.step != *step || application.was_passed_before_move(d))
        })?;
        Some(decision.step.clone())
    }
}
