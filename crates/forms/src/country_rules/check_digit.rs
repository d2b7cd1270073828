//! Characters that are computed from the others of a number, so that a slip of the pen shows.

use std::collections::BTreeMap;

use serde::Deserialize;

/// A weighted sum, and the character that stands for its rest.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct CheckDigit {
    /// Of each character, from the left.
    weights: Vec<u32>,
    modulus: u32,
    /// The characters by the rest; where there are several series, one of each is right.
    characters: Vec<String>,
    /// A character's value is its place here.
    #[serde(default = "digits")]
    alphabet: String,
    /// Values of characters beside those of the alphabet.
    #[serde(default)]
    letters: BTreeMap<char, u32>,
    /// Whether the digits of a product count one by one, as in Luhn's formula.
    #[serde(default)]
    digit_sums: bool,
    /// What a shorter number is filled up to, with values of zero before it.
    #[serde(default)]
    width: usize,
}

fn digits() -> String {
    "0123456789".to_owned()
}

impl CheckDigit {
    /// Those that are right for a number; none where it has characters without a value.
    pub(super) fn characters(&self, number: &str) -> Vec<char> {
        let values: Option<Vec<u32>> = number.chars().map(|c| self.value(c)).collect();
        let Some(values) = values else { return Vec::new() };
        let missing = self.width.saturating_sub(values.len());
        let values = std::iter::repeat_n(0, missing).chain(values);
        let product = |(value, weight): (u32, &u32)| {
            let product = value * weight;
            if self.digit_sums {
                product / 10 + product % 10
            } else {
                product
            }
        };
        let sum: u32 = values.zip(&self.weights).map(product).sum();
        let rest = usize::try_from(sum % self.modulus).unwrap_or_default();
        let series = self.characters.iter();
        series.filter_map(|series| series.chars().nth(rest)).collect()
    }

    fn value(&self, c: char) -> Option<u32> {
        let place = || self.alphabet.chars().position(|known| known == c);
        let other = self.letters.get(&c).copied();
        other.or_else(|| place().and_then(|place| u32::try_from(place).ok()))
    }
}
