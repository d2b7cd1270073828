//! The days that are looked at.

use jiff::{SignedDuration, Timestamp, civil::Date, tz::TimeZone};

use crate::{app::App, form::Form};

const DAYS: i64 = 7;
/// No page needs more than a year at once, however long a service keeps its scans.
const MOST: i64 = 366;

/// From the first day to the last, on the clock of the place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Period {
    pub(super) first: Date,
    pub(super) last: Date,
    /// Whether the days that were asked for came in the wrong order, so that these are others.
    pub(super) is_reversed: bool,
}

impl Period {
    /// The days that were asked for, of more than a year the last one; the last week where they make no sense.
    pub(super) fn read(app: &App, asked: &Form) -> Self {
        let today = app.today();
        let day = |name| asked.first(name).and_then(|day| day.parse::<Date>().ok());
        let last = day("until").unwrap_or(today);
        let first = day("from").unwrap_or_else(|| earlier(last, DAYS - 1));
        if first <= last {
            Self {
                first: first.max(earlier(last, MOST)),
                last,
                is_reversed: false,
            }
        } else {
            Self {
                first: earlier(today, DAYS - 1),
                last: today,
                is_reversed: true,
            }
        }
    }

    /// Its first moment, and the first after it.
    pub(super) fn bounds(self, zone: &TimeZone) -> (Timestamp, Timestamp) {
        let start = |day: Date| day.to_zoned(zone.clone()).map(|start| start.timestamp());
        let from = start(self.first).unwrap_or(Timestamp::MIN);
        let until = self.last.tomorrow().and_then(start).unwrap_or(Timestamp::MAX);
        (from, until)
    }
}

fn earlier(day: Date, days: i64) -> Date {
    day.saturating_sub(SignedDuration::from_hours(24 * days))
}
