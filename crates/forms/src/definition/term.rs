//! Times within which somebody has to do something.

use std::fmt;
use std::str::FromStr;

use jiff::{Timestamp, Zoned};

use super::calendar::Calendar;
use super::ids::OfficeId;
use super::span::{NotASpan, Span, amount_and_unit, count};

/// Within what something has to be done: a length of time, or business days.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Term {
    /// So long.
    Span(Span),
    /// So many days on which the office works, the day on which it begins not counted, to the end of the last: what administrative
    /// law counts (Peru's Ley 27444, articles 144 and 145).
    BusinessDays(u32),
}

/// A hundred working weeks: longer is a slip of the pen.
const MOST_BUSINESS_DAYS: u32 = 500;
const UNIT: &str = "business days";

impl Term {
    /// The term that is meant, which may be longer than may be published today.
    pub(crate) fn as_written(text: &str) -> Option<Self> {
        match amount_and_unit(text) {
            Some((amount, "business day" | UNIT)) => (1..=MOST_BUSINESS_DAYS)
                .contains(&amount)
                .then_some(Self::BusinessDays(amount)),
            _ => Span::as_written(text).map(Self::Span),
        }
    }

    /// When it ends that begins at `start`, for an application of that office.
    pub fn after(self, start: &Zoned, calendar: &Calendar, office: Option<&OfficeId>) -> Timestamp {
        match self {
            Self::Span(span) => span.after(start),
            Self::BusinessDays(days) => {
                let last = calendar.business_day_after(start.date(), days, office);
                let end = last
                    .tomorrow()
                    .and_then(|next| next.to_zoned(start.time_zone().clone()));
                end.map_or(Timestamp::MAX, |end| end.timestamp())
            }
        }
    }

    /// As many seconds as it usually takes; for comparing lengths.
    pub(crate) fn most_seconds(self) -> i64 {
        match self {
            Self::Span(span) => span.most_seconds(),
            Self::BusinessDays(days) => Span::days(days.saturating_mul(2)).most_seconds(),
        }
    }
}

/// As people say it, in English: `36 hours`, `15 business days`.
impl fmt::Display for Term {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Span(span) => span.fmt(f),
            Self::BusinessDays(days) => count(f, *days, UNIT),
        }
    }
}

impl FromStr for Term {
    type Err = NotASpan;

    fn from_str(text: &str) -> Result<Self, NotASpan> {
        match Self::as_written(text) {
            Some(term @ Self::BusinessDays(_)) => Ok(term),
            _ => text.parse().map(Self::Span),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn business_days_count_from_the_next_to_the_end_of_the_last() {
        let calendar = Calendar::default();
        for (text, start, end) in [
            // Friday before Holy Week.
            ("1 business day", "2026-03-27T10:00", "2026-03-31T00:00"),
            ("3 business days", "2026-03-27T10:00", "2026-04-02T00:00"),
            ("4 business days", "2026-03-27T10:00", "2026-04-07T00:00"),
            // From a Saturday and from a holiday.
            ("1 business day", "2026-03-28T23:59", "2026-03-31T00:00"),
            ("1 business day", "2026-07-28T10:00", "2026-07-31T00:00"),
            // The fifteen days of an appeal, over Christmas and New Year.
            ("15 business days", "2026-12-18T16:00", "2027-01-13T00:00"),
        ] {
            let start: Zoned = format!("{start}[America/Lima]").parse().unwrap();
            let end: Zoned = format!("{end}[America/Lima]").parse().unwrap();
            let term: Term = text.parse().unwrap();
            assert_eq!(
                term.after(&start, &calendar, None),
                end.timestamp(),
                "{text} {start}"
            );
            assert_eq!(term.to_string(), text);
        }
        for text in [
            "0 business days",
            "501 business days",
            "3 businessdays",
            "3business day s",
        ] {
            assert_eq!(text.parse::<Term>(), Err(NotASpan::Unknown), "{text}");
        }
    }
}
