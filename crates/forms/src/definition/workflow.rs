//! How an application is decided.

use jiff::civil::Date;

use super::calendar::Calendar;
use super::conditions::OfficeConditions;
use super::fee::Fee;
use super::ids::{OpinionId, QuestionId, ReasonCode, Role, StepId};
use super::inspection::InspectionRequest;
use super::opinions::OpinionRequest;
use super::term::Term;
use super::text::Text;
use crate::answers::Answers;
use crate::condition::Condition;
use crate::parties::PartyQuestion;

/// The rules and steps between submission and decision; proved to be reachable and to end before they are published.
#[derive(Debug, Clone, PartialEq)]
pub struct Workflow {
    /// The question whose answer routes the case to an office.
    pub office: Option<QuestionId>,
    /// On which days its offices work.
    pub calendar: Calendar,
    /// No person decides two steps of one application.
    pub four_eyes: bool,
    /// Tried in order; the first that holds decides. If none holds, the first step takes the case.
    pub rules: Vec<AutomaticRule>,
    /// The steps, in the order of the file; the first of them is where cases enter.
    pub steps: Vec<Step>,
    /// How long the applicant has when asked back; then the application lapses.
    pub answer_within: Term,
    /// What may be asked back; with nothing listed in the file, every question.
    pub may_ask: Vec<QuestionId>,
    /// The canned reasons.
    pub reasons: Vec<Reason>,
    /// Whether and where a rejection can be appealed.
    pub appeal: Option<Appeal>,
    /// Where a person looks at sampled automatic approvals afterwards.
    pub sample_step: Option<StepId>,
    /// What whoever approves may ask of the holder: the file's `permit.conditions`.
    pub conditions: OfficeConditions,
    /// What an application costs, where the file says so.
    pub fee: Option<Fee>,
    /// The form's questions whose answers name a party, who decides nothing of the application.
    pub party_questions: Vec<PartyQuestion>,
}

impl Workflow {
    /// The step of that id.
    pub fn step(&self, id: &StepId) -> Option<&Step> {
        self.steps.iter().find(|step| step.id == *id)
    }

    /// Where a case enters when no rule decides; none if rules decide every case by themselves.
    pub fn first_step(&self) -> Option<&Step> {
        self.steps.iter().find(|step| !self.is_aside(&step.id))
    }

    /// Where a case goes that was approved, and whose way leads to that step: there, or past the steps that do not take it.
    pub fn after_approval(&self, to: &StepId, answers: &Answers, today: Date) -> Next {
        if self.step(to).is_none() {
            return Next::Step(to.clone());
        }
        let taken = self.along(to).find(|step| self.takes(step, answers, today));
        taken.map_or(Next::Permit, |step| Next::Step(step.id.clone()))
    }

    /// Where a case goes that nobody has approved yet, and which is sent to that step: there, or past the steps that do not take
    /// it. Where none takes it, the last does all the same: there is no permit that neither a rule nor a person grants.
    pub fn before_approval(&self, to: &StepId, answers: &Answers, today: Date) -> StepId {
        let taken = self.along(to).find(|step| self.takes(step, answers, today));
        let step = taken.or_else(|| self.along(to).last());
        step.map_or_else(|| to.clone(), |step| step.id.clone())
    }

    /// The first step before that one which did not take the case by the answers of before, and takes it by those of now; or which asks
    /// for an opinion now that it did not ask for. Consents that are wanted now are asked for before the permit.
    pub fn newly_taken_by(&self, before: &StepId, [was, is]: [&Answers; 2], today: Date) -> Option<&Step> {
        let newly = |step: &&Step| match &step.taker {
            Taker::Consent(_) => false,
            Taker::Office { .. } | Taker::Inspection(_) => {
                !self.takes(step, was, today) && self.takes(step, is, today)
            }
            Taker::Opinions(_) => {
                let asked = self.wanted_opinions(step, was, today);
                let mut wanted = self.wanted_opinions(step, is, today).into_iter();
                wanted.any(|opinion| !asked.contains(&opinion))
            }
        };
        let leads = |step: &&Step| self.along(&step.id).skip(1).any(|later| later.id == *before);
        let found = self.steps.iter().filter(newly).filter(leads);
        found.max_by_key(|step| self.along(&step.id).count())
    }

