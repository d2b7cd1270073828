//! The least and the most of an answer.

use super::Check;
use crate::read::problems::Forbids;
use crate::read::raw::{RawBound, RawBoundValue, RawQuestion};
use crate::{DateBound, Kind};

const MOST_LETTERS: u32 = 10_000;
/// How far from today a bound may be published.
const MOST_DAYS: i32 = 4_000;
const MOST_YEARS: i32 = 150;
/// How far it can be computed with: farther than any day that can be answered.
const FARTHEST_DAYS: i32 = 3_652_500;
const FARTHEST_YEARS: i32 = 10_000;

impl Check<'_> {
    pub(super) fn max_length(&mut self, raw: &RawQuestion) -> Option<u32> {
        raw.max_length
            .as_ref()
            .map(|length| self.number(length, 1, MOST_LETTERS, "`max_length`"))
    }

    pub(super) fn integer(&mut self, raw: &RawQuestion) -> Kind {
        let mut bound = |bound: &RawBound| match bound.value {
            RawBoundValue::Integer(number) => Some(number),
            _ => self.bound(bound, "a whole number"),
        };
        let (min, max) = (
            raw.min.as_ref().and_then(&mut bound),
            raw.max.as_ref().and_then(&mut bound),
        );
        self.in_order_of(raw, min.zip(max).is_some_and(|(min, max)| min > max));
        Kind::Integer { min, max }
    }

    #[allow(clippy::cast_precision_loss, reason = "bounds of amounts are far below 2^53")]
    pub(super) fn decimal(&mut self, raw: &RawQuestion) -> Kind {
        let mut bound = |bound: &RawBound| match bound.value {
            RawBoundValue::Integer(number) => Some(number as f64),
            RawBoundValue::Decimal(number) => Some(number),
            RawBoundValue::Day(_) => self.bound(bound, "a number"),
        };
        let (min, max) = (
            raw.min.as_ref().and_then(&mut bound),
            raw.max.as_ref().and_then(&mut bound),
        );
        self.in_order_of(raw, min.zip(max).is_some_and(|(min, max)| min > max));
        Kind::Decimal {
            min,
            max,
            country: self.country,
        }
    }

    pub(super) fn date(&mut self, raw: &RawQuestion) -> Kind {
        let mut bound = |bound: &RawBound| match &bound.value {
            RawBoundValue::Day(day) => self.day_bound(bound, day),
            _ => self.not_a_day(bound, Forbids::Reading, None),
        };
        let (min, max) = (
            raw.min.as_ref().and_then(&mut bound),
            raw.max.as_ref().and_then(&mut bound),
        );
        let crossed = match (min, max) {
            (Some(DateBound::On(min)), Some(DateBound::On(max))) => min > max,
            (
                Some(DateBound::FromToday { years, days }),
                Some(DateBound::FromToday {
                    years: more_years,
                    days: more_days,
                }),
            ) => years * 365 + days > more_years * 365 + more_days,
            _ => false,
        };
        self.in_order_of(raw, crossed);
        Kind::Date { min, max }
    }

    fn bound<T>(&mut self, bound: &RawBound, expected: &str) -> Option<T> {
        self.unreadable(&bound.span, format!("this bound must be {expected}"));
        None
    }

    fn day_bound(&mut self, bound: &RawBound, written: &str) -> Option<DateBound> {
        match day_bound(written) {
            Some(DateBound::FromToday { years, days })
                if years.abs() > MOST_YEARS || days.abs() > MOST_DAYS =>
            {
                self.not_a_day(
                    bound,
                    Forbids::Publishing,
                    Some(DateBound::FromToday { years, days }),
                )
            }
            Some(day) => Some(day),
            None if is_like_a_day(written) => {
                self.unreadable(&bound.span, format!("there is no day `{written}`"))
                    .help("a day is its year, its month from 01 to 12, and a day that the month has");
                None
            }
            None => self.not_a_day(bound, Forbids::Reading, None),
        }
    }

    fn not_a_day(
        &mut self,
        bound: &RawBound,
        forbids: Forbids,
        built: Option<DateBound>,
    ) -> Option<DateBound> {
        self.problems
            .add(forbids, bound.span.clone(), "this bound must be a day")
            .help("write a day as \"2026-12-31\", or count from today: today, today+30d, today-18y");
        built
    }

    fn in_order_of(&mut self, raw: &RawQuestion, crossed: bool) {
        if let Some(min) = raw.min.as_ref().filter(|_| crossed) {
            self.unpublishable(&min.span, "`min` is above `max`, so no answer would do");
        }
    }
}

/// Whether it has the form of a day, which may not exist: `2027-02-30`.
fn is_like_a_day(written: &str) -> bool {
    let mut parts = written.split('-');
    let mut has = |digits: usize| {
        let is = |part: &str| part.len() == digits && part.bytes().all(|byte| byte.is_ascii_digit());
        parts.next().is_some_and(is)
    };
    has(4) && has(2) && has(2) && parts.next().is_none()
}

/// `2026-12-31`, `today`, `today+30d`, `today-18y`
fn day_bound(text: &str) -> Option<DateBound> {
    let Some(rest) = text.strip_prefix("today") else {
        return text.parse().ok().map(DateBound::On);
    };
    if rest.is_empty() {
        return Some(DateBound::FromToday { years: 0, days: 0 });
    }
    let sign = match rest.as_bytes()[0] {
        b'+' => 1,
        b'-' => -1,
        _ => return None,
    };
    let (digits, unit) = rest[1..].split_at_checked(rest.len().checked_sub(2)?)?;
    let amount: i32 = digits.parse().ok().filter(|amount| *amount >= 0)?;
    match unit {
        "d" if amount <= FARTHEST_DAYS => Some(DateBound::FromToday {
            years: 0,
            days: sign * amount,
        }),
        "y" if amount <= FARTHEST_YEARS => Some(DateBound::FromToday {
            years: sign * amount,
            days: 0,
        }),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_fixed_or_counted_from_today() {
        let from_today = |years, days| Some(DateBound::FromToday { years, days });
        let today = "2026-11-21".parse().unwrap();
        for (text, bound, day) in [
            ("today", from_today(0, 0), "2026-11-21"),
            ("today+30d", from_today(0, 30), "2026-12-21"),
            ("today-18y", from_today(-18, 0), "2008-11-21"),
        ] {
            assert_eq!(day_bound(text), bound, "{text}");
            assert_eq!(bound.unwrap().day(today).to_string(), day, "{text}");
        }
        for text in [
            "",
            "tomorrow",
            "today+",
            "today+d",
            "today+30",
            "today+30w",
            "today+-3d",
            "2026-02-30",
            "today+9ñ",
        ] {
            assert_eq!(day_bound(text), None, "{text}");
        }
    }
}
