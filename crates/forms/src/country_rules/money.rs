//! Amounts of a country's money, as it writes them in every language.

use serde::Deserialize;

/// How amounts are written.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Money {
    pub(crate) sign: String,
    /// Between thousands.
    group: char,
    /// Before the decimals.
    pub(crate) point: char,
    /// Whether it has hundredths.
    pub(crate) decimals: bool,
    /// Whether the sign stands behind the amount.
    #[serde(default)]
    after: bool,
    /// Whether there is a blank between both.
    #[serde(default = "yes")]
    spaced: bool,
}

fn yes() -> bool {
    true
}

impl Money {
    /// `S/ 1,234.50`, of hundredths.
    pub(crate) fn written(&self, cents: i64) -> String {
        let (whole, rest) = (cents.unsigned_abs() / 100, cents.unsigned_abs() % 100);
        let mut amount = grouped(whole, self.group);
        if self.decimals {
            amount = format!("{amount}{}{rest:02}", self.point);
        }
        // A blank that keeps both on one line.
        let blank = if self.spaced { "\u{a0}" } else { "" };
        let minus = if cents < 0 { "-" } else { "" };
        if self.after {
            format!("{minus}{amount}{blank}{}", self.sign)
        } else {
            format!("{minus}{}{blank}{amount}", self.sign)
        }
    }
}

/// `1,234,567`: thousands apart.
pub fn grouped(whole: u64, mark: char) -> String {
    let digits = whole.to_string();
    let mut grouped = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.char_indices() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            grouped.push(mark);
        }
        grouped.push(digit);
    }
    grouped
}
