use super::*;

#[test]
fn a_length_is_a_number_and_a_unit() {
    for (text, words) in [
        ("36h", "36 hours"),
        ("30d", "30 days"),
        ("1d", "1 day"),
        ("1 day", "1 day"),
        ("20 minutes", "20 minutes"),
        ("2 weeks", "2 weeks"),
        ("6 months", "6 months"),
        ("1 year", "1 year"),
        ("10 years", "10 years"),
    ] {
        let span: Span = text.parse().unwrap();
        assert_eq!(span.to_string(), words, "{text}");
        assert_eq!(words.parse::<Span>(), Ok(span), "{text}");
    }
    for text in [
        "",
        "h",
        "36",
        "36 h",
        "36  hours",
        "+3h",
        "0h",
        "0 days",
        "-1d",
        "3w",
        "3 business days",
        "1.5h",
        "4294967296h",
        "36500d",
        "11 years",
        "3ñ",
    ] {
        assert_eq!(text.parse::<Span>(), Err(NotASpan::Unknown), "{text}");
    }
}

#[test]
fn a_bare_m_is_asked_about_and_was_minutes() {
    assert_eq!("12m".parse::<Span>(), Err(NotASpan::MinutesOrMonths(12)));
    assert_eq!(Span::as_written("12m"), Some(Span::minutes(12)));
}

#[test]
fn days_are_those_of_the_calendar_and_hours_are_hours() {
    for (span, start, end) in [
        // Chile's clocks go back at midnight from 3 to 4 April 2027: that day has 25 hours.
        (
            "1d",
            "2027-04-03T00:00[America/Santiago]",
            "2027-04-04T00:00[America/Santiago]",
        ),
        (
            "24h",
            "2027-04-03T00:00[America/Santiago]",
            "2027-04-03T23:00-04:00[America/Santiago]",
        ),
        (
            "1 week",
            "2027-04-01T18:00[America/Santiago]",
            "2027-04-08T18:00[America/Santiago]",
        ),
        // And forward from 4 to 5 September.
        (
            "1d",
            "2027-09-04T12:00[America/Santiago]",
            "2027-09-05T12:00[America/Santiago]",
        ),
        (
            "1 month",
            "2027-01-31T09:00[America/Lima]",
            "2027-02-28T09:00[America/Lima]",
        ),
        (
            "1 year",
            "2028-02-29T09:00[America/Lima]",
            "2029-02-28T09:00[America/Lima]",
        ),
        (
            "36h",
            "2027-01-31T09:00[America/Lima]",
            "2027-02-01T21:00[America/Lima]",
        ),
    ] {
        let start: Zoned = start.parse().unwrap();
        let end: Zoned = end.parse().unwrap();
        assert_eq!(
            span.parse::<Span>().unwrap().after(&start),
            end.timestamp(),
            "{span} {start}"
        );
    }
    let end: Zoned = "2027-04-05T00:00[America/Santiago]".parse().unwrap();
    let before = Span::days(2).before(&end);
    assert_eq!(
        before.to_zoned(end.time_zone().clone()).to_string(),
        "2027-04-03T00:00:00-03:00[America/Santiago]"
    );
}

#[test]
fn a_length_beyond_all_times_ends_with_them() {
    let start: Zoned = "9999-06-01T00:00[America/Lima]".parse().unwrap();
    assert_eq!(Span::days(3_650).after(&start), Timestamp::MAX);
}
