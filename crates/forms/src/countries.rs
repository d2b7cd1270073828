//! Countries by ISO 3166-1, with their names in the languages shipped.

use std::sync::LazyLock;

use crate::Language;
use crate::answers::fold;

/// One country a line: code, Spanish name, English name. See `data/README.md`.
const TABLE: &str = include_str!("../data/countries.tsv");

/// The country that the shipped documents, regions and telephone rules are of.
pub const OWN: &str = "PE";

/// Those around it, and Venezuela, from where more people came to live in it than from any other.
pub const NEIGHBOURS: [&str; 6] = ["BO", "BR", "CL", "CO", "EC", "VE"];

/// A country or territory with a code of its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Country {
    /// ISO 3166-1 alpha-2: `PE`.
    pub code: &'static str,
    spanish: &'static str,
    english: &'static str,
}

impl Country {
    /// The name in that language; English for languages without a table.
    pub fn name(&self, language: &Language) -> &'static str {
        match language.as_str().split('-').next() {
            Some("es") => self.spanish,
            _ => self.english,
        }
    }
}

/// Every country, by code.
pub fn all() -> &'static [Country] {
    &COUNTRIES
}

/// The country of that code, in capitals.
pub fn find(code: &str) -> Option<&'static Country> {
    all().iter().find(|country| country.code == code)
}

/// The country meant by a code or by a name in any language, whatever the capitals and accents.
pub fn meant(text: &str) -> Option<&'static Country> {
    let text = fold(text);
    all().iter().find(|country| {
        [country.code, country.spanish, country.english]
            .into_iter()
            .any(|name| fold(name) == text)
    })
}

static COUNTRIES: LazyLock<Vec<Country>> = LazyLock::new(|| TABLE.lines().filter_map(country).collect());

fn country(line: &'static str) -> Option<Country> {
    let mut columns = line.split('\t');
    Some(Country {
        code: columns.next()?,
        spanish: columns.next()?,
        english: columns.next()?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn countries_have_a_name_in_each_language() {
        assert_eq!(all().len(), 249);
        let germany = find("DE").unwrap();
        assert_eq!(
            (germany.name(&"es-PE".into()), germany.name(&"en".into())),
            ("Alemania", "Germany")
        );
    }

    #[test]
    fn a_country_is_found_by_what_people_write() {
        for (text, code) in [
            ("pe", "PE"),
            ("peru", "PE"),
            ("PERÚ", "PE"),
            ("Germany", "DE"),
            ("españa", "ES"),
        ] {
            assert_eq!(meant(text).map(|country| country.code), Some(code), "{text}");
        }
        assert_eq!(meant("Atlantis"), None);
    }
}
