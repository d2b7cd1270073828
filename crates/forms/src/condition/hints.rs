//! What a condition speaks of: the questions, and the constants and patterns that their answers are held against.

use jiff::civil::{Date, Time};

use super::Condition;
use super::evaluate::{Facts, Node};
use super::values::Value;
use crate::answers::Answers;

/// The constants of conditions, each once, in the order in which they are written; and their patterns.
#[derive(Debug, Clone, Default)]
pub(crate) struct Hints {
    pub(crate) texts: Vec<String>,
    pub(crate) numbers: Vec<f64>,
    pub(crate) dates: Vec<Date>,
    pub(crate) times: Vec<Time>,
    pub(crate) patterns: Vec<String>,
}

impl Condition {
    /// Adds its constants to those of others.
    pub(crate) fn add_hints(&self, hints: &mut Hints, today: Date) {
        let facts = Facts {
            answers: &Answers::default(),
            own: None,
            today: Some(today),
        };
        hints.add(&self.root, &facts);
    }
}

impl Hints {
    fn add(&mut self, node: &Node, facts: &Facts<'_>) {
        if let Node::Matches(_, pattern) = node {
            keep(&mut self.patterns, pattern.as_str().to_owned());
        }
        if node.is_constant() && !matches!(node, Node::List(_)) {
            match node.value(facts) {
                Some(Value::Text(text)) => keep(&mut self.texts, text.into_owned()),
                #[expect(clippy::cast_precision_loss, reason = "amounts in forms are far below 2^53")]
                Some(Value::Integer(number)) => keep(&mut self.numbers, number as f64),
                Some(Value::Decimal(number)) => keep(&mut self.numbers, number),
                Some(Value::Date(day)) => keep(&mut self.dates, day),
                Some(Value::Time(time)) => keep(&mut self.times, time),
                Some(Value::YesNo(_) | Value::List(_) | Value::Count(_)) | None => {}
            }
            return;
        }
        for part in node.parts() {
            self.add(part, facts);
        }
    }
}

fn keep<T: PartialEq>(all: &mut Vec<T>, one: T) {
    if !all.contains(&one) {
        all.push(one);
    }
}
