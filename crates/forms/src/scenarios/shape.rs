//! Whether what a scenario writes as an answer has the shape of one.

use std::ops::Range;

use crate::read::node::{Node, Value};
use crate::read::problems::suggestion;
use crate::{Kind, Question};

/// What has another shape than the question's answers have: where, what is expected, and advice.
pub(super) type Misfit = (Range<usize>, String, Option<String>);

const DOCUMENT: [&str; 2] = ["kind", "number"];
const DAY: [&str; 3] = ["day", "month", "year"];
const REGION: [&str; 4] = ["region", "department", "province", "district"];
const ADDRESS: [&str; 6] = [
    "region",
    "department",
    "province",
    "district",
    "street",
    "reference",
];

pub(super) fn misfits(question: &Question, node: &Node) -> Vec<Misfit> {
    let mut found = Vec::new();
    look(question, node, &mut found);
    found
}

fn look(question: &Question, node: &Node, found: &mut Vec<Misfit>) {
    if let Value::Nothing = node.value {
        return;
    }
    match &question.kind {
        Kind::Group { questions, .. } => entries(question, questions, node, found),
        Kind::Choices { .. } => match &node.value {
            Value::List(items) => items
                .iter()
                .for_each(|item| plain(item, "an option’s code", found)),
            _ => plain(node, "a list of codes", found),
        },
        Kind::Map { .. } => match &node.value {
            Value::List(places) => places
                .iter()
                .for_each(|place| plain(place, "a place’s latitude and longitude", found)),
            _ => plain(node, "a place’s latitude and longitude, or a list of them", found),
        },
        Kind::YesNo | Kind::Declaration { .. } => {
            if !matches!(node.value, Value::YesNo(_)) {
                found.push((
                    node.span.clone(),
                    "`true` or `false` is expected here".to_owned(),
                    None,
                ));
            }
        }
        Kind::IdentityDocument { .. } => parts(node, &DOCUMENT, found),
        Kind::Address => parts(node, &ADDRESS, found),
        Kind::Region if is_map(node) => parts(node, &REGION, found),
        Kind::Date { .. } if is_map(node) => parts(node, &DAY, found),
        _ => plain(node, "one value", found),
    }
}

fn is_map(node: &Node) -> bool {
    matches!(node.value, Value::Map(_))
}

fn plain(node: &Node, expected: &str, found: &mut Vec<Misfit>) {
    if matches!(node.value, Value::List(_) | Value::Map(_) | Value::Nothing) {
        found.push((node.span.clone(), format!("{expected} is expected here"), None));
    }
}

/// A value of several parts.
fn parts(node: &Node, known: &[&str], found: &mut Vec<Misfit>) {
    let Value::Map(entries) = &node.value else {
        let help = format!("write its parts: `{{{}: …}}`", known.join(": …, "));
        found.push((
            node.span.clone(),
            "several parts are expected here".to_owned(),
            Some(help),
        ));
        return;
    };
    for (key, value) in entries {
        if known.contains(&key.name.as_str()) {
            plain(value, "one value", found);
        } else {
            let help = suggestion(&key.name, known.iter().copied());
            found.push((key.span.clone(), format!("there is no part `{}`", key.name), help));
        }
    }
}

/// A group's entries.
fn entries(group: &Question, questions: &[Question], node: &Node, found: &mut Vec<Misfit>) {
    let Value::List(items) = &node.value else {
        let help = Some("write its entries: `[{…}, {…}]`, or `[]` for none".to_owned());
        found.push((node.span.clone(), format!("`{}` is a group", group.id), help));
        return;
    };
    for item in items {
        let Value::Map(answers) = &item.value else {
            found.push((
                item.span.clone(),
                "an entry’s answers are expected here".to_owned(),
                None,
            ));
            continue;
        };
        if answers.is_empty() {
            found.push((item.span.clone(), "this entry says nothing".to_owned(), None));
        }
        for (key, value) in answers {
            let mut named = questions.iter();
            if let Some(question) = named.find(|question| question.id.as_str() == key.name) {
                look(question, value, found);
            } else {
                let help = suggestion(&key.name, questions.iter().map(|question| question.id.as_str()));
                let message = format!("no question of `{}` is called `{}`", group.id, key.name);
                found.push((key.span.clone(), message, help));
            }
        }
    }
}
