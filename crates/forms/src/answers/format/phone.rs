//! Telephone numbers.

use super::super::fields::Fields;
use super::super::tidy;
use super::super::wrong::{Cause, Wrong};
use super::Spec;
use crate::Answer;

pub(super) static SPEC: Spec = Spec {
    name: "phone",
    read,
    answer: Answer::Phone,
    samples: &["+51987654321"],
    names_a_person: true,
};

/// Peru's city codes besides Lima's 1; a number is eight digits with its code.
const CITIES: [&str; 23] = [
    "41", "42", "43", "44", "51", "52", "53", "54", "56", "61", "62", "63", "64", "65", "66", "67", "72",
    "73", "74", "76", "82", "83", "84",
];

fn read(fields: Fields<'_>) -> Result<String, Wrong> {
    let typed = tidy::number(fields.sent(""));
    if typed.is_empty() {
        return Err(Cause::PhoneMissing.into());
    }
    e164(&typed).ok_or_else(|| Cause::PhoneUnreal.into())
}

/// A number of Peru in any of its writings, or one of another country with its `+`.
pub(crate) fn e164(typed: &str) -> Option<String> {
    if typed.chars().any(char::is_alphabetic) {
        return None;
    }
    let digits: String = typed.chars().filter(char::is_ascii_digit).collect();
    let abroad = typed.starts_with('+') || digits.starts_with("00");
    let digits = digits.strip_prefix("00").unwrap_or(&digits);
    let national = match digits.strip_prefix("51") {
        Some(rest) if abroad || matches!(digits.len(), 10 | 11) => rest,
        _ if abroad => {
            let is_abroad = (8..=15).contains(&digits.len()) && !digits.starts_with('0');
            return is_abroad.then(|| format!("+{digits}"));
        }
        _ => digits,
    };
    let national = national.strip_prefix('0').unwrap_or(national);
    let is_mobile = national.len() == 9 && national.starts_with('9');
    let is_landline = national.len() == 8
        && (national.starts_with('1') || CITIES.iter().any(|city| national.starts_with(city)));
    (is_mobile || is_landline).then(|| format!("+51{national}"))
}
