//! What must come out for certain people, written beside a service file: who applies, and what must become of it.
//!
//! A scenario gives the answers that matter to it; what it leaves open is answered as is usual. [`read`] holds every name in
//! it against the service. Whoever runs one learns with [`Scenario::answers`] what is filled in.

mod anonymised;
mod check;
mod given;
mod shape;
mod written;

use std::collections::BTreeMap;
use std::fmt;

use jiff::civil::{Date, DateTime};

use crate::answers::{Gap, Raw};
use crate::read::field::FromNode;
use crate::read::node;
use crate::read::problems::Problems;
use crate::read::raw::RawScenario;
use crate::samples::{self, Found, Unmet};
use crate::{
    Answers, ApplicationPurpose, ConditionCode, Diagnostics, InspectionOutcome, MessageEvent, OpinionId,
    OpinionOutcome, PageId, QuestionId, ReasonCode, Service, StepId, Term,
};

pub use anonymised::{anonymised, anonymised_anew};
pub use given::Given;
pub use written::{WrittenAct, WrittenEarlier, WrittenScenario, amount};

/// Something that a scenario says, and where.
#[derive(Debug, Clone, PartialEq)]
pub struct Said<T> {
    /// The line of the file, counted from 1.
    pub line: usize,
    /// What it says.
    pub value: T,
}

/// Somebody who applies.
#[derive(Debug, Clone, PartialEq)]
pub struct Scenario {
    /// What happens, in a sentence.
    pub name: Said<String>,
    /// When it is sent, on the office's clock.
    pub sent: DateTime,
    /// What is asked for.
    pub purpose: ApplicationPurpose,
    /// The permit of which it is asked; there is one for every purpose but a new permit.
    pub earlier: Option<Earlier>,
    /// The answers that matter.
    pub given: Given,
    /// What happens once it was sent, in order.
    pub then: Vec<Said<Act>>,
    /// What must come of it.
    pub expected: Expected,
}

/// A permit that is out when a scenario begins.
#[derive(Debug, Clone, PartialEq)]
pub struct Earlier {
    /// When it was applied for, on the office's clock; it was approved at once.
    pub sent: DateTime,
    /// The answers then that matter.
    pub given: Given,
}

/// What must come of an application. What is not said may be anything.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Expected {
    /// The pages that are seen, in order.
    pub pages: Option<Said<Vec<PageId>>>,
    /// What is computed, as it would be typed.
    pub computed: BTreeMap<QuestionId, Said<String>>,
    /// What it costs, in hundredths of the country's money.
    pub cents: Option<Said<i64>>,
    /// That it cannot be sent, since these questions want another answer.
    pub not_sent: Option<Said<Vec<QuestionId>>>,
    /// Where it stands when it was sent.
    pub comes_to: Option<Said<Standing>>,
    /// Where it stands at last.
    pub ends: Option<Said<Standing>>,
    /// Why it was decided so.
    pub because: Option<Said<ReasonCode>>,
    /// The letters that were written, in order.
    pub letters: Option<Said<Vec<MessageEvent>>>,
    /// The permit.
    pub permit: Option<Said<ExpectedPermit>>,
}

/// Where an application stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Standing {
    /// It has its permit.
    Approved,
    /// It was refused.
    Rejected,
    /// Time ran out.
    Lapsed,
    /// The applicant took it back.
    Withdrawn,
    /// It waits at this step.
    At(StepId),
}

/// A time, as exactly as it was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Moment {
    /// A day, whatever the hour.
    Day(Date),
    /// To the minute.
    Time(DateTime),
}

/// A permit as it must be.
#[derive(Debug, Clone, PartialEq)]
pub struct ExpectedPermit {
    /// When it begins to hold.
    pub from: Option<Said<Moment>>,
    /// When it ends: a day is the last on which it holds.
    pub until: Option<Said<Moment>>,
    /// What those who approved set for its holder.
    pub conditions: Option<Said<Vec<ConditionCode>>>,
    /// What its code says, by question.
    pub says: Given,
}

/// What happens to an application.
#[derive(Debug, Clone, PartialEq)]
pub enum Act {
    /// Somebody says yes at this step, and sets these conditions.
    Approve(StepId, Vec<ConditionCode>),
    /// Somebody says no at this step, for this reason.
    Reject(StepId, ReasonCode),
    /// Whoever is asked to consents at this step.
    Consent(StepId),
    /// They refuse.
    RefuseConsent(StepId),
    /// The body that is asked for this opinion gives it.
    Opinion(OpinionId, OpinionOutcome),
    /// Somebody of the office inspects at that step, and finds this.
    Inspect(StepId, InspectionOutcome),
    /// The office asks for these questions anew, and the applicant answers so, or not at all.
    Ask(Vec<QuestionId>, Option<Given>),
    /// So much time passes.
    Wait(Term),
    /// The applicant takes it back.
    Withdraw,
    /// The applicant asks that somebody else look at it.
    Appeal(String),
}

/// A form as somebody in a scenario fills it in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FilledIn {
    /// All answers, those that are given and the usual ones.
    pub answers: Answers,
    /// The questions that want another answer before it can be sent, in the order of the form.
    pub gaps: Vec<Gap>,
    /// The given answers that nobody is asked for who answers so.
    pub not_asked: Vec<QuestionId>,
    /// The answers that stay as they were in an earlier application, and are not asked.
    pub staying: Answers,
}

