//! Answers as a scenario writes them, and as a browser would send them.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::Said;
use crate::answers::decimal;
use crate::answers::{Around, Raw, Reading, parse};
use crate::read::node::{Node, Value};
use crate::{Answer, Answers, Kind, Question, QuestionId};

/// Answers by question, each as the fields that a browser would send.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Given(BTreeMap<QuestionId, Said<Raw>>);

impl Given {
    /// Whether nothing is given.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The fields of one answer; none of them, where it is left empty.
    pub fn get(&self, id: &QuestionId) -> Option<&Said<Raw>> {
        self.0.get(id)
    }

    /// The questions.
    pub fn questions(&self) -> impl Iterator<Item = &QuestionId> {
        self.0.keys()
    }

    /// Each question with where it stands.
    pub fn lines(&self) -> impl Iterator<Item = (&QuestionId, usize)> {
        self.0.iter().map(|(id, said)| (id, said.line))
    }

    pub(super) fn raw(&self) -> BTreeMap<QuestionId, Raw> {
        let each = self.0.iter();
        each.map(|(id, said)| (id.clone(), said.value.clone())).collect()
    }

    pub(super) fn insert(&mut self, question: &Question, line: usize, node: &Node) {
        let mut raw = Raw::new();
        put(&question.kind, question.id.as_str(), node, &mut raw);
        self.0.insert(question.id.clone(), Said { line, value: raw });
    }

    /// The answer as it is by its type, whatever the question's own rules say.
    pub fn typed(&self, question: &Question, today: Date) -> Option<Answer> {
        let question = Question {
            valid: Vec::new(),
            ..question.clone()
        };
        let before = Answers::default();
        let around = Around::right(&before, today);
        let raw = &self.0.get(&question.id)?.value;
        match parse(&question, question.id.as_str(), raw, around) {
            Ok(Reading::Given(answer)) => Some(answer),
            _ => None,
        }
    }
}

/// The fields of one value. A list of keys with values is a group's entries, any other list several options.
fn put(kind: &Kind, name: &str, node: &Node, raw: &mut Raw) {
    if let (Kind::Declaration { .. }, Value::YesNo(false)) = (kind, &node.value) {
        return;
    }
    let typed = match &node.value {
        // A number of the file is a number, whatever people there write it with.
        Value::Decimal(number) => Some(decimal(&number.to_string(), kind)),
        _ => scalar(node),
    };
    if let Some(text) = typed {
        let name = match kind {
            Kind::Region => format!("{name}.region"),
            _ => name.to_owned(),
        };
        raw.entry(name).or_default().push(text);
        return;
    }
    match &node.value {
        Value::List(items) => {
            // The places of a map stand one on each line.
            if let Kind::Map { .. } = kind {
                let lines: Vec<String> = items.iter().filter_map(scalar).collect();
                raw.entry(name.to_owned()).or_default().push(lines.join("\n"));
                return;
            }
            for (index, item) in items.iter().enumerate() {
                match &item.value {
                    Value::Map(_) => put(kind, &format!("{name}.{index}"), item, raw),
                    _ => put(kind, name, item, raw),
                }
            }
        }
        Value::Map(entries) => {
            for (key, value) in entries {
                let inner = match kind {
                    Kind::Group { questions, .. } => {
                        let mut questions = questions.iter();
                        questions.find(|question| question.id.as_str() == key.name)
                    }
                    _ => None,
                };
                let kind = inner.map_or(&Kind::Time, |question| &question.kind);
                put(kind, &format!("{name}.{}", key.name), value, raw);
            }
        }
        _ => {}
    }
}

/// What would be typed.
pub(super) fn scalar(node: &Node) -> Option<String> {
    match &node.value {
        Value::YesNo(yes) => Some(if *yes { "yes" } else { "no" }.to_owned()),
        Value::Integer(number) => Some(number.to_string()),
        Value::Decimal(number) => Some(number.to_string()),
        Value::Word(word) => Some(word.clone()),
        Value::Nothing | Value::List(_) | Value::Map(_) => None,
    }
}
