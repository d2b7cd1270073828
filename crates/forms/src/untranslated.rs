//! Files of a service's texts in another language, with what they lack.

use std::collections::BTreeMap;

use crate::read::translations::column_of_texts;

/// The file with these texts at its end, each to be given its words; a first one where there is none. What is in it stays as it is.
/// Nothing where the language is not the last thing in it, or its texts have not a line each.
pub fn with_untranslated(existing: Option<&str>, language: &str, texts: &[&str]) -> Option<String> {
    let (mut file, indent) = match existing {
        Some(existing) => (
            existing.to_owned(),
            " ".repeat(column_of_texts(existing, language)?),
        ),
        None => (format!("{language}:\n"), "  ".to_owned()),
    };
    if !file.ends_with('\n') {
        file.push('\n');
    }
    for text in texts {
        let entry = serde_saphyr::to_string(&BTreeMap::from([(*text, "")])).ok()?;
        for line in entry.lines() {
            if !line.is_empty() {
                file.push_str(&indent);
                file.push_str(line);
            }
            file.push('\n');
        }
    }
    Some(file)
}
