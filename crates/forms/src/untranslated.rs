//! Files of a service's texts in another language, with what they lack.

use std::collections::BTreeMap;

use crate::read::node::{self, Value};
use crate::read::problems::Problems;

/// What makes a file of a language's texts list these too, written at its end: each is to be given its words.
/// Nothing where the language is not the last thing in the file, or its texts have not a line each.
pub fn untranslated(existing: &str, language: &str, texts: &[&str]) -> Option<String> {
    let before = listed(existing, language)?;
    let mut added = String::new();
    if !existing.is_empty() && !existing.ends_with('\n') {
        added.push('\n');
    }
    if !before.names_language {
        added.push_str(language);
        added.push_str(":\n");
    }
    let indent = " ".repeat(before.column);
    for text in texts {
        let entry = serde_saphyr::to_string(&BTreeMap::from([(*text, "")])).ok()?;
        for line in entry.lines() {
            if !line.is_empty() {
                added.push_str(&indent);
                added.push_str(line);
            }
            added.push('\n');
        }
    }
    // Braces that are closed, or `...`, end what could be added to.
    let after = listed(&format!("{existing}{added}"), language)?;
    (after.count == before.count + texts.len()).then_some(added)
}

/// What a file of texts has, at whose end more may follow.
struct Listed {
    /// Whether it names the language.
    names_language: bool,
    /// In which column the texts begin.
    column: usize,
    /// How many there are.
    count: usize,
}

/// Nothing where the language is not the last thing in the file, or its texts have not a line each.
fn listed(source: &str, language: &str) -> Option<Listed> {
    let empty = |names_language| Listed {
        names_language,
        column: 2,
        count: 0,
    };
    let root = node::parse(source, &mut Problems::default())?;
    let languages = match root.value {
        Value::Nothing => return Some(empty(false)),
        Value::Map(languages) => languages,
        _ => return None,
    };
    let (key, node) = languages.last().filter(|(key, _)| key.name == language)?;
    let texts = match &node.value {
        Value::Nothing => return Some(empty(true)),
        Value::Map(texts) => texts,
        _ => return None,
    };
    let first = texts.first()?.0.span.start;
    let line = source[..first].rfind('\n').map_or(0, |at| at + 1);
    // A long text begins with `? `.
    let before = source[line..first].trim_end_matches("? ");
    let is_a_line_each = key.span.end <= line && before.chars().all(|c| c == ' ');
    is_a_line_each.then_some(Listed {
        names_language: true,
        column: before.len(),
        count: texts.len(),
    })
}
