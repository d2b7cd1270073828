//! Periods over days, years and clocks that are changed.

use jiff::{Zoned, civil::date};

use super::*;

/// A service that asks for a day, another that may be left empty, a time, and what is wanted.
fn dated(valid: &str, given: &[(&str, Answer)], now: &str) -> Result<Period, Error> {
    let now: Zoned = now.parse().unwrap();
    let source = format!("{}  valid: {valid}\n", include_str!("dated.yaml"));
    let service = forms::read("dated.yaml", &source).unwrap_or_else(|wrong| panic!("{wrong}"));
    let mut answers = Answers::default();
    for (id, answer) in given {
        answers.insert((*id).into(), answer.clone());
    }
    period(&service, &answers, now.time_zone(), now.timestamp())
}

fn given(starts: &str, ends: &str, kind: &str) -> Vec<(&'static str, Answer)> {
    let day = |day: &str| Answer::Date(day.parse().unwrap());
    let mut given = vec![
        ("starts", day(starts)),
        ("opens", Answer::Time(jiff::civil::time(9, 30, 0, 0))),
        ("closes", Answer::Time(jiff::civil::time(2, 30, 0, 0))),
        ("kind", Answer::Choice(kind.to_owned())),
    ];
    if !ends.is_empty() {
        given.push(("ends", day(ends)));
    }
    given
}

const NOW: &str = "2027-03-20T15:00";

/// What is said of a permit's time, a first and a last day (empty where none is answered), what is wanted, and from and until when
/// a permit holds that is issued at [`NOW`].
type Case = (
    &'static str,
    &'static str,
    &'static str,
    &'static str,
    &'static str,
    &'static str,
);

/// Chile's clocks go forward at midnight after 4 September 2027 and back at midnight after 3 April 2027.
fn hold(cases: &[Case]) {
    let santiago = |text: &str| -> Timestamp {
        let at: Zoned = format!("{text}[America/Santiago]").parse().unwrap();
        at.timestamp()
    };
    for (valid, starts, ends, kind, from, until) in cases {
        let told = format!("{valid} {starts} {ends} {kind}");
        let now = format!("{NOW}[America/Santiago]");
        let period = dated(valid, &given(starts, ends, kind), &now);
        let period = period.unwrap_or_else(|error| panic!("{told}: {error}"));
        assert_eq!(
            (period.not_before, period.expires_at),
            (santiago(from), santiago(until)),
            "{told}: {period:?}"
        );
    }
}

#[test]
fn a_permit_holds_from_and_until_the_days_and_times_answered() {
    hold(&[
        ("{for: 36h}", "2027-03-20", "", "day", NOW, "2027-03-22T03:00"),
        (
            "[{from: starts, until: ends}, {for: 1d}]",
            "2027-04-02",
            "2027-04-03",
            "day",
            "2027-04-02T00:00",
            "2027-04-04T00:00",
        ),
        (
            "[{from: starts, until: ends}, {for: 1d}]",
            "2027-04-02",
            "",
            "day",
            NOW,
            "2027-03-21T15:00",
        ),
        (
            "{from: starts, until: starts}",
            "2027-04-03",
            "",
            "day",
            "2027-04-03T00:00",
            "2027-04-04T00:00",
        ),
        (
            "{from: [starts, opens], for: 6h}",
            "2027-04-03",
            "",
            "day",
            "2027-04-03T09:30",
            "2027-04-03T15:30",
        ),
        (
            "[{from: [starts, opens], until: [ends, closes]}, {for: 1d}]",
            "2027-04-03",
            "2027-04-04",
            "day",
            "2027-04-03T09:30",
            "2027-04-04T02:30",
        ),
        // The day on which clocks go forward begins at one.
        (
            "{from: starts, for: 1 day}",
            "2027-09-05",
            "",
            "day",
            "2027-09-05T01:00",
            "2027-09-06T01:00",
        ),
        (
            "{from: starts, until: starts}",
            "2027-09-05",
            "",
            "day",
            "2027-09-05T01:00",
            "2027-09-06T00:00",
        ),
    ]);
}

#[test]
fn a_permit_holds_until_a_day_of_the_year_or_an_anniversary() {
    hold(&[
        (
            "{until: 31 December}",
            "2027-03-20",
            "",
            "day",
            NOW,
            "2028-01-01T00:00",
        ),
        (
            "{until: 20 March}",
            "2027-03-20",
            "",
            "day",
            NOW,
            "2027-03-21T00:00",
        ),
        (
            "{until: 19 March}",
            "2027-03-20",
            "",
            "day",
            NOW,
            "2028-03-20T00:00",
        ),
        (
            "{from: starts, until: 28 February}",
            "2028-02-29",
            "",
            "day",
            "2028-02-29T00:00",
            "2029-03-01T00:00",
        ),
        (
            "{until: anniversary of starts}",
            "1990-06-30",
            "",
            "day",
            NOW,
            "2027-07-01T00:00",
        ),
        (
            "{until: anniversary of starts}",
            "1990-03-20",
            "",
            "day",
            NOW,
            "2028-03-21T00:00",
        ),
        (
            "{until: anniversary of starts}",
            "1990-03-21",
            "",
            "day",
            NOW,
            "2027-03-22T00:00",
        ),
        (
            "{until: anniversary of starts}",
            "1992-02-29",
            "",
            "day",
            NOW,
            "2028-03-01T00:00",
        ),
        (
            "{until: anniversary of starts}",
            "2027-05-01",
            "",
            "day",
            NOW,
            "2028-05-02T00:00",
        ),
    ]);
}

