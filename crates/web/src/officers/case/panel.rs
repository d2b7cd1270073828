//! What this person can do with the case now. `review` is asked, so that no button leads to a refusal that could have
//! been seen coming.

use std::sync::Arc;

use forms::{DeadlineAction, Question, Role};
use review::{Actor, Command, PersonId, Refusal, Status};
use store::Person;

use super::{Found, answers::short};
use crate::{
    authorise::{Action, Scope, Visitor, authorise},
    officers::hand::is_own,
};

/// The buttons, and why there are none.
#[derive(Default)]
pub(super) struct Panel {
    pub(super) claim: bool,
    pub(super) decide: Option<Decide>,
    pub(super) ask: Vec<Choice>,
    pub(super) release: bool,
    pub(super) escalate: Option<String>,
    pub(super) colleagues: Vec<Choice>,
    pub(super) why_not: Option<String>,
}

/// Yes or no.
pub(super) struct Decide {
    /// An approval by rule, looked at afterwards.
    pub(super) sample: bool,
    pub(super) reasons: Vec<Choice>,
}

/// One thing to choose.
pub(super) struct Choice {
    pub(super) value: String,
    pub(super) text: String,
}

impl Panel {
    pub(super) fn of(found: &Found<'_>) -> Self {
        let Some(person) = found.visitor.person() else {
            return Self::default();
        };
        if is_own(person, found.case) {
            return Self {
                why_not: Some(found.page.t("office-own-case").into_owned()),
                ..Self::default()
            };
        }
        let desk = Desk::of(found, person);
        let decide = desk.allows(Action::Decide, Command::Approve { note: None });
        let claim = desk.allows(Action::Claim, Command::Claim);
        let sample = matches!(found.case.application.status, Status::Approved { .. });
        let panel = Self {
            claim,
            ask: if decide && !sample && desk.may(Action::AskBack) {
                questions(found)
            } else {
                Vec::new()
            },
            decide: decide.then(|| Decide {
                sample,
                reasons: reasons(found),
            }),
            release: desk.allows(Action::Claim, Command::Release),
            escalate: desk
                .allows(Action::Escalate, Command::Escalate { to: None })
                .then(|| target(found))
                .flatten(),
            colleagues: if desk.may(Action::Assign) {
                colleagues(&desk)
            } else {
                Vec::new()
            },
            why_not: None,
        };
        Self {
            why_not: if claim || decide { None } else { desk.why_not() },
            ..panel
        }
    }
}

/// Somebody before the case.
struct Desk<'a> {
    found: &'a Found<'a>,
    scope: Scope,
    actor: Actor,
    person: PersonId,
}

impl<'a> Desk<'a> {
    fn of(found: &'a Found<'a>, person: &Arc<Person>) -> Self {
        let scope = Scope::of(&found.case.application);
        let roles = found.visitor.roles(&scope);
        Self {
            found,
            actor: Actor::Officer {
                person: person.id,
                roles,
            },
            scope,
            person: person.id,
        }
    }

    fn may(&self, action: Action) -> bool {
        authorise(self.found.visitor, action, &self.scope).is_ok()
    }

    /// Carries the command out on paper only.
    fn refusal(&self, command: Command) -> Option<Refusal> {
        let application = self.found.case.application.clone();
        let workflow = &self.found.service.review;
        review::handle(
            application,
            workflow,
            command,
            &self.actor,
            self.found.app.now(),
            &mut || [0; 16],
        )
        .err()
    }

    fn allows(&self, action: Action, command: Command) -> bool {
        self.may(action) && self.refusal(command).is_none()
    }

    fn why_not(&self) -> Option<String> {
        let page = self.found.page;
        if !self.may(Action::Decide) {
            return None;
        }
        match &self.found.case.application.status {
            Status::Claimed { by, .. } if *by != self.person => {
                Some(page.t1("office-held-by", "name", self.found.names.of(*by, page)))
            }
            Status::Queued { .. } | Status::Claimed { .. } => {
                let command = Command::Approve { note: None };
                let claim = || {
                    self.refusal(Command::Claim)
                        .filter(|refusal| refusal.code() != "already-held")
                };
                let refusal = claim().or_else(|| self.refusal(command))?;
                Some(page.t(format!("refusal-{}", refusal.code())).into_owned())
            }
            Status::Waiting { .. } => Some(page.t("office-waits-for-applicant").into_owned()),
            _ => None,
        }
    }
}

fn reasons(found: &Found<'_>) -> Vec<Choice> {
    let reasons = found.service.review.reasons.iter();
    let choice = |reason: &forms::Reason| Choice {
        value: reason.code.to_string(),
        text: reason.text.in_language(&found.spoken).to_owned(),
    };
    reasons.map(choice).collect()
}

/// What may be asked back, of what this applicant was asked at all.
fn questions(found: &Found<'_>) -> Vec<Choice> {
    let answers = &found.case.application.answers;
    let may_ask = &found.service.review.may_ask;
    let pages = found.service.journey(answers);
    let shown = pages
        .into_iter()
        .flat_map(|page| found.service.visible(page, answers));
    let choice = |question: &Question| Choice {
        value: question.id.to_string(),
        text: short(found, question),
    };
    shown
        .filter(|question| may_ask.is_empty() || may_ask.contains(&question.id))
        .map(choice)
        .collect()
}

fn target(found: &Found<'_>) -> Option<String> {
    let workflow = &found.service.review;
    let step = workflow.step(found.case.application.status.step()?)?;
    match &step.deadline.as_ref()?.then {
        DeadlineAction::Escalate { to } => {
            Some(workflow.step(to)?.name.in_language(&found.spoken).to_owned())
        }
        _ => None,
    }
}

/// Everybody who could take it on.
fn colleagues(desk: &Desk<'_>) -> Vec<Choice> {
    let could = |person: &&Person| {
        let roles: Vec<Role> = Visitor::Person(Arc::new((*person).clone())).roles(&desk.scope);
        !is_own(person, desk.found.case) && desk.refusal(Command::Assign { to: person.id, roles }).is_none()
    };
    let choice = |person: &Person| Choice {
        value: person.id.to_string(),
        text: person.name.clone(),
    };
    desk.found.names.active().filter(could).map(choice).collect()
}
