//! Ids: their spelling, and that none is there twice.

use std::collections::BTreeSet;

use super::Check;
use crate::OfficeConditions;
use crate::read::raw::Word;

/// Words that conditions understand otherwise, or that CEL keeps for itself.
const RESERVED: [&str; 27] = [
    "not",
    "and",
    "or",
    "today",
    "answer",
    "true",
    "false",
    "null",
    "in",
    "as",
    "break",
    "const",
    "continue",
    "else",
    "for",
    "function",
    "if",
    "import",
    "let",
    "loop",
    "package",
    "namespace",
    "return",
    "var",
    "void",
    "while",
    "permit",
];

/// What stands in a page's place in the addresses of an application: its last page, and sending it.
const TAKEN_BY_ADDRESSES: [&str; 2] = ["check", "submit"];

impl Check<'_> {
    /// A page's id, which its address ends with.
    pub(super) fn page_id<'w>(&mut self, word: &'w Word) -> &'w str {
        if TAKEN_BY_ADDRESSES.contains(&word.value.as_str()) {
            self.unpublishable(
                &word.span,
                format!(
                    "a page cannot be called `{}`: every form has that address already",
                    word.value
                ),
            )
            .help("give the page another id");
        }
        self.kebab(word, "a page's id")
    }

    /// An id in kebab-case, for addresses and steps.
    pub(super) fn kebab<'w>(&mut self, word: &'w Word, what: &str) -> &'w str {
        self.spelled(word, what, '-', "transit-permit");
        &word.value
    }

    /// An id in `snake_case`, for questions: conditions use it as a name.
    pub(super) fn snake<'w>(&mut self, word: &'w Word, what: &str) -> &'w str {
        self.spelled(word, what, '_', "travels_by");
        if RESERVED.contains(&word.value.as_str()) {
            self.unpublishable(
                &word.span,
                format!("`{}` has a meaning of its own in conditions", word.value),
            )
            .help("give the question another id");
        }
        if word.value == OfficeConditions::ID {
            self.unpublishable(
                &word.span,
                format!(
                    "`{}` stands for the conditions that whoever approves sets",
                    word.value
                ),
            )
            .help("give the question another id");
        }
        &word.value
    }

    fn spelled(&mut self, word: &Word, what: &str, joint: char, example: &str) {
        let id = &word.value;
        let letters = id
            .chars()
            .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == joint);
        let edges = id.starts_with(|c: char| c.is_ascii_lowercase()) && !id.ends_with(joint);
        if letters && edges && id.len() <= 40 {
            return;
        }
        let help = format!("as in `{example}`: at most 40 small letters and digits without accents");
        self.unpublishable(&word.span, format!("`{id}` is not spelled like {what}"))
            .help(help);
    }

    /// Notes a name that has been used before.
    pub(super) fn unique(&mut self, word: &Word, seen: &mut BTreeSet<String>, what: &str) {
        if !seen.insert(word.value.clone()) {
            self.unpublishable(&word.span, format!("{what} `{}` is here twice", word.value))
                .help("each needs its own name");
        }
    }
}
