//! What may be asked for of a permit that is out, and which of its answers stay as they are.

use std::borrow::Cow;

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::Serialize;

use super::application_purpose::ApplicationPurpose;
use super::fee::{Charge, FeeRow};
use super::form::{Page, Question};
use super::ids::QuestionId;
use super::span::Span;
use crate::answers::{Answer, Answers, Around, Reading, Visit, again};
use crate::{ClaimRole, Condition, DateBound, Kind, Service};

/// How a permit is renewed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Renewal {
    /// How long before the end it may be asked for.
    pub opens: Span,
    /// How long after the end it may still be asked for; always where there is none.
    pub closes: Option<Span>,
    /// Whether the renewed permit begins when the earlier one ends, if it is issued before; else with its issue.
    pub begins_at_end: bool,
    /// The questions that are asked anew; all of them where there are none.
    pub changes: Option<Vec<QuestionId>>,
}

/// When a renewed permit begins that is issued before the earlier one ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum RenewalStart {
    /// With its issue.
    AtIssue,
    /// With the earlier one's end.
    AtEnd,
}

/// Some of a permit's answers become others: those of an amendment, or the holder's where it is handed over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Changes {
    /// The questions that are asked anew. Every other answer stays.
    pub changes: Vec<QuestionId>,
}

impl Service {
    /// Whether an application may ask for this.
    pub fn offers(&self, purpose: ApplicationPurpose) -> bool {
        match purpose {
            ApplicationPurpose::New => true,
            ApplicationPurpose::Renewal => self.permit.renewal.is_some(),
            ApplicationPurpose::Amendment => self.permit.amendment.is_some(),
            ApplicationPurpose::Transfer => self.permit.transfer.is_some(),
            ApplicationPurpose::Copy => self.permit.copy,
        }
    }

    /// The questions that are asked anew for that purpose; nothing where every question is.
    fn asked_anew(&self, purpose: ApplicationPurpose) -> Option<&[QuestionId]> {
        match purpose {
            ApplicationPurpose::New => None,
            ApplicationPurpose::Renewal => self.permit.renewal.as_ref()?.changes.as_deref(),
            ApplicationPurpose::Amendment => Some(&self.permit.amendment.as_ref()?.changes),
            ApplicationPurpose::Transfer => Some(&self.permit.transfer.as_ref()?.changes),
            ApplicationPurpose::Copy => self.permit.copy.then_some(&[]),
        }
    }

    /// Whether an earlier answer to the question may become another. What was sworn is sworn anew.
    pub fn may_change(&self, purpose: ApplicationPurpose, question: &Question) -> bool {
        let asked_anew = self.asked_anew(purpose);
        matches!(question.kind, Kind::Declaration { .. })
            || asked_anew.is_none_or(|asked| asked.contains(&question.id))
    }

    /// Whether officers may ask for the answer anew: not where it stays what it was. What is asked for that purpose alone may be asked
    /// again.
    pub fn may_be_asked_back(&self, purpose: ApplicationPurpose, question: &Question) -> bool {
        let page = self.form.pages.iter();
        let page = page
            .clone()
            .find(|page| page.questions.iter().any(|asked| asked.id == question.id));
        let conditions = question
            .when
            .iter()
            .chain(page.and_then(|page| page.when.as_ref()));
        self.may_change(purpose, question) || conditions.into_iter().any(Condition::names_purpose)
    }

