//! Telephone numbers.

use std::collections::BTreeSet;

use super::{Canonical, CanonicalKind};
use crate::answers::e164;
use crate::country_rules::CountryRules;

/// Each number that may be meant by who writes so, in one country or another.
pub fn phones(text: &str) -> BTreeSet<Canonical> {
    let countries = CountryRules::all().iter();
    let numbers = countries.filter_map(|country| e164(text, country));
    numbers
        .filter_map(|number| Canonical::new(CanonicalKind::Phone, number))
        .collect()
}

/// A telephone number as the form reads it: one of Peru in any of its writings, or another country's with its `+`.
pub fn phone(text: &str) -> Option<Canonical> {
    let mut countries = CountryRules::all().iter();
    // What an answer keeps of a country whose rules are here is what they made of it.
    let kept = countries.any(|country| country.phone.has_made(text));
    let number = if kept {
        Some(text.to_owned())
    } else {
        e164(text, CountryRules::usual())
    };
    Canonical::new(CanonicalKind::Phone, number?)
}
