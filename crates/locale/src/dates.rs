//! Dates and lengths of time in words, on the clock of the place where the permits hold.
//!
//! The words and their order are texts like all others, so that a further language needs no code.

use jiff::{
    SignedDuration, Timestamp,
    civil::{Date, DateTime, Time},
    tz::TimeZone,
};

use crate::language::Language;

/// `10 de noviembre de 2026`
pub fn date(date: Date, language: Language) -> String {
    let month = language.t(&format!("month-{}", date.month()));
    language.t3(
        "date",
        ("day", &date.day().to_string()),
        ("month", &month),
        ("year", &date.year().to_string()),
    )
}

/// `10 de noviembre de 2026, 14:05`
pub fn moment(at: Timestamp, zone: &TimeZone, language: Language) -> String {
    let local = local(at, zone);
    language.t2(
        "moment",
        ("date", &date(local.date(), language)),
        ("time", &clock(local)),
    )
}

/// `14:05`
pub fn time(at: Timestamp, zone: &TimeZone) -> String {
    clock(local(at, zone))
}

/// `2026-11-10T14:05`: for the `datetime` of a `time` element.
pub fn machine(at: Timestamp, zone: &TimeZone) -> String {
    at.to_zoned(zone.clone())
        .strftime("%Y-%m-%dT%H:%M%:z")
        .to_string()
}

/// When something ends: `3 de abril de 2026` for midnight from 3 to 4 April, since that is the last day that counts; else the moment.
pub fn end(at: Timestamp, zone: &TimeZone, language: Language) -> String {
    let local = local(at, zone);
    match local.date().yesterday() {
        Ok(last) if local.time() == Time::midnight() => date(last, language),
        _ => moment(at, zone, language),
    }
}

/// When something begins: `4 de abril de 2026` for its first moment; else the moment.
pub fn beginning(at: Timestamp, zone: &TimeZone, language: Language) -> String {
    let local = local(at, zone);
    if local.time() == Time::midnight() {
        return date(local.date(), language);
    }
    moment(at, zone, language)
}

/// `20 minutos`, `1 hora y 5 minutos`, `36 días`: rounded up, since it tells how long to wait, and no finer than helps.
pub fn length(length: SignedDuration, language: Language) -> String {
    const HOUR: u64 = 60;
    const DAY: u64 = 24 * HOUR;
    let minutes = u64::try_from(length.as_secs().max(60)).unwrap_or(60).div_ceil(60);
    match minutes {
        0..HOUR => language.tn("minutes", minutes),
        HOUR..=180 => two(("hours", HOUR), ("minutes", 1), minutes, language),
        181..DAY => two(("hours", HOUR), ("hours", HOUR), minutes, language),
        DAY..=10_080 => two(("days", DAY), ("hours", HOUR), minutes, language),
        _ => language.tn("days", minutes.div_ceil(DAY)),
    }
}

/// So many minutes in two units, of so many minutes each; the smaller is left out where nothing is left for it.
fn two(larger: (&str, u64), smaller: (&str, u64), minutes: u64, language: Language) -> String {
    let rounded = minutes.next_multiple_of(smaller.1);
    let (count, left) = (rounded / larger.1, rounded % larger.1 / smaller.1);
    let most = language.tn(larger.0, count);
    match left {
        0 => most,
        _ => language.t2(
            "length-two",
            ("larger", &most),
            ("smaller", &language.tn(smaller.0, left)),
        ),
    }
}

/// The same for whoever is to come back after it: `5 segundos` where it is less than a minute.
pub fn pause(pause: SignedDuration, language: Language) -> String {
    match u64::try_from(pause.as_secs()) {
        Ok(seconds @ 0..60) => language.tn("seconds", seconds.max(1)),
        _ => length(pause, language),
    }
}

fn local(at: Timestamp, zone: &TimeZone) -> DateTime {
    at.to_zoned(zone.clone()).datetime()
}

fn clock(local: DateTime) -> String {
    format!("{:02}:{:02}", local.hour(), local.minute())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn language(code: &str) -> Language {
        Language::of(code).unwrap()
    }

    #[test]
    fn moments_are_told_on_the_clock_of_the_place() {
        let at: Timestamp = "2026-11-11T03:05:59Z".parse().unwrap();
        let lima = TimeZone::fixed(jiff::tz::offset(-5));
        assert_eq!(
            moment(at, &lima, language("es")),
            "10 de noviembre de 2026, 22:05"
        );
        assert_eq!(moment(at, &lima, language("en")), "10 November 2026, 22:05");
        assert_eq!(machine(at, &lima), "2026-11-10T22:05-05:00");
    }

    #[test]
    fn the_last_day_that_counts_is_told() {
        let lima = TimeZone::fixed(jiff::tz::offset(-5));
        for (at, ends, begins) in [
            ("2026-04-04T05:00:00Z", "3 de abril de 2026", "4 de abril de 2026"),
            (
                "2027-01-01T05:00:00Z",
                "31 de diciembre de 2026",
                "1 de enero de 2027",
            ),
            (
                "2026-04-04T05:00:01Z",
                "4 de abril de 2026, 00:00",
                "4 de abril de 2026, 00:00",
            ),
            (
                "2026-04-04T17:30:00Z",
                "4 de abril de 2026, 12:30",
                "4 de abril de 2026, 12:30",
            ),
        ] {
            let at = at.parse().unwrap();
            assert_eq!(end(at, &lima, language("es")), ends);
            assert_eq!(beginning(at, &lima, language("es")), begins);
        }
    }

    #[test]
    fn lengths_are_rounded_up() {
        for (seconds, es, en) in [
            (0, "1 minuto", "1 minute"),
            (61, "2 minutos", "2 minutes"),
            (3_600, "1 hora", "1 hour"),
            (3_601, "1 hora y 1 minuto", "1 hour and 1 minute"),
            (66 * 60, "1 hora y 6 minutos", "1 hour and 6 minutes"),
            (3 * 3_600, "3 horas", "3 hours"),
            (3 * 3_600 + 1, "4 horas", "4 hours"),
            (23 * 3_600 + 1, "24 horas", "24 hours"),
            (24 * 3_600, "1 día", "1 day"),
            (31 * 3_600, "1 día y 7 horas", "1 day and 7 hours"),
            (47 * 3_600 + 1, "2 días", "2 days"),
            (7 * 86_400, "7 días", "7 days"),
            (7 * 86_400 + 1, "8 días", "8 days"),
            (30 * 86_400, "30 días", "30 days"),
        ] {
            let given = SignedDuration::from_secs(seconds);
            assert_eq!(
                (length(given, language("es")), length(given, language("en"))),
                (es.into(), en.into())
            );
        }
    }

    #[test]
    fn a_short_pause_is_told_in_seconds() {
        for (seconds, es, en) in [
            (0, "1 segundo", "1 second"),
            (5, "5 segundos", "5 seconds"),
            (59, "59 segundos", "59 seconds"),
            (60, "1 minuto", "1 minute"),
            (61, "2 minutos", "2 minutes"),
            (900, "15 minutos", "15 minutes"),
        ] {
            let given = SignedDuration::from_secs(seconds);
            assert_eq!(
                (pause(given, language("es")), pause(given, language("en"))),
                (es.into(), en.into())
            );
        }
    }
}
