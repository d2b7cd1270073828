//! Where an application stands among those that wait, and what its applicant may expect.

use forms::{DeadlineAction, OfficeId, Service, Step, Workflow};
use jiff::Timestamp;
use locale::{Language, dates};
use review::{Application, Status, is_open_against};
use store::{Case, Position};

use crate::{engine::Engine, error::Error, services::Published};

impl Engine {
    /// Its place in the queue, where it waits for the office.
    pub async fn position(&self, case: &Case) -> Result<Option<Position>, Error> {
        if case.role.is_none() {
            return Ok(None);
        }
        Ok(self.store.position(case.application.id).await?)
    }

    /// When the office's time ends at a step that was reached then: as it was kept, or as it is computed for what a release before
    /// that did so took there.
    pub fn due_at(
        &self,
        workflow: &Workflow,
        step: &Step,
        office: Option<&OfficeId>,
        kept: Option<Timestamp>,
        since: Timestamp,
    ) -> Option<Timestamp> {
        let after = step.deadline.as_ref()?.after;
        Some(kept.unwrap_or_else(|| after.after(&self.local(since), &workflow.calendar, office)))
    }

    /// By when an application that waits for the office will be decided, and what it means if it is not. None where its step has no
    /// deadline, where that is over, and where the office does not have the word.
    pub fn expected(
        &self,
        service: &Service,
        application: &Application,
        language: Language,
    ) -> Option<String> {
        let (Status::Queued { step, .. } | Status::Claimed { step, .. }) = &application.status else {
            return None;
        };
        let workflow = &service.review;
        let step = workflow.step(step)?;
        let (office, since) = (application.office.as_ref(), application.visit.at);
        let until = self.due_at(workflow, step, office, application.due_at(), since)?;
        let key = match step.deadline.as_ref()?.then.as_ref() {
            _ if !step.opinions().is_empty() => "expected-opinions",
            Some(DeadlineAction::Escalate { .. }) if step.consent().is_some() => {
                "expected-consent-escalation"
            }
            Some(DeadlineAction::Reject { .. }) if step.consent().is_some() => "expected-consent-rejection",
            Some(DeadlineAction::Lapse) if step.consent().is_some() => "expected-consent-lapse",
            None => "expected-promise",
            Some(DeadlineAction::Escalate { .. }) => "expected-escalation",
            Some(DeadlineAction::Approve { .. }) => "expected-approval",
            Some(DeadlineAction::Reject { .. }) => "expected-rejection",
            Some(DeadlineAction::Lapse) => "expected-lapse",
        };
        let told = || {
            language.t1(
                key,
                "until",
                dates::end(until, &self.settings.time_zone, language),
            )
        };
        (self.now() < until).then(told)
    }
}

/// Until when an application that was rejected then may be appealed; nothing where it may not.
pub fn appeal_until(
    engine: &Engine,
    published: &Published,
    case: &Case,
    rejected_at: Timestamp,
) -> Option<Timestamp> {
    let workflow = &published.service.review;
    let Status::Rejected { by, .. } = &case.application.status else {
        return None;
    };
    let appeal = workflow.appeal.as_ref().filter(|_| is_open_against(workflow, by));
    let appeal = appeal.filter(|_| !case.application.appealed)?;
    let kept = case.application.appeal_until;
    Some(kept.unwrap_or_else(|| {
        let office = case.application.office.as_ref();
        appeal
            .within
            .after(&engine.local(rejected_at), &workflow.calendar, office)
    }))
}
