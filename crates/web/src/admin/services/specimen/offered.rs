//! What may happen to a specimen where it stands, as buttons.

use engine::specimens::{MOST_CHOICES, Outcome};
use forms::{Question, ReasonFor, Service, Step};
use locale::dates;
use review::{Status, is_open_against};

use crate::{
    app::App,
    page::Page,
    said::{Said, Voice},
};

/// The buttons.
#[derive(Default)]
pub(super) struct Offered {
    /// Whether somebody of the office may decide.
    pub(super) decide: Option<Decide>,
    /// What they may ask the applicant.
    pub(super) ask: Vec<Item>,
    /// Buttons without a field: the value, and the key of what stands on it.
    pub(super) plain: Vec<(&'static str, &'static str)>,
    /// When time runs out, if nobody does anything.
    pub(super) time_ends: Option<String>,
}

/// Yes or no.
pub(super) struct Decide {
    /// An approval by rule, looked at afterwards.
    pub(super) sample: bool,
    pub(super) conditions: Vec<Item>,
    pub(super) reasons: Vec<Item>,
}

/// One thing to choose.
pub(super) struct Item {
    pub(super) value: String,
    pub(super) text: Said,
}

impl Offered {
    pub(super) fn of(app: &App, page: &Page, service: &Service, outcome: &Outcome) -> Self {
        if outcome.happened.len() > MOST_CHOICES {
            return Self::default();
        }
        let (application, workflow) = (outcome.application(), &service.review);
        let voice = Voice::of(service, page.language);
        let mut offered = Self {
            time_ends: outcome
                .time_ends
                .map(|at| dates::end(at, &app.settings.time_zone, page.language)),
            ..Self::default()
        };
        match &application.status {
            Status::Queued { step, .. } | Status::Claimed { step, .. } => {
                let step = workflow.step(step);
                if step.and_then(Step::consent).is_some() {
                    offered.plain.push(("consent", "specimen-consent"));
                    offered.plain.push(("refuse-consent", "specimen-refuse-consent"));
                } else if step.is_some_and(|step| !step.opinions().is_empty()) {
                    offered.plain.push(("opinions", "specimen-opinions"));
                } else if step.and_then(Step::inspection).is_some() {
                    offered.plain.push(match application.appointment() {
                        None => ("set-inspection", "specimen-set-inspection"),
                        Some(_) => ("inspect", "specimen-inspect"),
                    });
                    offered.ask = questions(service, &voice, outcome);
                } else {
                    offered.decide = Some(Decide::of(service, &voice, false));
                    offered.ask = questions(service, &voice, outcome);
                }
                offered.plain.push(("withdraw", "specimen-withdraw"));
            }
            Status::Waiting { .. } => {
                offered.plain.push(("answer", "specimen-answer"));
                offered.plain.push(("withdraw", "specimen-withdraw"));
            }
            Status::Approved { .. } if application.sampled => {
                offered.decide = Some(Decide::of(service, &voice, true));
            }
            Status::Rejected { by, .. } if is_open_against(workflow, by) && !application.appealed => {
                offered.plain.push(("appeal", "specimen-appeal"));
            }
            Status::Approved { .. }
            | Status::Rejected { .. }
            | Status::Withdrawn { .. }
            | Status::Lapsed { .. } => {}
        }
        offered
    }

    pub(super) fn is_nothing(&self) -> bool {
        self.decide.is_none() && self.ask.is_empty() && self.plain.is_empty() && self.time_ends.is_none()
    }
}

impl Decide {
    fn of(service: &Service, voice: &Voice, sample: bool) -> Self {
        let workflow = &service.review;
        let conditions = workflow.conditions.choose.iter().filter(|_| !sample);
        let reasons = workflow.reasons.iter();
        Self {
            sample,
            conditions: conditions
                .map(|option| Item {
                    value: option.code.to_string(),
                    text: voice.say(&option.text),
                })
                .collect(),
            reasons: reasons
                .filter(|reason| reason.is_for(ReasonFor::Rejection))
                .map(|reason| Item {
                    value: reason.code.to_string(),
                    text: voice.say(&reason.text),
                })
                .collect(),
        }
    }
}

/// What may be asked back, of what the applicant was asked at all.
fn questions(service: &Service, voice: &Voice, outcome: &Outcome) -> Vec<Item> {
    let answers = &outcome.application().answers;
    let may_ask = &service.review.may_ask;
    let pages = service.journey(answers).into_iter();
    let shown = pages.flat_map(|page| service.visible(page, answers));
    let option = |question: &Question| Item {
        value: question.id.to_string(),
        text: voice.say(question.name()),
    };
    shown
        .filter(|question| may_ask.is_empty() || may_ask.contains(&question.id))
        .map(option)
        .collect()
}
