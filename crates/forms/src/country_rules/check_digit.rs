//! Characters that are computed from the others of a number, so that a slip of the pen shows.

use std::collections::BTreeMap;

use serde::Deserialize;

/// How the check character of a number is computed.
#[derive(Debug, Clone, Copy)]
pub(super) enum Check<'a> {
    /// By a weighted sum.
    Weighted(&'a CheckDigit),
    /// By a standard.
    Standard(Standard),
}

/// A standard, as it is called.
#[derive(Debug, Clone, Copy, Deserialize)]
pub(super) enum Standard {
    /// ISO 7064, MOD 97-10: two digits, over the number followed by what stands before them, a letter as its place after the digits.
    #[serde(rename = "iso-7064-mod-97-10")]
    Mod97,
}

impl Check<'_> {
    /// What is right between what stands before it and a number; nothing where it has characters without a value.
    pub(super) fn right(self, before: &str, number: &str) -> Vec<String> {
        match self {
            Self::Weighted(sum) => sum.characters(number).into_iter().map(String::from).collect(),
            Self::Standard(Standard::Mod97) => mod_97(before, number).into_iter().collect(),
        }
    }
}

fn mod_97(before: &str, number: &str) -> Option<String> {
    let mut characters = number.chars().chain(before.chars()).chain("00".chars());
    let rest = characters.try_fold(0, |rest, character| {
        let value = character.to_digit(36)?;
        let places = if value < 10 { 10 } else { 100 };
        Some((rest * places + value) % 97)
    });
    rest.map(|rest| format!("{:02}", 98 - rest))
}

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
    fn characters(&self, number: &str) -> Vec<char> {
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
