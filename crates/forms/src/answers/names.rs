//! Free text and people's names.

use unicode_normalization::char::is_combining_mark;

use super::Answer;
use super::fields::Fields;
use super::tidy;
use super::wrong::{Cause, Wrong};

const LONGEST_LINE: u32 = 200;
const LONGEST_TEXT: u32 = 2_000;
const LONGEST_NAME: usize = 100;

pub(super) fn text(fields: Fields<'_>, max: Option<u32>) -> Result<Answer, Wrong> {
    bounded(fields.line(""), max.unwrap_or(LONGEST_LINE))
}

pub(super) fn long_text(fields: Fields<'_>, max: Option<u32>) -> Result<Answer, Wrong> {
    bounded(tidy::lines(fields.sent("")), max.unwrap_or(LONGEST_TEXT))
}

/// Takes what stands in a name on an identity document anywhere: letters of any script, marks, spaces,
/// apostrophes and hyphens.
pub(super) fn full_name(fields: Fields<'_>) -> Result<Answer, Wrong> {
    let name = fields
        .line("")
        .replace(['’', '‘', '`', '´', 'ʼ'], "'")
        .replace(['‐', '‑', '–', '—'], "-");
    if name.is_empty() {
        return Err(Cause::NameMissing.into());
    }
    if let Some(sign) = name.chars().find(|c| !in_a_name(*c)) {
        return Err(Wrong::from(Cause::NameSign).limit(&sign));
    }
    match (
        name.chars().filter(|c| c.is_alphabetic()).count(),
        name.chars().count(),
    ) {
        (0 | 1, _) => Err(Cause::NameShort.into()),
        (_, length) if length > LONGEST_NAME => Err(Wrong::from(Cause::NameLong).limit(&LONGEST_NAME)),
        _ => Ok(Answer::FullName(name)),
    }
}

fn in_a_name(c: char) -> bool {
    c.is_alphabetic() || is_combining_mark(c) || matches!(c, ' ' | '\'' | '-')
}

fn bounded(text: String, max: u32) -> Result<Answer, Wrong> {
    if text.is_empty() {
        return Err(Cause::TextMissing.into());
    }
    if text.chars().count() > usize::try_from(max).unwrap_or(usize::MAX) {
        return Err(Wrong::from(Cause::TextLong).limit(&max));
    }
    Ok(Answer::Text(text))
}