    /// The opinions that a step asks for of a case with these answers, in the order of the file.
    pub fn wanted_opinions<'w>(
        &self,
        step: &'w Step,
        answers: &Answers,
        today: Date,
    ) -> Vec<&'w OpinionRequest> {
        let takes = |when: &Condition| when.holds_on(answers, today);
        if !step.when.as_ref().is_none_or(takes) {
            return Vec::new();
        }
        let asked = step.opinions().iter();
        asked
            .filter(|opinion| opinion.is_wanted(answers, today))
            .collect()
    }

    /// Whether a case with these answers stops at a step that it comes to. One for appeals or samples is never passed over; one for
    /// somebody's consent is where the form asked for nobody, and one for opinions where none is wanted.
    pub fn takes(&self, step: &Step, answers: &Answers, today: Date) -> bool {
        let holds = |when: &Condition| when.holds_on(answers, today);
        let is_asked_of = |consent: &Consent| {
            let mut asked_if = consent.asked_if.iter();
            answers.get(&consent.of).is_some() && asked_if.all(holds)
        };
        let somebody = match &step.taker {
            Taker::Office { .. } | Taker::Inspection(_) => true,
            Taker::Consent(consent) => is_asked_of(consent),
            Taker::Opinions(_) => !self.wanted_opinions(step, answers, today).is_empty(),
        };
        self.is_aside(&step.id) || (somebody && step.when.as_ref().is_none_or(holds))
    }

    /// The questions whose answer is the address of somebody whose consent is asked for: theirs, not the applicant's.
    pub fn consent_questions(&self) -> impl Iterator<Item = &QuestionId> {
        let consents = self.steps.iter().filter_map(Step::consent);
        consents.map(|consent| &consent.of)
    }

    /// The opinion of that name, whichever step asks for it.
    pub fn opinion(&self, id: &OpinionId) -> Option<&OpinionRequest> {
        let mut asked = self.steps.iter().flat_map(Step::opinions);
        asked.find(|request| request.id == *id)
    }

    /// The steps from one on, as approvals lead. Each at most once: a version that is kept may have a circle.
    pub fn along<'w>(&'w self, from: &StepId) -> impl Iterator<Item = &'w Step> {
        let next = |step: &&'w Step| match &step.next {
            Next::Step(id) => self.step(id),
            Next::Permit => None,
        };
        std::iter::successors(self.step(from), next).take(self.steps.len())
    }

    /// The reason of that code.
    pub fn reason(&self, code: &ReasonCode) -> Option<&Reason> {
        self.reasons.iter().find(|reason| reason.code == *code)
    }

    /// Whether a step stands beside the ordinary chain: reached by appeal or by sampling only.
    pub fn is_aside(&self, id: &StepId) -> bool {
        self.appeal.as_ref().is_some_and(|appeal| appeal.step == *id) || self.sample_step.as_ref() == Some(id)
    }
}

/// A rule that decides without a person.
#[derive(Debug, Clone, PartialEq)]
pub struct AutomaticRule {
    /// Over all answers; evaluate with [`Condition::holds_on`].
    pub when: Condition,
    /// What happens then.
    pub then: Ruling,
}

/// What an automatic rule decides.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ruling {
    /// The permit is issued at once.
    Approve {
        /// The reason that is recorded.
        because: ReasonCode,
        /// How many in a hundred a person looks at afterwards.
        sample: u8,
    },
    /// The application is refused at once.
    Reject {
        /// The reason that the applicant is told.
        because: ReasonCode,
    },
    /// A person decides, at this step.
    Refer {
        /// Where the case is queued.
        to: StepId,
    },
}

/// One station where people decide.
#[derive(Debug, Clone, PartialEq)]
pub struct Step {
    /// Its name.
    pub id: StepId,
    /// What officers read.
    pub name: Text,
    /// What the applicant is told when the case comes here, on their page and in a letter.
    pub tell: Option<Text>,
    /// Which cases it takes; the others go on to its `next`. Every case where there is none. Evaluate with
    /// [`Condition::holds_on`].
    pub when: Option<Condition>,
    /// Who decides here.
    pub taker: Taker,
    /// What happens if nobody decides in time.
    pub deadline: Option<Deadline>,
    /// Where an approved case goes.
    pub next: Next,
}

impl Step {
    /// The role of those of the office who take cases here; none where somebody outside it consents, or others give their opinions.
    pub fn role(&self) -> Option<&Role> {
        match &self.taker {
            Taker::Office { role, .. } => Some(role),
            Taker::Inspection(request) => Some(&request.role),
            Taker::Consent(_) | Taker::Opinions(_) => None,
        }
    }

    /// How many different persons of the office must approve here.
    pub fn people(&self) -> u8 {
        match &self.taker {
            Taker::Office { people, .. } => *people,
            Taker::Inspection(_) => 1,
            Taker::Consent(_) | Taker::Opinions(_) => 0,
        }
    }

    /// Whose consent is asked for here, where it is somebody outside the office.
    pub fn consent(&self) -> Option<&Consent> {
        match &self.taker {
            Taker::Office { .. } | Taker::Opinions(_) | Taker::Inspection(_) => None,
            Taker::Consent(consent) => Some(consent),
        }
    }