#[test]
fn a_permit_has_the_first_period_that_fits() {
    hold(&[
        (
            "[{when: \"kind == 'day'\", for: 1 day}, {for: 1 year}]",
            "2027-03-20",
            "",
            "day",
            NOW,
            "2027-03-21T15:00",
        ),
        (
            "[{when: \"kind == 'day'\", for: 1 day}, {for: 1 year}]",
            "2027-03-20",
            "",
            "year",
            NOW,
            "2028-03-20T15:00",
        ),
        (
            "[{when: age(starts) >= 70, for: 2 years}, {for: 5 years}]",
            "1957-03-20",
            "",
            "day",
            NOW,
            "2029-03-20T15:00",
        ),
    ]);
}

/// The 29th of February is the 28th where the next one is wanted.
#[test]
fn a_birthday_that_most_years_lack_is_the_last_of_its_month() {
    for (now, until) in [
        ("2027-02-20T12:00", date(2027, 3, 1)),
        ("2027-02-28T12:00", date(2028, 3, 1)),
        ("2028-02-28T12:00", date(2028, 3, 1)),
        ("2028-02-29T12:00", date(2029, 3, 1)),
    ] {
        let given = given("1992-02-29", "", "day");
        let period = dated("{until: anniversary of starts}", &given, &format!("{now}[UTC]")).unwrap();
        assert_eq!(
            period.expires_at,
            midnight(until, &TimeZone::UTC).unwrap().timestamp(),
            "{now}"
        );
    }
}

#[test]
fn what_is_over_or_ends_before_it_begins_is_no_permit() {
    let both = "[{from: starts, until: ends}, {for: 1d}]";
    for (valid, starts, ends, crossed) in [
        (both, "2027-03-18", "2027-03-19", false),
        (both, "2027-03-19", "2027-03-18", false),
        (both, "2027-04-03", "2027-04-02", true),
        (
            "{from: [starts, opens], until: [starts, closes]}",
            "2027-04-03",
            "",
            true,
        ),
        (
            "{from: starts, until: anniversary of starts}",
            "9999-06-01",
            "",
            false,
        ),
        ("{from: starts, until: 1 January}", "9999-06-01", "", false),
    ] {
        let error = dated(valid, &given(starts, ends, "day"), "2027-03-20T15:00[UTC]").unwrap_err();
        let told = match error {
            Error::CrossedDays => Some(true),
            Error::UnfitDay => Some(false),
            _ => None,
        };
        assert_eq!(told, Some(crossed), "{valid} {starts} {ends}: {error}");
    }
    let holds = dated(
        both,
        &given("2027-03-18", "2027-03-20", "day"),
        "2027-03-20T15:00[UTC]",
    );
    assert!(holds.is_ok(), "its last day is today");
}

fn on(valid: &str, day: Date) -> Result<Period, Error> {
    at(valid, day, "2026-03-20T15:00:00[UTC]")
}

fn at(valid: &str, day: Date, now: &str) -> Result<Period, Error> {
    let now: Zoned = now.parse().unwrap();
    let source = include_str!("../../../../web/tests/site/every-type.yaml");
    let source = source.replace("valid: 36h", &format!("valid: {valid}"));
    let service = forms::read("every-type.yaml", &source).unwrap();
    let mut answers = Answers::default();
    answers.insert("born".into(), Answer::Date(day));
    period(&service, &answers, now.time_zone(), now.timestamp())
}

#[test]
fn no_permit_is_over_before_it_begins() {
    let (yesterday, today) = (date(2026, 3, 19), date(2026, 3, 20));
    for (valid, day, holds) in [
        ("{until: born}", yesterday, false),
        ("{until: born}", today, true),
        ("{until: born}", Date::MAX, false),
        ("{from: born, for: 1d}", yesterday, false),
        ("{from: born, for: 1d}", today, true),
        ("{from: born, for: 2d}", yesterday, true),
    ] {
        match on(valid, day) {
            Ok(_) => assert!(holds, "{valid} {day}"),
            Err(error) => assert!(
                !holds && matches!(error, Error::UnfitDay),
                "{valid} {day}: {error}"
            ),
        }
    }
}

/// Chile's clocks go back at midnight after 3 April 2027, which has 25 hours, and forward at midnight after 4 September.
#[test]
fn days_are_whole_where_clocks_are_changed() {
    let santiago = |text: &str| format!("{text}[America/Santiago]");
    for (valid, day, now, ends) in [
        (
            "{from: born, for: 1d}",
            date(2027, 4, 3),
            "2027-04-01T09:00",
            "2027-04-04T00:00",
        ),
        (
            "{from: born, for: 24h}",
            date(2027, 4, 3),
            "2027-04-01T09:00",
            "2027-04-03T23:00-04:00",
        ),
        (
            "{from: born, for: 1 month}",
            date(2027, 3, 15),
            "2027-03-01T09:00",
            "2027-04-15T00:00",
        ),
        (
            "{until: born}",
            date(2027, 4, 3),
            "2027-04-01T09:00",
            "2027-04-04T00:00",
        ),
        ("1d", date(2027, 4, 3), "2027-04-03T18:00", "2027-04-04T18:00"),
        ("1d", date(2027, 4, 3), "2027-09-04T18:00", "2027-09-05T18:00"),
    ] {
        let ends: Zoned = santiago(ends).parse().unwrap();
        let period = at(valid, day, &santiago(now)).unwrap();
        assert_eq!(period.expires_at, ends.timestamp(), "{valid} {day} {now}");
    }
}
