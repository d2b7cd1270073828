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
    period(&service, &answers, now.time_zone(), now.timestamp(), None)
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
    period(&service, &answers, now.time_zone(), now.timestamp(), None)
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

/// A service whose permit of some length may be renewed and changed, on a clock that was changed in between.
fn following(
    purpose: ApplicationPurpose,
    valid: &str,
    earlier: Option<Period>,
    now: &str,
) -> Result<Period, Error> {
    let now: Zoned = format!("{now}[America/Santiago]").parse().unwrap();
    let source = format!(
        "{}  valid: {valid}\n  renewal: {{opens: 5d, begins: at-end}}\n  copy: true\n",
        include_str!("dated.yaml")
    );
    let service = forms::read("dated.yaml", &source).unwrap_or_else(|wrong| panic!("{wrong}"));
    let answers = Answers::default().with_purpose(purpose);
    period(&service, &answers, now.time_zone(), now.timestamp(), earlier)
}

fn santiago(text: &str) -> Timestamp {
    let at: Zoned = format!("{text}[America/Santiago]").parse().unwrap();
    at.timestamp()
}

/// In September the clocks go forward, and in April back: a year, or ten days, ends at the hour at which it began all the same.
#[test]
fn a_renewal_begins_at_the_end_of_the_earlier_permit_and_holds_as_long_on_the_clock_of_the_place() {
    let new = ApplicationPurpose::New;
    for (valid, issued, asked, ends) in [
        ("10d", "2027-03-28T15:00", "2027-04-05T09:00", "2027-04-17T15:00"),
        ("10d", "2027-08-28T15:00", "2027-09-06T09:00", "2027-09-17T15:00"),
        (
            "1 year",
            "2027-03-28T15:00",
            "2028-03-27T09:00",
            "2029-03-28T15:00",
        ),
        (
            "6 months",
            "2027-03-28T15:00",
            "2027-09-27T09:00",
            "2028-03-28T15:00",
        ),
    ] {
        let earlier = following(new, valid, None, issued).unwrap();
        let renewed = following(ApplicationPurpose::Renewal, valid, Some(earlier), asked).unwrap();
        assert_eq!(renewed.not_before, earlier.expires_at, "{valid} {issued}");
        let whole = following(new, valid, None, "2027-05-05T15:00").unwrap();
        assert!(whole.expires_at > whole.not_before);
        assert_eq!(
            renewed.expires_at,
            santiago(ends),
            "{valid} {issued}: {renewed:?}"
        );
    }
}

#[test]
fn a_renewal_that_is_late_begins_when_it_is_granted() {
    let earlier = following(ApplicationPurpose::New, "10d", None, "2027-03-01T15:00").unwrap();
    let late = following(
        ApplicationPurpose::Renewal,
        "10d",
        Some(earlier),
        "2027-03-20T09:00",
    )
    .unwrap();
    assert_eq!(late.not_before, santiago("2027-03-20T09:00"));
    // The earlier one was taken back: nothing is left of its time to wait for.
    let alone = following(ApplicationPurpose::Renewal, "10d", None, "2027-03-05T09:00").unwrap();
    assert_eq!(alone.not_before, santiago("2027-03-05T09:00"));
}

#[test]
fn what_stands_in_the_place_of_a_permit_has_the_rest_of_its_time() {
    let earlier = following(ApplicationPurpose::New, "10d", None, "2027-03-01T15:00").unwrap();
    let copy = |now| following(ApplicationPurpose::Copy, "10d", Some(earlier), now);
    let rest = copy("2027-03-05T08:00").unwrap();
    assert_eq!(
        (rest.not_before, rest.expires_at),
        (santiago("2027-03-05T08:00"), earlier.expires_at)
    );
    // One that has not begun begins no earlier.
    let later = Period {
        not_before: santiago("2027-03-08T00:00"),
        ..earlier
    };
    let rest = following(ApplicationPurpose::Copy, "10d", Some(later), "2027-03-05T08:00").unwrap();
    assert_eq!(rest, later);
    let (last, over) = (earlier.expires_at, copy("2027-03-11T15:00"));
    assert_eq!(last, santiago("2027-03-11T15:00"));
    assert!(matches!(over, Err(Error::EarlierPermitOver)), "{over:?}");
    assert!(copy("2027-03-11T14:59").is_ok());
}