    /// The inspection that is made here, if one is.
    pub fn inspection(&self) -> Option<&InspectionRequest> {
        match &self.taker {
            Taker::Inspection(request) => Some(request),
            Taker::Office { .. } | Taker::Consent(_) | Taker::Opinions(_) => None,
        }
    }

    /// Whether people of the office decide here.
    pub fn is_decided_at(&self) -> bool {
        matches!(self.taker, Taker::Office { .. })
    }

    /// The opinions that are asked for here, in the order of the file; none where somebody decides or consents.
    pub fn opinions(&self) -> &[OpinionRequest] {
        match &self.taker {
            Taker::Office { .. } | Taker::Consent(_) | Taker::Inspection(_) => &[],
            Taker::Opinions(asked) => asked,
        }
    }

    /// Everybody who works at it: whoever decides here, or gives one of the opinions.
    pub fn roles(&self) -> impl Iterator<Item = &Role> {
        let asked = self.opinions().iter().map(|opinion| &opinion.role);
        self.role().into_iter().chain(asked)
    }
}

/// Who decides at a step.
#[derive(Debug, Clone, PartialEq)]
pub enum Taker {
    /// People of the office.
    Office {
        /// Who may take a case.
        role: Role,
        /// How many different persons must approve.
        people: u8,
    },
    /// Somebody whom the application names, who consents to it or refuses.
    Consent(Consent),
    /// Several bodies at once, who decide nothing: when all have given their opinion, or the time is over, the case goes on.
    Opinions(Vec<OpinionRequest>),
    /// Somebody of the office, who goes to look and reports what they found: then the case goes on.
    Inspection(InspectionRequest),
}

/// What is asked of somebody without whose consent an application does not go on: another parent, the owner of a house.
#[derive(Debug, Clone, PartialEq)]
pub struct Consent {
    /// The question whose answer is the e-mail address of whoever is asked. Where it was not asked, nobody is.
    pub of: QuestionId,
    /// When that question is asked, as its page and itself say: an answer to what is no longer asked names nobody.
    pub asked_if: Vec<Condition>,
    /// The question whose answer is the name of whoever asks them; the permit's holder asks where there is none.
    pub asked_by: Option<QuestionId>,
    /// What they are asked to consent to.
    pub asks: Text,
    /// The answers that they are shown; nothing else of the application is.
    pub shows: Vec<QuestionId>,
    /// The reason that the applicant is told if they refuse.
    pub because: ReasonCode,
}

impl Consent {
    /// What it is asked of whom: of these answers those that are shown, and the address. A consent is to these.
    pub fn told(&self, answers: &Answers) -> Answers {
        let mut told = Answers::default();
        for id in self.shows.iter().chain([&self.of]) {
            if let Some(answer) = answers.get(id) {
                told.insert(id.clone(), answer.clone());
            }
        }
        told
    }
}

/// Where a case goes after a step approves it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Next {
    /// To another step.
    Step(StepId),
    /// The permit is issued.
    Permit,
}

/// A limit on how long a case may wait at a step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Deadline {
    /// Counted from the moment the case was queued at the step.
    pub after: Term,
    /// What the passing of it does. Where it does nothing, it is a promise to whoever applies, and shown to the office as due.
    pub then: Option<DeadlineAction>,
}

/// What the passing of a deadline does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DeadlineAction {
    /// Another step takes the case.
    Escalate {
        /// Which.
        to: StepId,
    },
    /// The permit is granted because the authority was silent.
    Approve {
        /// The reason that is recorded.
        because: ReasonCode,
    },
    /// The application is refused because the authority was silent.
    Reject {
        /// The reason that the applicant is told.
        because: ReasonCode,
    },
    /// The application ends undecided.
    Lapse,
}

/// A canned reason, so that like cases are told alike and can be counted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reason {
    /// What is stored.
    pub code: ReasonCode,
    /// What it is given for; with nothing listed in the file, whatever is decided.
    pub purposes: Vec<ReasonFor>,
    /// What the applicant reads.
    pub text: Text,
}

/// What a reason is given for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReasonFor {
    /// Granting the permit.
    Approval,
    /// Refusing it.
    Rejection,
}

impl Reason {
    /// Whether it may be given for this.
    pub fn is_for(&self, purpose: ReasonFor) -> bool {
        self.purposes.is_empty() || self.purposes.contains(&purpose)
    }
}

/// The right to have a rejection looked at again, by someone else.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Appeal {
    /// Counted from the rejection.
    pub within: Term,
    /// The step that hears it.
    pub step: StepId,
}
