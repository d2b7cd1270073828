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
pub(crate) mod faults;
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

use crate::answers::{Answer, Answers};
use crate::country_rules::CountryRules;
use crate::{Kind, QuestionId};
use compile::compile;
use evaluate::{Facts, Node};
use faults::Fault;
use types::{Scope, Type};

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

    /// The questions whose answers it depends on.
    pub(crate) fn questions(&self) -> &BTreeSet<QuestionId> {
        &self.names
    }

    /// Whether it depends on the answer to that question.
    pub fn names(&self, question: &QuestionId) -> bool {
        self.names.contains(question)
    }

    /// Whether it depends on what the application asks for.
    pub fn names_purpose(&self) -> bool {
        self.root.names_purpose()
    }

    /// Whether it depends on the day.
    pub(crate) fn names_day(&self) -> bool {
        self.root.names_day()
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

    /// For a question's `rules`, which names its own value `answer` beside what was answered before.
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

/// A checked CEL expression that says a number, a text, or yes or no. Evaluating it cannot fail, as with a [`Condition`]; whatever
/// cannot be computed is 0, no text, or no.
#[derive(Debug, Clone)]
pub struct Formula {
    source: String,
    root: Arc<Node>,
    kind: Type,
}

impl Formula {
    /// The formula, if the expression has a meaning, and everything wrong with it.
    pub(crate) fn compile(source: &str, scope: &Scope) -> (Option<Self>, Vec<Fault>) {
        let (typed, faults) = compile::compile_formula(source, scope);
        let formula = typed.map(|(root, kind)| Self {
            source: source.to_owned(),
            root: Arc::new(root),
            kind,
        });
        (formula, faults)
    }

    /// Stands for one that has no meaning, so that what names its value can be checked.
    pub(crate) fn meaningless(source: &str) -> Self {
        Self {
            source: source.to_owned(),
            root: Arc::new(Node::Integer(0)),
            kind: Type::Integer,
        }
    }

    /// The expression as the service file writes it.
    pub fn source(&self) -> &str {
        &self.source
    }

    /// The questions whose answers it depends on.
    pub(crate) fn questions(&self) -> BTreeSet<QuestionId> {
        let mut found = BTreeSet::new();
        self.root.add_questions(&mut found);
        found
    }

    /// The type of its values, as questions have it.
    pub(crate) fn kind(&self) -> Kind {
        match self.kind {
            Type::Integer => Kind::Integer { min: None, max: None },
            Type::Decimal => Kind::Decimal {
                min: None,
                max: None,
                country: CountryRules::usual(),
            },
            Type::YesNo => Kind::YesNo,
            _ => Kind::Text { max_length: None },
        }
    }

    /// What it comes to for these answers.
    pub(crate) fn answer(&self, answers: &Answers) -> Answer {
        let facts = Facts {
            answers,
            own: None,
            today: None,
        };
        let value = self.root.value(&facts);
        value
            .and_then(values::answer)
            .unwrap_or_else(|| match &self.kind {
                Type::Integer => Answer::Integer(0),
                Type::Decimal => Answer::Decimal("0".to_owned()),
                Type::YesNo => Answer::YesNo(false),
                _ => Answer::Text(String::new()),
            })
    }
}

/// Two formulas are the same if they are written the same.
impl PartialEq for Formula {
    fn eq(&self, other: &Self) -> bool {
        self.source == other.source
    }
}

/// Two conditions are the same if they are written the same.
impl PartialEq for Condition {
    fn eq(&self, other: &Self) -> bool {
        self.source == other.source
    }
}
