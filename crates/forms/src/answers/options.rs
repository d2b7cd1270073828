//! Answers picked from a list.

use super::Answer;
use super::fields::Fields;
use super::tidy::fold;
use super::wrong::{Cause, Wrong};
use crate::ChoiceOption;

pub(super) fn yes_no(fields: Fields<'_>) -> Result<Answer, Wrong> {
    match fold(fields.sent("")).as_str() {
        "yes" | "y" | "si" | "s" | "true" | "1" | "on" => Ok(Answer::YesNo(true)),
        "no" | "n" | "false" | "0" | "off" => Ok(Answer::YesNo(false)),
        _ => Err(Cause::YesNoMissing.into()),
    }
}

pub(super) fn choice(fields: Fields<'_>, options: &[ChoiceOption]) -> Result<Answer, Wrong> {
    let sent = fields.line("");
    if sent.is_empty() {
        return Err(Cause::ChoiceMissing.into());
    }
    let option = meant(&sent, options).ok_or(Cause::ChoiceUnknown)?;
    Ok(Answer::Choice(option.code.clone()))
}

/// Boxes ticked come as several values; a spreadsheet's cell as one with commas or semicolons.
pub(super) fn choices(fields: Fields<'_>, options: &[ChoiceOption]) -> Result<Answer, Wrong> {
    let mut picked = Vec::new();
    for value in fields.values("").iter().filter(|value| !fold(value).is_empty()) {
        match meant(value, options) {
            Some(option) => picked.push(&option.code),
            None => {
                for part in value.split([',', ';']).filter(|part| !fold(part).is_empty()) {
                    picked.push(&meant(part, options).ok_or(Cause::ChoiceUnknown)?.code);
                }
            }
        }
    }
    if picked.is_empty() {
        return Err(Cause::ChoicesMissing.into());
    }
    let in_order = options
        .iter()
        .map(|option| &option.code)
        .filter(|code| picked.contains(code));
    Ok(Answer::Choices(in_order.cloned().collect()))
}

pub(super) fn declaration(fields: Fields<'_>) -> Result<Answer, Wrong> {
    match fold(fields.sent("")).as_str() {
        "" | "no" | "false" | "0" | "off" => Err(Cause::DeclarationMissing.into()),
        _ => Ok(Answer::Declaration),
    }
}

/// The option of that code, or with that label in any language.
fn meant<'a>(sent: &str, options: &'a [ChoiceOption]) -> Option<&'a ChoiceOption> {
    let by_code = options.iter().find(|option| option.code == sent.trim());
    by_code.or_else(|| {
        let sent = fold(sent);
        options
            .iter()
            .find(|option| option.label.all().any(|(_, label)| fold(label) == sent))
    })
}
