//! From when to when a permit holds.

use jiff::civil::Date;

use super::ids::QuestionId;
use super::span::Span;
use crate::answers::Answers;
use crate::condition::Condition;

/// The periods that a permit may have: it gets the first that fits its application.
#[derive(Debug, Clone, PartialEq)]
pub struct Validity(Vec<ValidityPeriod>);

/// From when to when, and for which applications.
#[derive(Debug, Clone, PartialEq)]
pub struct ValidityPeriod {
    /// Over all answers, on the day of issue; for every application where there is none. Evaluate with
    /// [`Condition::holds_on`].
    pub when: Option<Condition>,
    /// The first moment in which the permit holds.
    pub begins: ValidityStart,
    /// The first in which it no longer does.
    pub ends: ValidityEnd,
}

/// When a permit begins to hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ValidityStart {
    /// The moment of issue.
    Issue,
    /// With the day answered, or at the time answered on it.
    Answer(AnsweredTime),
}

/// When a permit ceases to hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ValidityEnd {
    /// So long after it begins.
    After(Span),
    /// With the end of the day answered, or at the time answered on it.
    Answer(AnsweredTime),
    /// With the end of that day of the year, the first that comes: today's counts.
    DayOfYear {
        /// 1 to 12.
        month: i8,
        /// 1 to 31, and never 29 February, which most years lack.
        day: i8,
    },
    /// With the end of the next anniversary of the day answered, after the day on which the permit begins. In years without
    /// it, 29 February is the 28th: the last day of its month (in Peru, Código Civil, article 183, 3).
    Anniversary(QuestionId),
}

/// A moment that whoever applies chose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AnsweredTime {
    /// A date question.
    pub day: QuestionId,
    /// A time question; where there is none, the whole day is meant.
    pub time: Option<QuestionId>,
}

impl Validity {
    /// Those periods, the first that fits before the others.
    pub(crate) fn new(periods: Vec<ValidityPeriod>) -> Self {
        Self(periods)
    }

    /// All periods that a permit may have, in the order in which they are tried.
    pub fn periods(&self) -> &[ValidityPeriod] {
        &self.0
    }

    /// The period of a permit that is issued that day for these answers: the first whose condition holds and whose days are
    /// answered. There is always one for answers that are complete under a service that may be published.
    pub fn for_answers(&self, answers: &Answers, issued: Date) -> Option<&ValidityPeriod> {
        self.0.iter().find(|period| {
            let holds = |when: &Condition| when.holds_on(answers, issued);
            period.when.as_ref().is_none_or(holds) && period.hangs_on().all(|id| answers.get(id).is_some())
        })
    }
}

impl ValidityPeriod {
    /// That long from issue, for every application.
    pub fn lasting(span: Span) -> Self {
        Self {
            when: None,
            begins: ValidityStart::Issue,
            ends: ValidityEnd::After(span),
        }
    }

    /// The questions whose answers it hangs on, those of its end first.
    pub fn hangs_on(&self) -> impl Iterator<Item = &QuestionId> {
        let begins = match &self.begins {
            ValidityStart::Issue => None,
            ValidityStart::Answer(time) => Some(time),
        };
        let (ends, anniversary) = match &self.ends {
            ValidityEnd::After(_) | ValidityEnd::DayOfYear { .. } => (None, None),
            ValidityEnd::Answer(time) => (Some(time), None),
            ValidityEnd::Anniversary(day) => (None, Some(day)),
        };
        let times = ends.into_iter().chain(begins);
        anniversary
            .into_iter()
            .chain(times.flat_map(|time| std::iter::once(&time.day).chain(&time.time)))
    }

    /// How long it is, where the file says so.
    pub fn length(&self) -> Option<Span> {
        match self.ends {
            ValidityEnd::After(span) => Some(span),
            _ => None,
        }
    }
}
