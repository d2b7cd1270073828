//! Dates and lengths of time in words, on the clock of the place where the permits hold.
//!
//! The words and their order are texts like all others, so that a further language needs no code.

use jiff::{SignedDuration, Timestamp, civil::Date, civil::DateTime, tz::TimeZone};

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

/// `36 horas`, `2 días`, `20 minutos`: the largest unit that says it well, rounded up, since it tells how long to wait.
pub fn length(length: SignedDuration, language: Language) -> String {
    let minutes = u64::try_from(length.as_secs().max(60)).unwrap_or(60).div_ceil(60);
    let (unit, count) = match minutes {
        0..120 => ("minutes", minutes),
        120..2_880 => ("hours", minutes.div_ceil(60)),
        _ => ("days", minutes.div_ceil(60 * 24)),
    };
    language.tn(unit, count)
}

/// The same for whoever is to come back after it: `5 segundos` where it is less than a minute.
pub fn pause(pause: SignedDuration, language: Language) -> String {
    match u64::try_from(pause.as_secs()) {
        Ok(seconds @ 0..60) => language.tn("seconds", seconds.max(1)),
        _ => length(pause, language),
    }
}

/// The same for how long something is kept: `5 años` for whole years of 365 days.
pub fn keeping(kept: SignedDuration, language: Language) -> String {
    let days = kept.as_secs() / 86_400;
    match u64::try_from(days / 365) {
        Ok(years) if years > 0 && kept.as_secs() == days * 86_400 && days % 365 == 0 => {
            language.tn("years", years)
        }
        _ => length(kept, language),
    }
}

fn local(at: Timestamp, zone: &TimeZone) -> DateTime {
    at.to_zoned(zone.clone()).datetime()
}

fn clock(local: DateTime) -> String {
    format!("{}:{:02}", local.hour(), local.minute())
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
    fn lengths_are_rounded_up() {
        for (seconds, es, en) in [
            (0, "1 minuto", "1 minute"),
            (61, "2 minutos", "2 minutes"),
            (3_600, "60 minutos", "60 minutes"),
            (36 * 3_600, "36 horas", "36 hours"),
            (47 * 3_600 + 1, "48 horas", "48 hours"),
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
