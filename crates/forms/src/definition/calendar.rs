//! On which days an office works.

use std::borrow::Cow;

use jiff::ToSpan as _;
use jiff::civil::{Date, Weekday};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Serialize, Serializer};

use super::ids::OfficeId;
use crate::country_rules::CountryRules;

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
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Holidays {
    /// A country's.
    Country(&'static CountryRules),
    /// Nobody's: only weekends, and what the file lists.
    None,
}

impl Holidays {
    /// The word for it in service files.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Country(rules) => &rules.code,
            Self::None => "none",
        }
    }
}

impl Default for Holidays {
    fn default() -> Self {
        Self::Country(CountryRules::usual())
    }
}

impl Serialize for Holidays {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.word())
    }
}

impl JsonSchema for Holidays {
    fn schema_name() -> Cow<'static, str> {
        "Holidays".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        let countries = CountryRules::all().iter().map(|rules| &*rules.code);
        let words: Vec<&str> = countries.chain(["none"]).collect();
        json_schema!({"type": "string", "enum": words})
    }
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
            Holidays::Country(rules) => rules.holidays.iter().any(|holiday| holiday.falls_on(day)),
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

#[cfg(test)]
mod tests;
