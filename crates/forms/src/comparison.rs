//! In what two versions of a service differ, in the words of the service file.
//!
//! The files' meanings are compared, so comments, spacing and the order of keys are no difference. What has an id (a page, a question,
//! a step) is compared with what has the same id, wherever it stands; what has none (a rule) with its neighbour.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt,
};

use serde_json::{Map, Value};
use similar::{Algorithm, DiffOp, capture_diff_slices};

use crate::Service;
use crate::read::raw::{RawQuestion, RawReview};

/// One difference between two versions of a service file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileDifference {
    /// Where in the file: keys and ids from the outside in, such as `form`, `trip`, `questions`, `leaves`, `hint`.
    pub path: Vec<String>,
    /// What is different there.
    pub what: FileChange,
}

/// What is different at one place of a service file. Values are written as in the file: texts as they are, all else as JSON.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FileChange {
    /// It is new.
    Added(String),
    /// It is not there any more.
    Removed(String),
    /// It says something else.
    Changed {
        /// What it said.
        before: String,
        /// What it says.
        after: String,
    },
    /// The same things stand in another order: this one.
    Reordered(Vec<String>),
}

/// The differences from `before` to `after`, in the order of the file's keys; none exactly if both mean the same.
pub fn differences(before: &Service, after: &Service) -> Vec<FileDifference> {
    let mut found = Found::default();
    // What is kept was read from JSON, so it is JSON.
    let value = |service: &Service| serde_json::from_str(&service.canonical).unwrap_or_default();
    found.values(&value(before), &value(after));
    found.differences
}

impl fmt::Display for FileDifference {
    /// On one line: `permit › valid: 36h → 48h`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let path = self.path.join(" › ");
        match &self.what {
            FileChange::Added(after) => write!(f, "+ {path}: {after}"),
            FileChange::Removed(before) => write!(f, "- {path}: {before}"),
            FileChange::Changed { before, after } => write!(f, "{path}: {before} → {after}"),
            FileChange::Reordered(order) => write!(f, "{path}: {}", order.join(", ")),
        }
    }
}

/// A key of what stands at that path, as a file of today writes it: canonical JSON has it by the name that it had first.
fn key_of_today<'k>(path: &[String], key: &'k str) -> &'k str {
    let renamed = match path {
        [.., list, _] if list == "questions" => RawQuestion::RENAMED,
        [whole] if whole == "review" => RawReview::RENAMED,
        _ => &[],
    };
    let mut renamed = renamed.iter().filter(|(earlier, _)| *earlier == key);
    renamed.next().map_or(key, |(_, today)| *today)
}

#[derive(Default)]
struct Found {
    path: Vec<String>,
    differences: Vec<FileDifference>,
}

impl Found {
    fn values(&mut self, before: &Value, after: &Value) {
        match (before, after) {
            (before, after) if before == after => {}
            (Value::Object(before), Value::Object(after)) => self.objects(before, after),
            (Value::Array(before), Value::Array(after)) => match (by_id(before), by_id(after)) {
                (Some(before), Some(after)) => self.identified(&before, &after),
                _ => self.lists(before, after),
            },
            (before, after) => self.note(FileChange::Changed {
                before: written(before),
                after: written(after),
            }),
        }
    }

    fn objects(&mut self, before: &Map<String, Value>, after: &Map<String, Value>) {
        let keys: BTreeSet<&String> = before.keys().chain(after.keys()).collect();
        for key in keys {
            let name = key_of_today(&self.path, key).to_owned();
            self.within(&name, |found| found.either(before.get(key), after.get(key)));
        }
    }

