//! Lengths of time as a service file writes them.

use std::fmt;
use std::str::FromStr;

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

/// A positive length of time: `15m`, `36h`, `30d`. A day is 24 hours, so that a permit of `1d` issued at
/// 18:00 ends at 18:00, whatever clocks were changed in between.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Span {
    amount: u32,
    unit: Unit,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Unit {
    Minutes,
    Hours,
    Days,
}

/// Ten years: longer is a slip of the pen.
const LONGEST: i64 = 3_653 * 86_400;
/// A thousand years: what is kept may be longer, as far as sums of times cannot overflow.
const LONGEST_KEPT: i64 = 365_250 * 86_400;

impl Span {
    /// The length that is meant, which may be longer than may be published today; none where no time is named, or one
    /// that cannot be computed with.
    pub(crate) fn as_written(text: &str) -> Option<Self> {
        let unit = match text.chars().last()? {
            'm' => Unit::Minutes,
            'h' => Unit::Hours,
            'd' => Unit::Days,
            _ => return None,
        };
        let digits = &text[..text.len() - 1];
        if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        let amount = digits.parse().ok()?;
        let span = Self { amount, unit };
        (1..=LONGEST_KEPT).contains(&span.seconds()).then_some(span)
    }

    /// A length in minutes.
    pub const fn minutes(amount: u32) -> Self {
        Self {
            amount,
            unit: Unit::Minutes,
        }
    }

    /// A length in hours.
    pub const fn hours(amount: u32) -> Self {
        Self {
            amount,
            unit: Unit::Hours,
        }
    }

    /// A length in days of 24 hours.
    pub const fn days(amount: u32) -> Self {
        Self {
            amount,
            unit: Unit::Days,
        }
    }

    /// The length in seconds.
    pub fn seconds(self) -> i64 {
        let unit = match self.unit {
            Unit::Minutes => 60,
            Unit::Hours => 3_600,
            Unit::Days => 86_400,
        };
        i64::from(self.amount) * unit
    }

    /// The same length for sums with jiff's times.
    pub fn duration(self) -> SignedDuration {
        SignedDuration::from_secs(self.seconds())
    }

    /// The moment this long after `start`; the last moment there is if it would be later.
    pub fn after(self, start: Timestamp) -> Timestamp {
        start.checked_add(self.duration()).unwrap_or(Timestamp::MAX)
    }

    /// The number before the unit: 36 of `36h`. For telling people, together with [`Span::unit`].
    pub fn amount(self) -> u32 {
        self.amount
    }

    /// The unit's letter: `m`, `h` or `d`.
    pub fn unit(self) -> char {
        match self.unit {
            Unit::Minutes => 'm',
            Unit::Hours => 'h',
            Unit::Days => 'd',
        }
    }
}

impl fmt::Display for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", self.amount, self.unit())
    }
}

/// Not a number followed by `m`, `h` or `d`, or nothing, or more than ten years.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a length of time is a number and a unit: 15m, 36h or 30d, up to ten years")]
pub struct NotASpan;

impl FromStr for Span {
    type Err = NotASpan;

    fn from_str(text: &str) -> Result<Self, NotASpan> {
        Self::as_written(text)
            .filter(|span| span.seconds() <= LONGEST)
            .ok_or(NotASpan)
    }
}

impl Serialize for Span {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Span {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?
            .parse()
            .map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_length_is_a_number_and_a_unit() {
        for (text, seconds) in [("15m", 900), ("36h", 129_600), ("30d", 2_592_000)] {
            let span: Span = text.parse().unwrap();
            assert_eq!((span.seconds(), span.to_string().as_str()), (seconds, text));
        }
        for text in [
            "",
            "h",
            "36",
            "36 h",
            "+3h",
            "0h",
            "-1d",
            "3w",
            "1.5h",
            "4294967296m",
            "36500d",
            "3ñ",
        ] {
            assert_eq!(text.parse::<Span>(), Err(NotASpan), "{text}");
        }
    }
}
