//! On which days an office works.

use std::sync::LazyLock;

use jiff::ToSpan as _;
use jiff::civil::{Date, Weekday};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::ids::OfficeId;

/// The days on which a service's offices work: Monday to Friday but for holidays, and for days on which it, or one of its offices, is
/// closed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Calendar {
    /// Whose holidays count.
    pub holidays: Holidays,
    /// Further days without work.
    pub closed: Vec<ClosedDay>,
}

/// Whose holidays count.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Holidays {
    /// Peru's.
    #[default]
    Pe,
    /// Nobody's: only weekends, and what the file lists.
    None,
}

/// A day without work that is no holiday of the country.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClosedDay {
    /// Which.
    pub day: Date,
    /// The office that is closed; all of them where none is named.
    pub office: Option<OfficeId>,
}

/// No calendar is empty for as long as this: what a file lists is bounded, and holidays are few.
const FURTHEST: i32 = 10_000;

impl Calendar {
    /// Whether that office works on that day.
    pub fn is_business_day(&self, day: Date, office: Option<&OfficeId>) -> bool {
        let is_weekend = matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday);
        let is_holiday = match self.holidays {
            Holidays::Pe => PERU.iter().any(|holiday| holiday.falls_on(day)),
            Holidays::None => false,
        };
        let is_closed = self
            .closed
            .iter()
            .any(|closed| closed.day == day && (closed.office.is_none() || closed.office.as_ref() == office));
        !is_weekend && !is_holiday && !is_closed
    }

    /// The last of so many business days after that day; the last day there is if it would be later.
    pub(super) fn business_day_after(&self, day: Date, count: u32, office: Option<&OfficeId>) -> Date {
        let following = (1..=FURTHEST).map_while(|days| day.checked_add(days.days()).ok());
        let mut business = following.filter(|day| self.is_business_day(*day, office));
        let index = usize::try_from(count.saturating_sub(1)).unwrap_or(usize::MAX);
        business.nth(index).unwrap_or(Date::MAX)
    }
}

/// A law's holiday, since the year from which it counts.
struct Holiday {
    since: i16,
    when: When,
}

enum When {
    Fixed { month: i8, day: i8 },
    FromEaster(i32),
}

impl Holiday {
    /// From a line of the table: first year, day, name and law, parted by tabs.
    fn of(line: &str) -> Option<Self> {
        let mut cells = line.split('\t');
        let since = cells.next()?.parse().ok()?;
        let when = cells.next()?;
        let when = if let Some(days) = when.strip_prefix("easter") {
            When::FromEaster(days.parse().ok()?)
        } else {
            let (month, day) = when.split_once('-')?;
            When::Fixed {
                month: month.parse().ok()?,
                day: day.parse().ok()?,
            }
        };
        Some(Self { since, when })
    }

    fn falls_on(&self, date: Date) -> bool {
        self.since <= date.year()
            && match self.when {
                When::Fixed { month, day } => (date.month(), date.day()) == (month, day),
                When::FromEaster(days) => {
                    easter(date.year()).and_then(|easter| easter.checked_add(days.days()).ok()) == Some(date)
                }
            }
    }
}

static PERU: LazyLock<Vec<Holiday>> = LazyLock::new(|| {
    let lines = include_str!("../../data/holidays/pe.tsv").lines();
    lines.filter_map(Holiday::of).collect()
});

fn easter(year: i16) -> Option<Date> {
    let sunday = computus::gregorian(i32::from(year)).ok()?;
    let (month, day) = (i8::try_from(sunday.month).ok()?, i8::try_from(sunday.day).ok()?);
    Date::new(year, month, day).ok()
}

#[cfg(test)]
mod tests;