    fn identified(&mut self, before: &[(&str, &Value)], after: &[(&str, &Value)]) {
        let earlier: BTreeMap<&str, &Value> = before.iter().copied().collect();
        let later: BTreeMap<&str, &Value> = after.iter().copied().collect();
        for (id, value) in before {
            self.within(id, |found| found.either(Some(value), later.get(id).copied()));
        }
        for (id, value) in after.iter().filter(|(id, _)| !earlier.contains_key(id)) {
            self.within(id, |found| found.either(None, Some(value)));
        }
        let stayed = |list: &[(&str, &Value)], other: &BTreeMap<&str, &Value>| -> Vec<String> {
            let ids = list.iter().map(|(id, _)| *id);
            ids.filter(|id| other.contains_key(id))
                .map(str::to_owned)
                .collect()
        };
        if stayed(before, &later) != stayed(after, &earlier) || is_inserted(before, after) {
            let order = after.iter().map(|(id, _)| (*id).to_owned()).collect();
            self.note(FileChange::Reordered(order));
        }
    }

    /// Things without ids, by their place.
    fn lists(&mut self, before: &[Value], after: &[Value]) {
        let lines = |list: &[Value]| -> Vec<String> { list.iter().map(Value::to_string).collect() };
        for op in capture_diff_slices(Algorithm::Patience, &lines(before), &lines(after)) {
            let DiffOp::Equal { .. } = op else {
                let (old, new) = (&before[op.old_range()], &after[op.new_range()]);
                for offset in 0..old.len().max(new.len()) {
                    let at = if offset < new.len() {
                        op.new_range().start
                    } else {
                        op.old_range().start
                    };
                    let place = (at + offset + 1).to_string();
                    self.within(&place, |found| found.either(old.get(offset), new.get(offset)));
                }
                continue;
            };
        }
    }

    fn either(&mut self, before: Option<&Value>, after: Option<&Value>) {
        match (before, after) {
            (Some(before), Some(after)) => self.values(before, after),
            (Some(before), None) => self.note(FileChange::Removed(written(before))),
            (None, Some(after)) => self.note(FileChange::Added(written(after))),
            (None, None) => {}
        }
    }

    fn within(&mut self, part: &str, compare: impl FnOnce(&mut Self)) {
        self.path.push(part.to_owned());
        compare(self);
        self.path.pop();
    }

    fn note(&mut self, what: FileChange) {
        self.differences.push(FileDifference {
            path: self.path.clone(),
            what,
        });
    }
}

/// Whether something new stands before something that was there: then its place is a difference of its own.
fn is_inserted(before: &[(&str, &Value)], after: &[(&str, &Value)]) -> bool {
    let is_new = |id: &str| !before.iter().any(|(earlier, _)| *earlier == id);
    let first_new = after.iter().position(|(id, _)| is_new(id));
    first_new.is_some_and(|first| after[first..].iter().any(|(id, _)| !is_new(id)))
}

/// The keys that name a thing among its like. A reason or an option is named by its code, a claim by its answer.
const NAMES: [&str; 5] = ["id", "page", "office", "code", "answer"];

/// The things of a list by what names them, if each has a name of its own.
fn by_id(list: &[Value]) -> Option<Vec<(&str, &Value)>> {
    let pairs = list.iter().map(|value| {
        let name = NAMES.iter().find_map(|name| value.get(name)?.as_str());
        name.map(|name| (name, value))
    });
    let pairs: Vec<_> = pairs.collect::<Option<_>>()?;
    let distinct: BTreeSet<&str> = pairs.iter().map(|(name, _)| *name).collect();
    (distinct.len() == pairs.len()).then_some(pairs)
}

fn written(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        value => without_empty_lists(value).to_string(),
    }
}

/// A value without the lists that nobody wrote.
fn without_empty_lists(value: &Value) -> Value {
    match value {
        Value::Object(map) => {
            let said = map
                .iter()
                .filter(|(_, value)| value.as_array().is_none_or(|list| !list.is_empty()));
            said.map(|(key, value)| (key.clone(), without_empty_lists(value)))
                .collect()
        }
        Value::Array(list) => list.iter().map(without_empty_lists).collect(),
        value => value.clone(),
    }
}

#[cfg(test)]
mod tests;
