//! Characters that no text of a service file may hold, wherever it stands.

use std::ops::Range;

use super::{
    node::{Node, Value},
    problems::{Forbids, Problems},
};
use crate::outside::is_unwanted;

/// Notes each text and each key with a control character in it: letters, permits and pages are made of them.
pub(super) fn allowed(node: &Node, problems: &mut Problems) {
    match &node.value {
        Value::Word(word) => text(word, &node.span, problems),
        Value::List(items) => items.iter().for_each(|item| allowed(item, problems)),
        Value::Map(entries) => {
            for (key, value) in entries {
                text(&key.name, &key.span, problems);
                allowed(value, problems);
            }
        }
        Value::Nothing | Value::YesNo(_) | Value::Integer(_) | Value::Decimal(_) => {}
    }
}

fn text(text: &str, span: &Range<usize>, problems: &mut Problems) {
    let Some(found) = text.chars().find(|c| is_unwanted(*c)) else {
        return;
    };
    let message = format!(
        "the control character U+{:04X} stands in this text",
        u32::from(found)
    );
    problems
        .add(Forbids::Publishing, span.clone(), message)
        .help("take it out: nobody sees it, and databases and terminals do not bear it");
}
