//! A country's holidays, from a table of its laws.

use jiff::ToSpan as _;
use jiff::civil::{Date, Weekday};

use crate::weekday;

/// A law's holiday, since the year from which it counts.
#[derive(Debug)]
pub(crate) struct Holiday {
    since: i16,
    /// It comes back after so many years.
    every: i16,
    day: Day,
    moves: Vec<Move>,
}

#[derive(Debug)]
enum Day {
    Fixed { month: i8, day: i8 },
    FromEaster(i32),
}

/// What the weekday does to a day.
#[derive(Debug)]
enum Move {
    /// On that weekday it is kept so many days later.
    By(Weekday, i32),
    /// It is kept in years in which it falls on that weekday.
    Only(Weekday),
    /// It is that weekday of the month, by number.
    Nth(Weekday, i8),
}

/// The holidays of a table; lines that begin with `#` are none.
pub(super) fn read(table: &str) -> Vec<Holiday> {
    table.lines().filter_map(Holiday::of).collect()
}

impl Holiday {
    /// From a line of the table: first year, day, name and law, parted by tabs.
    ///
    /// The year may say after how many it comes back (`2024/6`). The day is `12-25` or so many days from Easter Sunday (`easter-2`), and
    /// then how the weekday moves it: `sun+1`, `only-mon`, `mon3` for the third Monday of the month, `mon-last` for the last.
    fn of(line: &str) -> Option<Self> {
        let mut cells = line.split('\t');
        let years = cells.next()?;
        let (since, every) = years.split_once('/').unwrap_or((years, "1"));
        let mut when = cells.next()?.split(' ');
        let day = when.next()?;
        let day = if let Some(days) = day.strip_prefix("easter") {
            Day::FromEaster(days.parse().ok()?)
        } else {
            let (month, day) = day.split_once('-')?;
            Day::Fixed {
                month: month.parse().ok()?,
                day: day.parse().ok()?,
            }
        };
        Some(Self {
            since: since.parse().ok()?,
            every: every.parse().ok()?,
            day,
            moves: when.map(Move::of).collect::<Option<_>>()?,
        })
    }

    /// Whether it is kept on that day.
    pub(crate) fn falls_on(&self, date: Date) -> bool {
        // One at the turn of a year may be kept in the next.
        [date.year() - 1, date.year()]
            .into_iter()
            .any(|year| self.in_year(year) == Some(date))
    }

    fn in_year(&self, year: i16) -> Option<Date> {
        if year < self.since || (year - self.since) % self.every != 0 {
            return None;
        }
        let day = match self.day {
            Day::Fixed { month, day } => Date::new(year, month, day).ok()?,
            Day::FromEaster(days) => easter(year)?.checked_add(days.days()).ok()?,
        };
        for step in &self.moves {
            match *step {
                Move::By(weekday, days) if day.weekday() == weekday => {
                    return day.checked_add(days.days()).ok();
                }
                Move::Only(weekday) if day.weekday() != weekday => return None,
                Move::Nth(weekday, nth) => return day.nth_weekday_of_month(nth, weekday).ok(),
                Move::By(..) | Move::Only(_) => {}
            }
        }
        Some(day)
    }
}

impl Move {
    fn of(written: &str) -> Option<Self> {
        if let Some(day) = written.strip_prefix("only-") {
            return weekday(day).map(Self::Only);
        }
        let (day, rest) = written.split_at_checked(3)?;
        let weekday = weekday(day)?;
        match rest {
            "-last" => Some(Self::Nth(weekday, -1)),
            moved if moved.starts_with(['+', '-']) => Some(Self::By(weekday, moved.parse().ok()?)),
            nth => Some(Self::Nth(weekday, nth.parse().ok()?)),
        }
    }
}

fn easter(year: i16) -> Option<Date> {
    let sunday = computus::gregorian(i32::from(year)).ok()?;
    let (month, day) = (i8::try_from(sunday.month).ok()?, i8::try_from(sunday.day).ok()?);
    Date::new(year, month, day).ok()
}