/// What somebody answers who was asked anew.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AnsweredAnew {
    /// The answers to what was asked, and to what the form asks besides.
    pub answers: Answers,
    /// What it asks besides.
    pub further: Vec<QuestionId>,
    /// The questions whose answer is wrong, and those that nobody asked.
    pub refused: Vec<QuestionId>,
}

impl Standing {
    /// Those that are no step.
    const ENDS: [Self; 4] = [Self::Approved, Self::Rejected, Self::Lapsed, Self::Withdrawn];
}

/// As it is written.
impl fmt::Display for Standing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Approved => "approved",
            Self::Rejected => "rejected",
            Self::Lapsed => "lapsed",
            Self::Withdrawn => "withdrawn",
            Self::At(step) => step.as_str(),
        })
    }
}

impl Scenario {
    /// The form as it is filled in on that day. It begins with the answers of the earlier application, where there is one, and those of
    /// them that stay are not asked.
    pub fn answers(&self, service: &Service, today: Date) -> FilledIn {
        let earlier = self.earlier.as_ref();
        let earlier = earlier
            .map(|earlier| earlier.answers(service).answers)
            .unwrap_or_default();
        let begun = service.begun_for(self.purpose, &earlier);
        let staying = service.staying(&earlier, &begun, today);
        fill_in(service, &begun, &staying, &self.given, today)
    }
}

impl Earlier {
    /// The form as it was filled in then.
    pub fn answers(&self, service: &Service) -> FilledIn {
        let nothing = Answers::default();
        fill_in(service, &nothing, &nothing, &self.given, self.sent.date())
    }
}

/// A form with these answers in it, and the usual ones to whatever else it asks.
fn fill_in(service: &Service, begun: &Answers, staying: &Answers, given: &Given, today: Date) -> FilledIn {
    let mut raw = typed(service, begun);
    raw.extend(given.raw());
    raw.extend(typed(service, staying));
    let found = samples::search_around(service, begun.purpose(), &raw, today);
    let mut asked = Vec::new();
    for page in service.journey(&found.answers) {
        asked.extend(
            service
                .visible(page, &found.answers)
                .into_iter()
                .map(|question| &question.id),
        );
    }
    let open = service
        .complete(found.answers.clone(), today)
        .err()
        .unwrap_or_default();
    // An optional question whose answer is wrong would be left empty.
    let wrong: Vec<_> = wrong(&found).filter(|id| given.get(id).is_some()).collect();
    let every = service.form.pages.iter().flat_map(|page| {
        page.questions.iter().map(|question| Gap {
            page: page.id.clone(),
            question: question.id.clone(),
        })
    });
    let gaps = every.filter(|gap| open.contains(gap) || wrong.contains(&&gap.question));
    FilledIn {
        gaps: gaps.collect(),
        not_asked: given
            .questions()
            .filter(|id| !asked.contains(id) || staying.get(id).is_some())
            .cloned()
            .collect(),
        staying: staying.clone(),
        answers: found.answers,
    }
}

/// Answers as they would be typed.
fn typed(service: &Service, answers: &Answers) -> BTreeMap<QuestionId, Raw> {
    let typed = answers.iter();
    typed
        .filter_map(|(id, answer)| Some((id.clone(), answer.to_raw(service.question(id)?))))
        .collect()
}

/// The questions without a right answer.
fn wrong(found: &Found) -> impl Iterator<Item = &QuestionId> {
    found.unmet.iter().filter_map(|unmet| match unmet {
        Unmet::Question(id) => Some(id),
        Unmet::Stop { .. } | Unmet::Rejection { .. } => None,
    })
}

/// What somebody answers who was asked anew for these questions: what is given to them, and the usual answers to whatever the form asks
/// besides because of it.
pub fn answer_anew(
    service: &Service,
    known: &Answers,
    asked: &[QuestionId],
    given: &Given,
    today: Date,
) -> AnsweredAnew {
    let mut raw = typed(service, known);
    raw.extend(given.raw());
    let found = samples::search_around(service, known.purpose(), &raw, today);
    let further = found.answers.iter().map(|(id, _)| id.clone());
    let further: Vec<_> = further
        .filter(|id| known.get(id).is_none() && !asked.contains(id))
        .collect();
    let mut refused: Vec<_> = wrong(&found).cloned().collect();
    let beside = given
        .questions()
        .filter(|id| !asked.contains(id) && !further.contains(id));
    refused.extend(beside.cloned());
    let mut answers = found.answers;
    answers
        .0
        .retain(|id, _| asked.contains(id) || further.contains(id));
    AnsweredAnew {
        answers,
        further,
        refused,
    }
}

/// Reads the scenarios beside a service file. `file` is only named in the diagnostics.
pub fn read(file: &str, source: &str, service: &Service) -> Result<Vec<Scenario>, Diagnostics> {
    let mut problems = Problems::default();
    let scenarios = node::parse(source, &mut problems)
        .and_then(|root| Vec::<RawScenario>::from_node(&root, &mut problems))
        .map(|raw| check::scenarios(&raw, source, service, &mut problems));
    match scenarios {
        Some(scenarios) if problems.is_empty() => Ok(scenarios),
        _ => Err(problems.into_diagnostics(file, source)),
    }
}
