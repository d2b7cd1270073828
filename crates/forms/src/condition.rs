//! Conditions: CEL expressions whose names and types were checked when the service file was read.

use jiff::civil::Date;

use crate::answers::{Answer, Answers};

/// A checked CEL expression that says yes or no. Evaluating it cannot fail: an unanswered question counts
/// as empty (`""`, `0`, `false`, no day), and whatever cannot be computed makes the whole condition false.
#[derive(Debug, Clone, PartialEq)]
pub struct Condition {
    source: String,
}

impl Condition {
    /// The expression as the service file writes it.
    pub fn source(&self) -> &str {
        &self.source
    }

    /// For a `when` in the form, which cannot depend on the day: a form must not change overnight.
    pub fn holds(&self, answers: &Answers) -> bool {
        let _ = answers;
        false
    }

    /// For stops and automatic rules, which may name `today`.
    pub fn holds_on(&self, answers: &Answers, today: Date) -> bool {
        let _ = (answers, today);
        false
    }

    /// For a question's `valid`, which names its own value `answer` beside what was answered before.
    pub fn holds_for(&self, answer: &Answer, answers: &Answers, today: Date) -> bool {
        let _ = (answer, answers, today);
        false
    }
}
