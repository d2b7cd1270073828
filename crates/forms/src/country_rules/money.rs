//! Amounts of a country's money, as it writes them in every language.

use serde::Deserialize;

/// How amounts are written.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Money {
    sign: String,
    /// Between thousands.
    group: char,
    /// Before the decimals.
    pub(crate) point: char,
    /// How many it has: none or two.
    pub(crate) decimals: u8,
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
        let digits = whole.to_string();
        let mut amount = String::with_capacity(digits.len() + digits.len() / 3 + 3);
        for (at, digit) in digits.char_indices() {
            if at > 0 && (digits.len() - at) % 3 == 0 {
                amount.push(self.group);
            }
            amount.push(digit);
        }
        if self.decimals > 0 {
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
