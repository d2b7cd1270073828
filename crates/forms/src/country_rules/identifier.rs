//! A number that names somebody or something: which forms it has, and what of them is kept.

use std::collections::BTreeMap;

use regex::{Captures, Regex};
use serde::Deserialize;

use super::check_digit::{Check, CheckDigit, Standard};
use super::pattern;
use crate::answers::tidy;

/// What an identity document's number, a tax number or a plate looks like.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Identifier {
    /// Its code, by which its sentences are found, too.
    pub(crate) code: String,
    /// What people write before it, and is no part of it: `DNI`.
    #[serde(default)]
    pub(crate) called: Vec<String>,
    /// What stands in it beside letters and digits.
    #[serde(default)]
    signs: String,
    /// Whether there is nothing in it but digits.
    #[serde(default)]
    pub(crate) numeric: bool,
    /// In groups of so many characters it is shown; 0 for as it is kept.
    #[serde(default)]
    groups_of: usize,
    formats: Vec<Format>,
    /// Some that are right, for previews and tests, as they are kept.
    pub(crate) samples: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Format {
    /// Capitals and digits, with the groups `number` and `check` where there is a check character.
    #[serde(deserialize_with = "pattern::whole")]
    like: Regex,
    /// What is kept, of the pattern's groups.
    kept: String,
    /// The identity document of the person whose number it is, where it tells that.
    person: Option<String>,
    check: Option<CheckDigit>,
    /// The standard by which the check characters are computed, where it is no weighted sum.
    checked_by: Option<Standard>,
    /// How many characters it has, by its first two; where nothing is said, as many as the pattern takes.
    #[serde(default)]
    lengths: BTreeMap<String, usize>,
}

/// So many digits are counted on at most.
const COUNTED: usize = 9;

/// Why something is not such a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Unfit {
    /// It has none of its forms.
    Unlike,
    /// Its check character belongs to another number.
    Mismatch,
}

impl Identifier {
    /// The letters and digits of what was typed, in capitals, and its signs.
    pub(crate) fn code(&self, typed: &str) -> String {
        tidy::code_with(typed, &self.signs)
    }

    /// What is kept of such letters and digits.
    pub(crate) fn read(&self, typed: &str) -> Result<String, Unfit> {
        // A word is no number of anything.
        if !typed.bytes().any(|byte| byte.is_ascii_digit()) {
            return Err(Unfit::Unlike);
        }
        let mut unfit = Unfit::Unlike;
        for (format, parts) in self.forms(typed) {
            if format.checks(&parts) {
                return Ok(filled(&format.kept, &parts));
            }
            unfit = Unfit::Mismatch;
        }
        Err(unfit)
    }

    /// What is kept of something that has one of its forms, whether or not its check character is right.
    pub(crate) fn form(&self, typed: &str) -> Option<String> {
        let (format, parts) = self.forms(typed).next()?;
        Some(filled(&format.kept, &parts))
    }

    /// The identity document of the person whose tax number this is, if it is a person's. Its check character is not judged.
    pub(crate) fn person(&self, typed: &str) -> Option<String> {
        self.forms(typed)
            .find_map(|(format, parts)| Some(filled(format.person.as_deref()?, &parts)))
    }

    /// The forms that it has, as it is typed or without what it is called.
    fn forms<'t>(&'t self, typed: &'t str) -> impl Iterator<Item = (&'t Format, Captures<'t>)> {
        let called = self.called.iter();
        let bare = called.filter_map(move |name| typed.strip_prefix(name.as_str()));
        [typed].into_iter().chain(bare).flat_map(|typed| {
            let formats = self.formats.iter();
            let fitting = formats.filter(move |format| format.has_length(typed));
            fitting.filter_map(move |format| Some((format, format.like.captures(typed)?)))
        })
    }

    /// As it is shown to people.
    pub(crate) fn shown(&self, kept: &str) -> String {
        if self.groups_of == 0 {
            return kept.to_owned();
        }
        let letters: Vec<char> = kept.chars().collect();
        let groups = letters.chunks(self.groups_of).map(String::from_iter);
        groups.collect::<Vec<_>>().join(" ")
    }

    /// In which other writings the number that is kept may stand as one of another kind: with its check character where that is not kept,
    /// and with what it is called. None for what is no such number.
    pub(crate) fn other_writings(&self, kept: &str) -> Vec<String> {
        if self.read(kept).is_err() {
            return Vec::new();
        }
        let checked = self.forms(kept).flat_map(|(format, parts)| {
            let is_bare = parts.name("check").is_none();
            let checks = format.check().filter(|_| is_bare).into_iter();
            checks.flat_map(|check| check.right("", kept))
        });
        let checked = checked.map(|check| format!("{kept}{check}"));
        let called = self.called.iter().map(|name| format!("{name}{kept}"));
        checked.chain(called).collect()
    }

    #[cfg(test)]
    pub(super) fn has_check(&self) -> bool {
        self.formats.iter().any(|format| format.check().is_some())
    }

    /// A right one that is nobody's: the first sample counted on, by its last digits alone.
    pub(crate) fn invented(&self, at: usize) -> String {
        let sample = self.samples.first().map(String::as_str).unwrap_or_default();
        let typed = self.code(sample);
        let invented = self.forms(&typed).find_map(|(format, parts)| {
            let number = parts.name("number")?;
            let counted = counted_on(number.as_str(), at);
            let mut whole = typed.clone();
            whole.replace_range(number.range(), &counted);
            let (Some(check), Some(place)) = (format.check(), parts.name("check")) else {
                return self.read(&whole).ok();
            };
            let before = whole[..place.start()].to_owned();
            check.right(&before, &counted).into_iter().find_map(|right| {
                whole.replace_range(place.range(), &right);
                self.read(&whole).ok()
            })
        });
        invented.unwrap_or_else(|| sample.to_owned())
    }
}

impl Format {
    fn checks(&self, parts: &Captures<'_>) -> bool {
        let Some(check) = self.check() else { return true };
        match (parts.name("number"), parts.name("check")) {
            (Some(number), Some(given)) => {
                let before = &parts[0][..given.start()];
                check
                    .right(before, number.as_str())
                    .iter()
                    .any(|right| right == given.as_str())
            }
            _ => true,
        }
    }

    fn check(&self) -> Option<Check<'_>> {
        let sum = self.check.as_ref().map(Check::Weighted);
        sum.or(self.checked_by.map(Check::Standard))
    }

    fn has_length(&self, typed: &str) -> bool {
        if self.lengths.is_empty() {
            return true;
        }
        let length = typed.get(..2).and_then(|start| self.lengths.get(start));
        length == Some(&typed.len())
    }
}

fn filled(template: &str, parts: &Captures<'_>) -> String {
    let mut filled = String::new();
    parts.expand(template, &mut filled);
    filled
}

/// The last digits of a text, so much further; what does not fit their width begins again.
fn counted_on(text: &str, at: usize) -> String {
    let is_digit = |c: char| c.is_ascii_digit();
    let end = text.rfind(is_digit).map_or(0, |last| last + 1);
    let start = text[..end].trim_end_matches(is_digit).len();
    let start = start.max(end.saturating_sub(COUNTED));
    let width = end - start;
    let Ok(number) = text[start..end].parse::<u64>() else {
        return text.to_owned();
    };
    let counted = (number + at as u64) % 10_u64.pow(u32::try_from(width).unwrap_or(1));
    format!("{}{counted:0width$}{}", &text[..start], &text[end..])
}
