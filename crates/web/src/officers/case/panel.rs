//! What this person can do with the case now, as buttons and their choices.

use engine::casework::possible::WhyNot;
use forms::{DeadlineAction, Question, ReasonFor};
use locale::collation::sort_by_name;
use review::{PersonId, Status};

use super::{answers::short, found::Found};
use crate::error::WebError;

/// The buttons, and why there are none.
#[derive(Default)]
pub(super) struct Panel {
    pub(super) claim: bool,
    pub(super) decide: Option<Decide>,
    pub(super) ask: Vec<Choice>,
    pub(super) inspect: Option<Inspect>,
    pub(super) release: bool,
    pub(super) escalate: Option<String>,
    pub(super) colleagues: Vec<Choice>,
    pub(super) why_not: Option<String>,
}

/// Yes or no.
pub(super) struct Decide {
    /// An approval by rule, looked at afterwards.
    pub(super) sample: bool,
    /// What may be asked of the holder with a yes.
    pub(super) conditions: Vec<Choice>,
    /// Whether something may be asked in words of one's own.
    pub(super) writes_conditions: bool,
    pub(super) reasons: Vec<Choice>,
}

/// A day can be set for an inspection, or another one.
pub(super) struct Inspect {
    /// Whether it can be reported what was found.
    pub(super) reports: bool,
    /// As the field of its day is filled in.
    pub(super) today: String,
}

/// One thing to choose.
pub(super) struct Choice {
    pub(super) value: String,
    pub(super) text: String,
}

impl Panel {
    pub(super) async fn of(found: &Found<'_>) -> Result<Self, WebError> {
        let mut possible = found.app.possible(found.case, found.published).await?;
        sort_by_name(&mut possible.colleagues, found.page.language, |(_, name)| name);
        let colleague = |(id, name): (PersonId, String)| Choice {
            value: id.to_string(),
            text: name,
        };
        Ok(Self {
            claim: possible.claim,
            ask: if possible.ask {
                questions(found)
            } else {
                Vec::new()
            },
            decide: possible.decide.then(|| {
                let sample = matches!(found.case.application.status, Status::Approved { .. });
                Decide {
                    sample,
                    // The permit of a sample is out.
                    conditions: if sample { Vec::new() } else { conditions(found) },
                    writes_conditions: !sample && found.service.review.conditions.write,
                    reasons: reasons(found),
                }
            }),
            inspect: possible.set_inspection.then(|| Inspect {
                reports: possible.report_inspection,
                today: found.app.today().to_string(),
            }),
            release: possible.release,
            escalate: possible.escalate.then(|| target(found)).flatten(),
            colleagues: possible.colleagues.into_iter().map(colleague).collect(),
            why_not: possible.why_not.map(|why| why_not(found, &why)),
        })
    }
}

fn why_not(found: &Found<'_>, why: &WhyNot) -> String {
    let page = found.page;
    match why {
        WhyNot::OwnApplication => page.t("office-own-case").into_owned(),
        WhyNot::HeldBy(person) => page.t1("office-held-by", "name", found.names.of(*person, page)),
        WhyNot::WaitsForApplicant => page.t("office-waits-for-applicant").into_owned(),
        WhyNot::Refused(refusal) => page.t(format!("refusal-{}", refusal.code())).into_owned(),
    }
}

fn conditions(found: &Found<'_>) -> Vec<Choice> {
    let offered = found.service.review.conditions.choose.iter();
    let choice = |option: &forms::ConditionOption| Choice {
        value: option.code.to_string(),
        text: option.text.in_language(&found.spoken).to_owned(),
    };
    offered.map(choice).collect()
}

fn reasons(found: &Found<'_>) -> Vec<Choice> {
    let reasons = found.service.review.reasons.iter();
    let choice = |reason: &forms::Reason| Choice {
        value: reason.code.to_string(),
        text: reason.text.in_language(&found.spoken).to_owned(),
    };
    reasons
        .filter(|reason| reason.is_for(ReasonFor::Rejection))
        .map(choice)
        .collect()
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
        .filter(|question| found.service.may_be_asked_back(answers.purpose(), question))
        .map(choice)
        .collect()
}

fn target(found: &Found<'_>) -> Option<String> {
    let workflow = &found.service.review;
    let application = &found.case.application;
    let step = workflow.step(application.status.step()?)?;
    match step.deadline.as_ref()?.then.as_ref()? {
        DeadlineAction::Escalate { to } => {
            let to = workflow.before_approval(to, &application.answers, found.app.today());
            Some(workflow.step(&to)?.name.in_language(&found.spoken).to_owned())
        }
        _ => None,
    }
}
