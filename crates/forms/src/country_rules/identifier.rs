//! A number that names somebody or something: which forms it has, and what of them is kept.

use regex::{Captures, Regex};
use serde::Deserialize;

use super::check_digit::CheckDigit;
use crate::answers::tidy;

/// What an identity document's number, a tax number or a plate looks like.
#[derive(Debug)]
pub(crate) struct Identifier {
    /// Its code, by which its sentences are found, too.
    pub(crate) code: String,
    formats: Vec<Format>,
    /// What stands in it beside letters and digits.
    signs: String,
    /// Whether there is nothing in it but digits.
    pub(crate) numeric: bool,
    /// Some that are right, for previews and tests, as they are kept.
    pub(crate) samples: Vec<String>,
}

#[derive(Debug)]
struct Format {
    like: Regex,
    kept: String,
    person: Option<String>,
    check: Option<CheckDigit>,
}

/// Why something is not such a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Unfit {
    /// It has none of its forms.
    Unlike,
    /// Its check character belongs to another number.
    Mismatch,
}

/// As a file writes it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Written {
    code: String,
    #[serde(default)]
    signs: String,
    #[serde(default)]
    numeric: bool,
    formats: Vec<WrittenFormat>,
    samples: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenFormat {
    /// A pattern of capitals and digits, with the groups `number` and `check` where there is a check character.
    like: String,
    /// What is kept, of the pattern's groups.
    kept: String,
    /// The identity document of the person whose number it is, where it tells that.
    person: Option<String>,
    check: Option<CheckDigit>,
}

impl Written {
    pub(super) fn read(self) -> Option<Identifier> {
        let formats = self.formats.into_iter().map(|written| {
            Some(Format {
                like: Regex::new(&format!("^(?:{})$", written.like)).ok()?,
                kept: written.kept,
                person: written.person,
                check: written.check,
            })
        });
        Some(Identifier {
            code: self.code,
            signs: self.signs,
            numeric: self.numeric,
            formats: formats.collect::<Option<_>>()?,
            samples: self.samples,
        })
    }
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
        for format in &self.formats {
            let Some(parts) = format.like.captures(typed) else {
                continue;
            };
            if format.checks(&parts) {
                return Ok(filled(&format.kept, &parts));
            }
            unfit = Unfit::Mismatch;
        }
        Err(unfit)
    }

    /// What is kept of something that has one of its forms, whether or not its check character is right.
    pub(crate) fn form(&self, typed: &str) -> Option<String> {
        let mut formats = self.formats.iter();
        formats.find_map(|format| Some(filled(&format.kept, &format.like.captures(typed)?)))
    }

    /// The identity document of the person whose tax number this is, if it is a person's. Its check character is not judged.
    pub(crate) fn person(&self, typed: &str) -> Option<String> {
        self.formats.iter().find_map(|format| {
            let parts = format.like.captures(typed)?;
            Some(filled(format.person.as_deref()?, &parts))
        })
    }

    /// The check characters that are right behind a number.
    pub(crate) fn check_characters(&self, number: &str) -> Vec<char> {
        let checks = self.formats.iter().filter_map(|format| format.check.as_ref());
        checks.flat_map(|check| check.characters(number)).collect()
    }

    #[cfg(test)]
    pub(super) fn has_check(&self) -> bool {
        self.formats.iter().any(|format| format.check.is_some())
    }

    /// A right one that is nobody's, another for each number: the first sample counted on.
    pub(crate) fn invented(&self, at: usize) -> String {
        let sample = self.samples.first().map(String::as_str).unwrap_or_default();
        let typed: String = sample.chars().filter(|c| c.is_alphanumeric()).collect();
        let invented = self.formats.iter().find_map(|format| {
            let parts = format.like.captures(&typed)?;
            let counted = counted_on(parts.name("number")?.as_str(), at);
            let before = &typed[..parts.name("number")?.start()];
            let after = &typed[parts.name("number")?.end()..];
            let Some(check) = format.check.as_ref().filter(|_| parts.name("check").is_some()) else {
                return self.read(&format!("{before}{counted}{after}")).ok();
            };
            let mut right = check.characters(&counted).into_iter();
            right.find_map(|check| {
                let whole = if parts.name("check")?.start() < parts.name("number")?.start() {
                    format!("{check}{counted}{after}")
                } else {
                    format!("{before}{counted}{check}")
                };
                self.read(&whole).ok()
            })
        });
        invented.unwrap_or_else(|| sample.to_owned())
    }
}

impl Format {
    fn checks(&self, parts: &Captures<'_>) -> bool {
        let Some(check) = &self.check else { return true };
        match (parts.name("number"), parts.name("check")) {
            (Some(number), Some(given)) => {
                let right = check.characters(number.as_str());
                given.as_str().chars().all(|given| right.contains(&given))
            }
            _ => true,
        }
    }
}

fn filled(template: &str, parts: &Captures<'_>) -> String {
    let mut filled = String::new();
    parts.expand(template, &mut filled);
    filled
}

/// The last digits of a text, so much further; what does not fit their width begins again.
fn counted_on(text: &str, at: usize) -> String {
    let end = text.rfind(|c: char| c.is_ascii_digit()).map_or(0, |at| at + 1);
    let start = text[..end].rfind(|c: char| !c.is_ascii_digit());
    let start = start.map_or(0, |at| at + text[at..].chars().next().map_or(1, char::len_utf8));
    let digits = &text[start..end];
    let Ok(number) = digits.parse::<u64>() else {
        return text.to_owned();
    };
    let width = digits.len();
    let counted = (number + at as u64) % 10_u64.pow(u32::try_from(width).unwrap_or(1));
    format!("{}{counted:0width$}{}", &text[..start], &text[end..])
}
