//! Conditions: CEL expressions whose names and types were checked when the service file was read.
//!
//! Between conditions, `not`, `and` and `or` stand for `!`, `&&` and `||`. The `cel` crate parses; the checker in `compile` turns its tree into a small typed one, which
//! `evaluate` walks. The language is a part of CEL: comparisons, `&& || !`, `?:`, arithmetic, `in`, and
//! `size contains startsWith endsWith matches`; beside it `answered(question)`, `age(date)`, `date('…')`,
//! `time('…')` and `today`. Without loops, with at most 500 letters nested at most 16 deep, every condition
//! costs next to nothing; one that was published under other limits is still read, up to what the parser stands.

mod calls;
mod comparable;
mod compile;
mod elsewhere;
mod evaluate;
mod faults;
pub(crate) mod hints;
mod operators;
#[cfg(test)]
mod tests;
pub(crate) mod types;
mod unanswered;
mod values;
mod words;

use std::collections::BTreeSet;
use std::sync::Arc;

use jiff::civil::Date;

use crate::QuestionId;
use crate::answers::{Answer, Answers};
use compile::compile;
use evaluate::{Facts, Node};
use faults::Fault;
use types::Scope;

/// A checked CEL expression that says yes or no. Evaluating it cannot fail: an unanswered question counts
/// as empty (`""`, `0`, `false`, no day), and whatever cannot be computed makes the whole condition false.
#[derive(Debug, Clone)]
pub struct Condition {
    source: String,
    root: Arc<Node>,
    names: Arc<BTreeSet<QuestionId>>,
}

impl Condition {
    /// The condition, if the expression has a meaning, and everything wrong with it.
    pub(crate) fn compile(source: &str, scope: &Scope) -> (Option<Self>, Vec<Fault>) {
        let (root, names, faults) = compile(source, scope);
        let condition = root.map(|root| Self {
            source: source.to_owned(),
            root: Arc::new(root),
            names: Arc::new(names),
        });
        (condition, faults)
    }

    /// The expression as the service file writes it.
    pub fn source(&self) -> &str {
        &self.source
    }

    /// Whether it depends on the answer to that question.
    pub fn names(&self, question: &QuestionId) -> bool {
        self.names.contains(question)
    }

    /// For a `when` in the form, which cannot depend on the day: a form must not change overnight.
    pub fn holds(&self, answers: &Answers) -> bool {
        self.evaluate(&Facts {
            answers,
            own: None,
            today: None,
        })
    }

    /// For stops and automatic rules, which may name `today`.
    pub fn holds_on(&self, answers: &Answers, today: Date) -> bool {
        self.evaluate(&Facts {
            answers,
            own: None,
            today: Some(today),
        })
    }

    /// For a question's `valid`, which names its own value `answer` beside what was answered before.
    pub fn holds_for(&self, answer: &Answer, answers: &Answers, today: Date) -> bool {
        self.evaluate(&Facts {
            answers,
            own: Some(answer),
            today: Some(today),
        })
    }

    fn evaluate(&self, facts: &Facts<'_>) -> bool {
        self.root.holds(facts).unwrap_or(false)
    }
}

/// Two conditions are the same if they are written the same.
impl PartialEq for Condition {
    fn eq(&self, other: &Self) -> bool {
        self.source == other.source
    }
}
