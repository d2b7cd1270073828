//! Whole and decimal numbers, with the separators people use. Of the point and the comma one is the country's decimal sign; the other one, alone
//! and with three digits after it, separates thousands, and is taken for a decimal sign elsewhere.

use super::Answer;
use super::fields::Fields;
use super::tidy::{self, is_digits};
use super::wrong::{Cause, Wrong};
use crate::country_rules::CountryRules;

/// More digits than this are no honest number, and a comparison with a bound would lose some.
const MOST_DIGITS: usize = 15;

pub(super) fn integer(fields: Fields<'_>, min: Option<i64>, max: Option<i64>) -> Result<Answer, Wrong> {
    let typed = bare(fields);
    let number: i64 = whole(&typed)
        .and_then(|digits| digits.parse().ok())
        .ok_or(Cause::NotWhole)?;
    match (min, max) {
        (Some(min), _) if number < min => Err(Wrong::from(Cause::TooSmall).limit(&min)),
        (_, Some(max)) if number > max => Err(Wrong::from(Cause::TooLarge).limit(&max)),
        _ => Ok(Answer::Integer(number)),
    }
}

pub(super) fn decimal(
    fields: Fields<'_>,
    (min, max): (Option<f64>, Option<f64>),
    country: &CountryRules,
) -> Result<Answer, Wrong> {
    let number = canonical(&bare(fields), country.money.point).ok_or(Cause::NotDecimal)?;
    let value: f64 = number.parse().map_err(|_| Cause::NotDecimal)?;
    match (min, max) {
        (Some(min), _) if value < min => Err(Wrong::from(Cause::TooSmall).limit(&min)),
        (_, Some(max)) if value > max => Err(Wrong::from(Cause::TooLarge).limit(&max)),
        _ => Ok(Answer::Decimal(number)),
    }
}

/// Without currency, spaces, or the apostrophes that some put between thousands.
fn bare(fields: Fields<'_>) -> String {
    let typed = tidy::number(fields.sent(""));
    let countries = CountryRules::all().iter().map(|country| &*country.money.sign);
    let currency = ["S/.", "US$"]
        .into_iter()
        .chain(countries)
        .find_map(|sign| typed.strip_prefix(sign).or_else(|| typed.strip_suffix(sign)));
    let amount = currency.unwrap_or(&typed);
    amount
        .chars()
        .filter(|c| !matches!(c, ' ' | '\'' | '’' | '+'))
        .map(|c| if c == '−' { '-' } else { c })
        .collect()
}

/// The digits of a whole number with its sign: `1,234`, `1.234` and `1234.0` are 1234.
fn whole(typed: &str) -> Option<String> {
    let (sign, digits) = signed(typed);
    if let Some(grouped) = [',', '.'].into_iter().find_map(|mark| ungroup(digits, mark)) {
        return Some(format!("{sign}{grouped}"));
    }
    let (whole, rest) = digits.split_once(['.', ',']).unwrap_or((digits, ""));
    let honest = is_digits(whole) && rest.bytes().all(|byte| byte == b'0');
    honest.then(|| format!("{sign}{whole}"))
}

/// Digits with a point, without zeros that say nothing.
fn canonical(typed: &str, point: char) -> Option<String> {
    let (sign, digits) = signed(typed);
    let (whole, fraction) = split(digits, point)?;
    let (whole, fraction) = (whole.trim_start_matches('0'), fraction.trim_end_matches('0'));
    if whole.len() + fraction.len() > MOST_DIGITS {
        return None;
    }
    let sign = if whole.is_empty() && fraction.is_empty() {
        ""
    } else {
        sign
    };
    let whole = if whole.is_empty() { "0" } else { whole };
    let point = if fraction.is_empty() { "" } else { "." };
    Some(format!("{sign}{whole}{point}{fraction}"))
}

/// The digits before and after the decimal sign.
fn split(digits: &str, point: char) -> Option<(String, String)> {
    let (whole, fraction) = match decimal_sign(digits, point) {
        Some(sign) => digits.split_once(sign)?,
        None => (digits, ""),
    };
    let grouped = [',', '.'].into_iter().find_map(|mark| ungroup(whole, mark));
    let whole = match grouped {
        Some(grouped) => grouped,
        None if whole.is_empty() && !fraction.is_empty() => "0".to_owned(),
        None => whole.to_owned(),
    };
    let honest = is_digits(&whole) && fraction.bytes().all(|byte| byte.is_ascii_digit());
    honest.then(|| (whole, fraction.to_owned()))
}

/// Which mark separates decimals: the last of two kinds; else the country's own alone, or the other one alone and not at thousands.
fn decimal_sign(digits: &str, point: char) -> Option<char> {
    let other = if point == ',' { '.' } else { ',' };
    match (digits.matches(other).count(), digits.matches(point).count()) {
        (0, 1) => Some(point),
        (1, 0) if ungroup(digits, other).is_none() => Some(other),
        (0, _) | (_, 0) => None,
        _ => digits.chars().rev().find(|c| matches!(c, ',' | '.')),
    }
}

/// `1,234,567` without its marks; nothing if the marks do not stand at thousands.
fn ungroup(digits: &str, mark: char) -> Option<String> {
    let mut parts = digits.split(mark);
    let first = parts
        .next()
        .filter(|first| is_digits(first) && first.len() <= 3 && !first.starts_with('0'))?;
    let rest: Vec<&str> = parts.collect();
    let grouped = !rest.is_empty() && rest.iter().all(|part| part.len() == 3 && is_digits(part));
    grouped.then(|| first.to_owned() + &rest.concat())
}

fn signed(typed: &str) -> (&'static str, &str) {
    typed
        .strip_prefix('-')
        .map_or(("", typed), |digits| ("-", digits))
}
