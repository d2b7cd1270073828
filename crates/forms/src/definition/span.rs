//! Lengths of time as a service file writes them.

use std::fmt;
use std::str::FromStr;

use jiff::{SignedDuration, Timestamp, ToSpan as _, Zoned};

/// A positive length of time: `15 minutes`, `36h`, `30d`, `6 months`. Hours are hours; days and longer are those of the
/// calendar, on the clock of the place: a permit of `1d` issued at 18:00 ends at 18:00 of the next day, also where clocks are
/// changed in between.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Span {
    amount: u32,
    unit: Unit,
}

/// What a [`Span`] is counted in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Unit {
    /// 60 seconds.
    Minutes,
    /// 3,600 seconds.
    Hours,
    /// To the same time of the next day.
    Days,
    /// Seven days.
    Weeks,
    /// To the same day of the next month, or its last where it is shorter.
    Months,
    /// To the same day of the next year.
    Years,
}

impl Unit {
    /// Its name in the plural, as files and texts have it: `minutes`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Minutes => "minutes",
            Self::Hours => "hours",
            Self::Days => "days",
            Self::Weeks => "weeks",
            Self::Months => "months",
            Self::Years => "years",
        }
    }

    /// As much as it can be, in seconds.
    fn most(self) -> i64 {
        match self {
            Self::Minutes => 60,
            Self::Hours => 3_600,
            Self::Days => 86_400,
            Self::Weeks => 7 * 86_400,
            Self::Months => 31 * 86_400,
            Self::Years => 366 * 86_400,
        }
    }

    fn named(text: &str) -> Option<Self> {
        const ALL: [Unit; 6] = [
            Unit::Minutes,
            Unit::Hours,
            Unit::Days,
            Unit::Weeks,
            Unit::Months,
            Unit::Years,
        ];
        match text {
            "m" => Some(Self::Minutes),
            "h" => Some(Self::Hours),
            "d" => Some(Self::Days),
            _ => ALL
                .into_iter()
                .find(|unit| text == unit.name() || format!("{text}s") == unit.name()),
        }
    }
}

/// Ten years: longer is a slip of the pen.
const LONGEST: i64 = 3_660 * 86_400;
/// A thousand years: what is kept may be longer, as far as sums of times cannot overflow.
const LONGEST_KEPT: i64 = 366_000 * 86_400;

/// A number and what follows it: `15 business days`, `36h`.
pub(super) fn amount_and_unit(text: &str) -> Option<(u32, &str)> {
    let end = text.find(|letter: char| !letter.is_ascii_digit())?;
    let (digits, unit) = text.split_at(end);
    Some((digits.parse().ok()?, unit.strip_prefix(' ').unwrap_or(unit)))
}

impl Span {
    /// The length that is meant, which may be longer than may be published today; none where no time is named, or one
    /// that cannot be computed with.
    pub(crate) fn as_written(text: &str) -> Option<Self> {
        let (amount, unit) = amount_and_unit(text)?;
        let (unit, is_letter) = (Unit::named(unit)?, unit.len() == 1);
        if is_letter && text.contains(' ') {
            return None;
        }
        let span = Self { amount, unit };
        (1..=LONGEST_KEPT).contains(&span.most_seconds()).then_some(span)
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

    /// A length in days of the calendar.
    pub const fn days(amount: u32) -> Self {
        Self {
            amount,
            unit: Unit::Days,
        }
    }

    /// As many seconds as it can take; for comparing lengths.
    pub(crate) fn most_seconds(self) -> i64 {
        i64::from(self.amount) * self.unit.most()
    }

    /// The same number of seconds whenever it begins, with days of 24 hours; none where months or years are counted.
    pub fn exact(self) -> Option<SignedDuration> {
        match self.unit {
            Unit::Months | Unit::Years => None,
            _ => Some(SignedDuration::from_secs(self.most_seconds())),
        }
    }

    /// The moment this long after `start`, on the calendar and clock there; the last moment there is if it would be later.
    pub fn after(self, start: &Zoned) -> Timestamp {
        let end = start.checked_add(self.calendar());
        end.map_or(Timestamp::MAX, |end| end.timestamp())
    }

    /// The moment this long before `end`; the first there is if it would be earlier.
    pub fn before(self, end: &Zoned) -> Timestamp {
        let start = end.checked_sub(self.calendar());
        start.map_or(Timestamp::MIN, |start| start.timestamp())
    }

    fn calendar(self) -> jiff::Span {
        let amount = i64::from(self.amount);
        match self.unit {
            Unit::Minutes => amount.minutes(),
            Unit::Hours => amount.hours(),
            Unit::Days => amount.days(),
            Unit::Weeks => amount.weeks(),
            Unit::Months => amount.months(),
            Unit::Years => amount.years(),
        }
    }

    /// The number before the unit: 36 of `36h`. For telling people, together with [`Span::unit`].
    pub fn amount(self) -> u32 {
        self.amount
    }

    /// What is counted.
    pub fn unit(self) -> Unit {
        self.unit
    }
}

/// As people say it, in English: `36 hours`, `1 day`.
impl fmt::Display for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        count(f, self.amount, self.unit.name())
    }
}

/// `1 day`, `2 days`, of a unit's name in the plural.
pub(super) fn count(f: &mut fmt::Formatter<'_>, amount: u32, units: &str) -> fmt::Result {
    let unit = if amount == 1 {
        &units[..units.len() - 1]
    } else {
        units
    };
    write!(f, "{amount} {unit}")
}

/// Why a length of time may not be published.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotASpan {
    /// No number with a unit, or nothing, or more than ten years.
    #[error("write a number and a unit: 36h, 30d, 20 minutes, 6 months or 1 year, up to ten years")]
    Unknown,
    /// A bare `m`, which some read as minutes and some as months.
    #[error("write `{0} minutes` or `{0} months`, whichever is meant")]
    MinutesOrMonths(u32),
}

impl FromStr for Span {
    type Err = NotASpan;

    fn from_str(text: &str) -> Result<Self, NotASpan> {
        match Self::as_written(text) {
            Some(span) if text.ends_with('m') => Err(NotASpan::MinutesOrMonths(span.amount)),
            Some(span) if span.most_seconds() <= LONGEST => Ok(span),
            _ => Err(NotASpan::Unknown),
        }
    }
}

#[cfg(test)]
mod tests;