    /// The question as an answer that stays is held against it: where the permit keeps its time, not by the day. Nobody can answer anew
    /// since when they have a stall that must not have begun before the day of asking.
    pub(crate) fn judged<'q>(
        &self,
        purpose: ApplicationPurpose,
        question: &'q Question,
    ) -> Cow<'q, Question> {
        if purpose.keeps_end() && !self.may_be_asked_back(purpose, question) {
            Cow::Owned(timeless(question))
        } else {
            Cow::Borrowed(question)
        }
    }

    /// The answers with which an application for that purpose begins: those that the service still asks, but for what was sworn, and
    /// for the earlier holder's where the permit is handed over.
    pub fn begun_for(&self, purpose: ApplicationPurpose, earlier: &Answers) -> Answers {
        let mut begun = Answers::default().with_purpose(purpose);
        let is_handed_over = purpose == ApplicationPurpose::Transfer;
        for question in self.form.pages.iter().flat_map(|page| &page.questions) {
            let is_other = is_handed_over && self.may_change(purpose, question);
            let Some(answer) = earlier.get(&question.id).filter(|_| !is_other) else {
                continue;
            };
            if !matches!(answer, Answer::Declaration) {
                begun.insert(question.id.clone(), answer.clone());
            }
        }
        begun
    }

    /// The earlier answers that stay as they are in an application that answers so: those to what is not asked anew. One that is no
    /// longer right, by now or by what is answered otherwise, does not stay.
    pub fn staying(&self, earlier: &Answers, answers: &Answers, today: Date) -> Answers {
        let purpose = answers.purpose();
        let mut staying = Answers::default();
        if self.asked_anew(purpose).is_none() {
            return staying;
        }
        self.walk(purpose, |visit, before| {
            let Visit::Question(_, question) = visit else {
                return None;
            };
            let was = earlier
                .get(&question.id)
                .filter(|_| !self.may_change(purpose, question));
            let around = Around::right(before, today);
            let judged = self.judged(purpose, question);
            if let Some(Ok(Reading::Given(answer))) = was.map(|was| again(&judged, Some(was.clone()), around))
            {
                staying.insert(question.id.clone(), answer.clone());
                return Some(answer);
            }
            answers.get(&question.id).cloned()
        });
        staying
    }

    /// Whether a page of the journey asks something that does not stay as it was. Whoever goes through the form is led past one that
    /// does not.
    pub fn asks_something(&self, page: &Page, answers: &Answers, staying: &Answers) -> bool {
        let visible = self.visible(page, answers);
        staying.is_empty()
            || visible.is_empty()
            || visible.iter().any(|question| staying.get(&question.id).is_none())
    }

    /// What an application for that purpose costs whoever has a permit by these answers; nothing where that hangs on what is asked
    /// anew, or where the service has no fee.
    pub fn price(&self, purpose: ApplicationPurpose, earlier: &Answers, today: Date) -> Option<Charge> {
        let fee = self.review.fee.as_ref()?;
        let is_computed = |id: &QuestionId| {
            let mut computed = self.form.pages.iter().flat_map(|page| &page.computed);
            computed.any(|computed| computed.question.id == *id)
        };
        let changes_nothing = self.asked_anew(purpose).is_some_and(<[_]>::is_empty);
        let stays = |id: &QuestionId| {
            let asked = self.question(id).filter(|_| earlier.get(id).is_some());
            let stays = asked.is_some_and(|question| !self.may_change(purpose, question));
            stays && (changes_nothing || !is_computed(id))
        };
        let mut named = fee.rows.iter().flat_map(FeeRow::hangs_on);
        let answers = earlier.clone().with_purpose(purpose);
        named.all(stays).then(|| fee.charge(&answers, today))
    }

    /// The question for the holder's identity document: what the permit claims, or the first of the form that asks for one.
    pub fn document_question(&self) -> Option<&Question> {
        let claimed = self
            .permit
            .claims
            .iter()
            .find(|claim| claim.role == ClaimRole::Document);
        let claimed = claimed.and_then(|claim| self.question(&claim.answer));
        let mut asked = self.form.pages.iter().flat_map(|page| &page.questions);
        claimed.or_else(|| asked.find(|question| matches!(question.kind, Kind::IdentityDocument { .. })))
    }
}

/// The question without what it asks of an answer that hangs on the day.
fn timeless(question: &Question) -> Question {
    let mut timeless = question.clone();
    timeless.valid.retain(|rule| !rule.rule.names_day());
    match &mut timeless.kind {
        Kind::Date { min, max } => {
            let is_fixed = |bound: &DateBound| matches!(bound, DateBound::On(_));
            *min = min.filter(is_fixed);
            *max = max.filter(is_fixed);
        }
        Kind::Group { questions, .. } => {
            for question in questions {
                *question = self::timeless(question);
            }
        }
        _ => {}
    }
    timeless
}
