//! How to reach someone.

use super::Answer;
use super::fields::Fields;
use super::tidy;
use super::wrong::{Cause, Wrong};

/// RFC 5321, 4.5.3.1: what an address may measure.
const LONGEST_ADDRESS: usize = 254;
const LONGEST_LOCAL: usize = 64;

/// Peru's city codes besides Lima's 1; a number is eight digits with its code.
const CITIES: [&str; 23] = [
    "41", "42", "43", "44", "51", "52", "53", "54", "56", "61", "62", "63", "64", "65", "66", "67", "72",
    "73", "74", "76", "82", "83", "84",
];

pub(super) fn email(fields: Fields<'_>) -> Result<Answer, Wrong> {
    let typed = fields.line("");
    if typed.is_empty() {
        return Err(Cause::EmailMissing.into());
    }
    let bare = bare_address(&typed);
    let (local, domain) = bare.rsplit_once('@').ok_or(Cause::EmailUnreal)?;
    let domain = domain.to_ascii_lowercase();
    let fits = bare.len() <= LONGEST_ADDRESS && local.len() <= LONGEST_LOCAL;
    if fits && is_local(local) && is_domain(&domain) {
        Ok(Answer::Email(format!("{local}@{domain}")))
    } else {
        Err(Cause::EmailUnreal.into())
    }
}

/// An address without what programs of mail copy around it.
pub(crate) fn bare_address(line: &str) -> &str {
    line.strip_prefix("mailto:")
        .unwrap_or(line)
        .trim_matches(['<', '>', ' ', ',', ';'])
}

/// Letters, digits and the signs of RFC 5322's `atext`, with single dots between them.
fn is_local(local: &str) -> bool {
    let is_atext = |c: char| c.is_ascii_alphanumeric() || "!#$%&'*+/=?^_`{|}~-".contains(c);
    local
        .split('.')
        .all(|atom| !atom.is_empty() && atom.chars().all(is_atext))
}

fn is_domain(domain: &str) -> bool {
    let is_label = |label: &str| {
        (1..=63).contains(&label.len())
            && label.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    let top = domain.rsplit('.').next().unwrap_or_default();
    let is_top = top.len() >= 2 && (top.chars().all(|c| c.is_ascii_alphabetic()) || top.starts_with("xn--"));
    domain.contains('.') && is_top && domain.split('.').all(is_label)
}

pub(super) fn phone(fields: Fields<'_>) -> Result<Answer, Wrong> {
    let typed = tidy::number(fields.sent(""));
    if typed.is_empty() {
        return Err(Cause::PhoneMissing.into());
    }
    e164(&typed)
        .map(Answer::Phone)
        .ok_or_else(|| Cause::PhoneUnreal.into())
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
