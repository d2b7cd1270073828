//! Tax numbers (RUC).

use super::{Canonical, CanonicalKind, letters_and_digits};
use crate::answers::tidy::is_digits;

/// A RUC, eleven digits.
pub fn tax_number(text: &str) -> Option<Canonical> {
    let typed = letters_and_digits(text);
    let number = typed.strip_prefix("RUC").unwrap_or(&typed);
    let is_whole = number.len() == 11 && is_digits(number);
    is_whole
        .then(|| Canonical::new(CanonicalKind::TaxNumber, number.to_owned()))
        .flatten()
}

/// The person whose tax number it is: SUNAT makes one of `10`, the DNI and a check digit. Companies are nobody.
pub fn person_of_tax_number(text: &str) -> Option<Canonical> {
    let number = tax_number(text)?;
    let rest = number.text.strip_prefix("10")?;
    Canonical::new(CanonicalKind::Document, rest[..8].to_owned())
}
