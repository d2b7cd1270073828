//! Identity documents, with their check digits.

use super::fields::Fields;
use super::tidy::{self, is_digits};
use super::wrong::{Cause, Wrong};
use super::{Answer, IdentityDocument};
use crate::DocumentKind;

pub(super) fn identity(fields: Fields<'_>, accepts: &[DocumentKind]) -> Result<Answer, Wrong> {
    let kind = match (DocumentKind::from_code(&fields.line("kind")), accepts) {
        (Some(kind), _) if accepts.contains(&kind) => kind,
        (None, [only]) => *only,
        _ => return Err(Wrong::from(Cause::DocumentKindMissing).at("kind")),
    };
    let typed = ["number", ""].map(|part| tidy::code(fields.sent(part)));
    let typed = typed
        .into_iter()
        .find(|text| !text.is_empty())
        .unwrap_or_default();
    let number = match kind {
        DocumentKind::Dni => dni(&typed),
        DocumentKind::ForeignerCard => foreigner_card(&typed),
        DocumentKind::Passport => passport(&typed),
    };
    let number = number.map_err(|cause| Wrong::from(cause).at("number"))?;
    Ok(Answer::IdentityDocument(IdentityDocument { kind, number }))
}

/// Eight digits; the check character printed after them may be given and must then be right.
pub(crate) fn dni(typed: &str) -> Result<String, Cause> {
    let typed = typed.strip_prefix("DNI").unwrap_or(typed);
    let (digits, check) = typed.split_at_checked(8).ok_or(Cause::Dni)?;
    if !is_digits(digits) {
        return Err(Cause::Dni);
    }
    match check.chars().collect::<Vec<_>>().as_slice() {
        [] => Ok(digits.to_owned()),
        [check] if dni_checks(digits).contains(check) => Ok(digits.to_owned()),
        [check] if check.is_ascii_alphanumeric() => Err(Cause::DniCheck),
        _ => Err(Cause::Dni),
    }
}

/// RENIEC's two series of check characters, one of digits and one of letters, for modulus 11. Takes eight digits.
pub(crate) fn dni_checks(digits: &str) -> [char; 2] {
    let rest = weigh(digits, &[3, 2, 7, 6, 5, 4, 3, 2]) % 11;
    ["65432110987", "KJIHGFEDCBA"].map(|series| series.chars().nth(rest).unwrap_or_default())
}

/// Nine letters and digits, with or without the `CE` before them.
pub(crate) fn foreigner_card(typed: &str) -> Result<String, Cause> {
    let number = typed
        .strip_prefix("CE")
        .filter(|rest| rest.len() == 9)
        .unwrap_or(typed);
    let is_number = number.len() == 9 && is_ascii(number) && number.bytes().any(|byte| byte.is_ascii_digit());
    is_number.then(|| number.to_owned()).ok_or(Cause::ForeignerCard)
}

pub(crate) fn passport(typed: &str) -> Result<String, Cause> {
    let is_number =
        (6..=12).contains(&typed.len()) && is_ascii(typed) && typed.bytes().any(|byte| byte.is_ascii_digit());
    is_number.then(|| typed.to_owned()).ok_or(Cause::Passport)
}

pub(super) fn weigh(digits: &str, weights: &[usize]) -> usize {
    digits
        .bytes()
        .zip(weights)
        .map(|(digit, weight)| usize::from(digit - b'0') * weight)
        .sum()
}

fn is_ascii(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_alphanumeric())
}
