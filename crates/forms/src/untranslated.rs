//! Files of a service's texts in another language, with what they lack.

use std::collections::BTreeMap;

use crate::read::translations::listed;

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
