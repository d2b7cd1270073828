//! Telephone numbers.

use phonenumber::{Mode, metadata::DATABASE};
use unicode_normalization::UnicodeNormalization;

use super::super::fields::Fields;
use super::super::tidy;
use super::super::wrong::{Cause, Wrong};
use super::{Countries, Spec};
use crate::Answer;
use crate::country_rules::CountryRules;

pub(super) static SPEC: Spec = Spec {
    name: "phone",
    read,
    answer: Answer::Phone,
    samples: |country| vec![&country.phone.sample],
    names_a_person: true,
};

/// No number has more digits, with a prefix for calls abroad and a `(0)` that is not dialled.
const MOST_DIGITS: usize = 20;

fn read(fields: Fields<'_>, countries: Countries) -> Result<String, Wrong> {
    let typed = fields.line("");
    if typed.is_empty() {
        return Err(Wrong::from(Cause::PhoneMissing).limit(&countries.own.phone.example));
    }
    e164(&typed, countries.own).ok_or_else(|| Cause::Unlike(&countries.own.phone.code).into())
}

/// A number of that country in any of its writings, or one of another with `+` or `00` before it.
pub(crate) fn e164(typed: &str, country: &CountryRules) -> Option<String> {
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
    let own = digits.strip_prefix(&country.phone.calling);
    let with_code = || own.and_then(|national| country.phone.e164(national));
    match own {
        Some(_) if abroad => with_code(),
        None if abroad => of_another_country(digits),
        _ => country.phone.e164(digits).or_else(with_code),
    }
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
