//! Free text.

use super::Answer;
use super::fields::Fields;
use super::longest;
use super::tidy;
use super::wrong::{Cause, Wrong};

pub(super) fn text(fields: Fields<'_>, max: Option<u32>) -> Result<Answer, Wrong> {
    bounded(fields.line(""), max.unwrap_or(longest::LINE))
}

pub(super) fn long_text(fields: Fields<'_>, max: Option<u32>) -> Result<Answer, Wrong> {
    bounded(tidy::lines(fields.sent("")), max.unwrap_or(longest::TEXT))
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
