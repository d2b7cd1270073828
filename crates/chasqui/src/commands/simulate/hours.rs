//! When people of the office work.

use forms::Calendar;
use jiff::{
    SignedDuration, Timestamp, ToSpan as _,
    civil::{Date, Time},
    tz::TimeZone,
};

use crate::cli::OfficeHours;

/// The stretches in which the office works, in order.
pub(super) struct Shifts(Vec<Shift>);

/// The office's hours of one day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Shift {
    /// The first instant of work.
    pub(super) opens: Timestamp,
    /// The first instant after it.
    pub(super) closes: Timestamp,
}

impl Shifts {
    /// Those of so many days: business days of the service as a whole, or all of them.
    pub(super) fn of(
        days: &[Date],
        hours: OfficeHours,
        calendar: Option<&Calendar>,
        zone: &TimeZone,
    ) -> Self {
        let works = |day: &Date| calendar.is_none_or(|calendar| calendar.is_business_day(*day, None));
        let shift = |day: Date| {
            let shift = Shift {
                opens: moment(day, hours.opens, zone)?,
                closes: moment(day, hours.closes, zone)?,
            };
            (shift.opens < shift.closes).then_some(shift)
        };
        Self(days.iter().copied().filter(works).filter_map(shift).collect())
    }

    /// Whether people work at that moment.
    pub(super) fn is_open(&self, at: Timestamp) -> bool {
        self.not_over_at(at)
            .first()
            .is_some_and(|shift| shift.opens <= at)
    }

    /// When so much work ends that begins at that moment and rests while the office is closed; nothing where the days do not reach so far.
    pub(super) fn after(&self, start: Timestamp, work: SignedDuration) -> Option<Timestamp> {
        let mut left = work;
        for shift in self.not_over_at(start) {
            let begins = start.max(shift.opens);
            let end = begins.checked_add(left).ok()?;
            if end <= shift.closes {
                return Some(end);
            }
            left -= shift.closes.duration_since(begins);
        }
        None
    }

    /// How long people work between two moments.
    pub(super) fn between(&self, start: Timestamp, end: Timestamp) -> SignedDuration {
        let overlaps = self
            .not_over_at(start)
            .iter()
            .take_while(|shift| shift.opens < end);
        overlaps
            .map(|shift| end.min(shift.closes).duration_since(start.max(shift.opens)))
            .sum()
    }

    /// The first opening after that moment.
    pub(super) fn opens_after(&self, at: Timestamp) -> Option<Timestamp> {
        let next = self.0.partition_point(|shift| shift.opens <= at);
        self.0.get(next).map(|shift| shift.opens)
    }

    /// The last stretch that begins before that moment, else the first there is.
    pub(super) fn last_before(&self, end: Timestamp) -> Option<Shift> {
        let next = self.0.partition_point(|shift| shift.opens < end);
        self.0.get(next.saturating_sub(1)).copied()
    }

    /// The stretches that are not over at that moment.
    pub(super) fn not_over_at(&self, at: Timestamp) -> &[Shift] {
        &self.0[self.0.partition_point(|shift| shift.closes <= at)..]
    }
}

/// Time in stretches of that length.
pub(super) fn stretches(
    begins: Timestamp,
    until: Timestamp,
    length: SignedDuration,
) -> impl Iterator<Item = [Timestamp; 2]> {
    let starts = std::iter::successors(Some(begins), move |at| at.checked_add(length).ok());
    let within = starts.take_while(move |at| *at < until);
    within.map(move |at| [at, at.saturating_add(length).unwrap_or(until).min(until)])
}

/// A minute of a day on the clock of the place; the 1,440th is the next day's midnight.
pub(super) fn moment(day: Date, minute: u16, zone: &TimeZone) -> Option<Timestamp> {
    let local = day
        .to_datetime(Time::midnight())
        .checked_add(i64::from(minute).minutes());
    zone.to_ambiguous_timestamp(local.ok()?).compatible().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// From Friday 4 December 2026; Tuesday 8 and Wednesday 9 are holidays in Peru.
    fn shifts() -> Shifts {
        let first: Date = "2026-12-04".parse().unwrap();
        let days: Vec<Date> = first.series(1.day()).take(10).collect();
        let hours = "8:00-17:00".parse().unwrap();
        Shifts::of(&days, hours, Some(&Calendar::default()), &TimeZone::UTC)
    }

    fn at(text: &str) -> Timestamp {
        format!("2026-12-{text}:00Z").parse().unwrap()
    }

    #[test]
    fn work_rests_while_the_office_is_closed() {
        for (start, minutes, end) in [
            ("04T09:00", 30, "04T09:30"),
            ("04T16:30", 30, "04T17:00"),
            ("04T16:30", 45, "07T08:15"),
            ("05T12:00", 10, "07T08:10"),
            ("07T16:00", 120, "10T09:00"),
            ("07T16:00", 60 + 9 * 60 + 1, "11T08:01"),
        ] {
            let end = at(end);
            assert_eq!(
                shifts().after(at(start), SignedDuration::from_mins(minutes)),
                Some(end),
                "{start}"
            );
        }
        assert_eq!(
            shifts().after(at("11T16:00"), SignedDuration::from_hours(2)),
            None
        );
    }

    #[test]
    fn the_office_is_open_from_the_first_to_before_the_last_moment() {
        for (moment, open) in [
            ("04T07:59", false),
            ("04T08:00", true),
            ("04T16:59", true),
            ("04T17:00", false),
            ("05T10:00", false),
            ("08T10:00", false),
        ] {
            assert_eq!(shifts().is_open(at(moment)), open, "{moment}");
        }
        assert_eq!(shifts().opens_after(at("04T08:00")), Some(at("07T08:00")));
        assert_eq!(
            shifts().last_before(at("07T00:00")).unwrap().closes,
            at("04T17:00")
        );
        assert_eq!(
            shifts().between(at("04T16:00"), at("10T09:00")),
            SignedDuration::from_hours(11)
        );
        assert_eq!(
            shifts().between(at("04T18:00"), at("05T18:00")),
            SignedDuration::ZERO
        );
    }
}
