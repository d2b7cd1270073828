//! Telephone numbers.

use phonenumber::{Mode, metadata::DATABASE};
use unicode_normalization::UnicodeNormalization;

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

/// No number has more digits, with a prefix for calls abroad and a `(0)` that is not dialled.
const MOST_DIGITS: usize = 20;

fn read(fields: Fields<'_>) -> Result<String, Wrong> {
    let typed = fields.line("");
    if typed.is_empty() {
        return Err(Cause::PhoneMissing.into());
    }
    e164(&typed).ok_or_else(|| Cause::PhoneUnreal.into())
}

/// A number of Peru in any of its writings, or one of another country with `+` or `00` before it.
pub(crate) fn e164(typed: &str) -> Option<String> {
    let plain: String = typed.nfkc().collect();
    let plain = tidy::number(&plain).to_lowercase();
    let typed = plain.strip_prefix("tel:").unwrap_or(&plain);
    if typed.chars().any(char::is_alphabetic) {
        return None;
    }
    let digits: String = typed.chars().filter(char::is_ascii_digit).collect();
    if digits.len() > MOST_DIGITS {
        return None;
    }
    let begins = |sign: char| typed.chars().find(|c| *c == sign || c.is_ascii_digit()) == Some(sign);
    let abroad = begins('+') || digits.starts_with("00");
    let digits = digits.strip_prefix("00").unwrap_or(&digits);
    match digits.strip_prefix("51") {
        Some(national) if abroad || matches!(digits.len(), 10 | 11) => of_peru(national),
        _ if abroad => of_another_country(digits),
        _ => of_peru(digits),
    }
}

/// The rules for Peru are here, since most numbers are Peru's: they need neither the library's tables (a tenth of a second and
/// some megabytes, once) nor its lock.
fn of_peru(national: &str) -> Option<String> {
    let national = national.strip_prefix('0').unwrap_or(national);
    let is_mobile = national.len() == 9 && national.starts_with('9');
    let is_landline = national.len() == 8
        && (national.starts_with('1') || CITIES.iter().any(|city| national.starts_with(city)));
    (is_mobile || is_landline).then(|| format!("+51{national}"))
}

/// By the numbering plans of all countries (libphonenumber's), which know where a zero is dialled and where it is not. A number of
/// the right length that no plan has given away yet is taken: it may have been given away since.
fn of_another_country(digits: &str) -> Option<String> {
    let number = phonenumber::parse(None, format!("+{digits}")).ok()?;
    let national = number.national().to_string();
    let plans = DATABASE.by_code(&number.code().value())?;
    let is_possible = plans
        .into_iter()
        .any(|plan| plan.descriptors().general().is_match(&national));
    is_possible.then(|| number.format().mode(Mode::E164).to_string())
}
