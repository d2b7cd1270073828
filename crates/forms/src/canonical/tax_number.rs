//! Tax numbers.

use unicode_normalization::UnicodeNormalization;

use super::{Canonical, CanonicalKind, letters_and_digits};
use crate::country_rules::CountryRules;

/// A tax number of any country whose rules are known.
pub fn tax_number(text: &str) -> Option<Canonical> {
    let typed: String = text.nfkc().collect();
    let countries = || CountryRules::all().iter().map(|country| &country.tax_number);
    let number = |typed: &str| countries().find_map(|identifier| identifier.form(&identifier.code(typed)));
    // Whatever it is called: the first country that has such a number has it by all its names, so that each has one form.
    let code = letters_and_digits(&typed);
    let mut names = countries().flat_map(|identifier| &identifier.called);
    let bare = names.find_map(|name| number(code.strip_prefix(name.as_str())?));
    let number = bare.or_else(|| number(&typed))?;
    Canonical::new(CanonicalKind::TaxNumber, letters_and_digits(&number))
}

/// The person whose tax number it is, where it tells: SUNAT makes one of `10`, the DNI and a check digit; in Chile and Spain a person has
/// one number for both. Companies are nobody.
pub fn person_of_tax_number(text: &str) -> Option<Canonical> {
    let typed = letters_and_digits(text);
    let mut countries = CountryRules::all().iter();
    let person = countries.find_map(|country| country.tax_number.person(&typed))?;
    Canonical::new(CanonicalKind::Document, person)
}
