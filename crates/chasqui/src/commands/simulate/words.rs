//! Numbers, lengths of time and moments in plain English.

use forms::country_rules::grouped;
use jiff::{SignedDuration, Timestamp, ToSpan as _, civil::Time, tz::TimeZone};

/// `40,000`
pub(super) fn number(count: impl Into<u64>) -> String {
    grouped(count.into(), ',')
}

/// `1 officer`, `12 officers`
pub(super) fn counted(count: u32, what: &str) -> String {
    let plural = if count == 1 { "" } else { "s" };
    format!("{} {what}{plural}", number(count))
}

/// `43 min`, `2 h 10 min`, `3 days 4 h`; begun minutes count.
pub(super) fn length(length: SignedDuration) -> String {
    let minutes = (length.as_secs() + 59) / 60;
    let (hours, days) = (minutes / 60, minutes / (24 * 60));
    match (days, hours) {
        (_, 0) => format!("{minutes} min"),
        (0 | 1, _) => format!("{hours} h {:02} min", minutes % 60),
        _ => format!("{days} days {} h", hours % 24),
    }
}

/// `on Friday 11 December at 11:40`, `at the end of Friday 11 December`
pub(super) fn moment(at: Timestamp, zone: &TimeZone) -> String {
    match day_that_ends(at, zone) {
        Some(last) => format!("at the end of {}", day(last, zone)),
        None => format!("on {} at {}", day(at, zone), clock(at, zone)),
    }
}

/// `Fri 11 Dec, 11:40`, `end of Fri 11 Dec`
pub(super) fn brief(at: Timestamp, zone: &TimeZone) -> String {
    let (at, form) = match day_that_ends(at, zone) {
        Some(last) => (last, "end of %a %-d %b"),
        None => (at, "%a %-d %b, %-H:%M"),
    };
    at.to_zoned(zone.clone()).strftime(form).to_string()
}

/// The last second of a day, where this is the midnight after it.
fn day_that_ends(at: Timestamp, zone: &TimeZone) -> Option<Timestamp> {
    let is_midnight = at.to_zoned(zone.clone()).time() == Time::midnight();
    is_midnight.then(|| at.saturating_sub(1.second()).unwrap_or(at))
}

/// `Friday 11 December`
pub(super) fn day(at: Timestamp, zone: &TimeZone) -> String {
    at.to_zoned(zone.clone()).strftime("%A %-d %B").to_string()
}

/// `8:05`
pub(super) fn clock(at: Timestamp, zone: &TimeZone) -> String {
    at.to_zoned(zone.clone()).strftime("%-H:%M").to_string()
}

/// `8:00`, of a minute of the day
pub(super) fn minute(of_day: u16) -> String {
    format!("{}:{:02}", of_day / 60, of_day % 60)
}

/// `check`, `check and approval`, `check, visit and approval`
pub(super) fn together<T: AsRef<str>>(names: &[T]) -> String {
    match names {
        [] => String::new(),
        [one] => one.as_ref().to_owned(),
        [first @ .., last] => {
            let first: Vec<&str> = first.iter().map(AsRef::as_ref).collect();
            format!("{} and {}", first.join(", "), last.as_ref())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn they_read_as_people_say_them() {
        for (count, told) in [
            (0_u32, "0"),
            (999, "999"),
            (1_000, "1,000"),
            (1_000_000, "1,000,000"),
        ] {
            assert_eq!(number(count), told);
        }
        for (seconds, told) in [
            (0, "0 min"),
            (1, "1 min"),
            (43 * 60, "43 min"),
            (130 * 60, "2 h 10 min"),
            (47 * 3600 + 60, "47 h 01 min"),
            (76 * 3600, "3 days 4 h"),
        ] {
            assert_eq!(length(SignedDuration::from_secs(seconds)), told);
        }
        for (at, told, briefly) in [
            (
                "2026-12-11T11:40:09Z",
                "on Friday 11 December at 11:40",
                "Fri 11 Dec, 11:40",
            ),
            (
                "2026-12-12T00:00:00Z",
                "at the end of Friday 11 December",
                "end of Fri 11 Dec",
            ),
        ] {
            let at = at.parse().unwrap();
            assert_eq!(moment(at, &TimeZone::UTC), told);
            assert_eq!(brief(at, &TimeZone::UTC), briefly);
        }
        assert_eq!(counted(1, "officer"), "1 officer");
        assert_eq!(together(&["a", "b", "c"]), "a, b and c");
    }
}
