//! Commas in texts without quotes: inside `{…}`, YAML takes what follows one for a further key.

use super::node::{Key, Node, Value};
use super::problems::Problems;

/// The same without the keys that are only what follows a comma, each of which is noted. No key stands without a value on purpose.
pub(super) fn joined(node: Node, source: &str, problems: &mut Problems) -> Node {
    let Node { span, value } = node;
    let value = match value {
        Value::List(items) => Value::List(
            items
                .into_iter()
                .map(|item| joined(item, source, problems))
                .collect(),
        ),
        Value::Map(entries) => Value::Map(without_parts_of_texts(entries, source, problems)),
        other => other,
    };
    Node { span, value }
}

fn without_parts_of_texts(
    entries: Vec<(Key, Node)>,
    source: &str,
    problems: &mut Problems,
) -> Vec<(Key, Node)> {
    let mut kept: Vec<(Key, Node)> = Vec::new();
    for (key, value) in entries {
        let value = joined(value, source, problems);
        let after_a_text = kept
            .last()
            .filter(|(_, before)| matches!(before.value, Value::Word(_)));
        let part_of = after_a_text.filter(|_| matches!(value.value, Value::Nothing) && is_bare(&key, source));
        let Some((
            before,
            Node {
                value: Value::Word(text),
                ..
            },
        )) = part_of
        else {
            kept.push((key, value));
            continue;
        };
        problems
            .unreadable(
                key.span.clone(),
                format!(
                    "the comma before `{}` ends the text of `{}`",
                    key.name, before.name
                ),
            )
            .help(format!(
                "put the whole text in quotes: `{}: \"{text}, {}\"`",
                before.name, key.name
            ));
    }
    kept
}

/// Whether no colon follows the key.
fn is_bare(key: &Key, source: &str) -> bool {
    let after = source.get(key.span.end..).unwrap_or_default();
    after.trim_start().starts_with([',', '}'])
}
