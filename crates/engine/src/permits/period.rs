//! From when to when a permit holds, by its service's definition.

use forms::{Answer, AnsweredTime, Answers, QuestionId, Service, ValidityEnd, ValidityStart};
use jiff::{
    Timestamp, ToSpan, Zoned,
    civil::{Date, Time},
    tz::TimeZone,
};
use review::{Application, Status};

use crate::{engine::Engine, error::Error, services::Published};

/// From when to when a permit holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Period {
    /// The first second in which it holds.
    pub not_before: Timestamp,
    /// The first in which it no longer does.
    pub expires_at: Timestamp,
}

impl Engine {
    /// The period of a permit that would be issued now for these answers.
    pub fn period(&self, service: &Service, answers: &Answers) -> Result<Period, Error> {
        period(service, answers, &self.settings.time_zone, self.now())
    }

    /// Whether an application that is not decided can no longer be granted, since a permit for the days that it asks for would be
    /// over already.
    pub fn is_too_late(&self, published: &Published, application: &Application) -> bool {
        let undecided = matches!(
            application.status,
            Status::Queued { .. } | Status::Claimed { .. } | Status::Waiting { .. }
        );
        let period = || self.period(&published.service, &application.answers);
        undecided && matches!(period(), Err(Error::UnfitDay))
    }
}

/// The period of a permit that is issued now, unless it would be over already; days begin and end where the
/// service's people are.
pub(crate) fn period(
    service: &Service,
    answers: &Answers,
    zone: &TimeZone,
    now: Timestamp,
) -> Result<Period, Error> {
    let now = Timestamp::from_second(now.as_second()).unwrap_or(now);
    let issued = now.to_zoned(zone.clone());
    let fits = service.permit.valid.for_answers(answers, issued.date());
    let period = fits.ok_or_else(|| Error::broken("no period of the permit fits these answers"))?;
    let not_before = match &period.begins {
        ValidityStart::Issue => issued,
        ValidityStart::Answer(asked) => match asked.time(answers)? {
            (day, Some(time)) => moment(day, time, zone)?,
            (day, None) => midnight(day, zone)?,
        },
    };
    let expires_at = match &period.ends {
        ValidityEnd::After(span) => span.after(&not_before),
        ValidityEnd::Answer(asked) => match asked.time(answers)? {
            (day, Some(time)) => moment(day, time, zone)?.timestamp(),
            (day, None) => end_of(day, zone)?,
        },
        ValidityEnd::DayOfYear { month, day } => {
            end_of(next_day_of_year(not_before.date(), *month, *day)?, zone)?
        }
        ValidityEnd::Anniversary(of) => {
            end_of(next_anniversary(date(answers, of)?, not_before.date())?, zone)?
        }
    };
    let not_before = not_before.timestamp();
    if expires_at <= now {
        return Err(Error::UnfitDay);
    }
    if expires_at <= not_before {
        return Err(Error::CrossedDays);
    }
    Ok(Period {
        not_before,
        expires_at,
    })
}

trait Asked {
    /// The day answered, and the time on it where one is asked.
    fn time(&self, answers: &Answers) -> Result<(Date, Option<Time>), Error>;
}

impl Asked for AnsweredTime {
    fn time(&self, answers: &Answers) -> Result<(Date, Option<Time>), Error> {
        let day = date(answers, &self.day)?;
        let time = match &self.time {
            None => None,
            Some(question) => match answers.get(question) {
                Some(Answer::Time(time)) => Some(*time),
                _ => return Err(unanswered(question)),
            },
        };
        Ok((day, time))
    }
}

fn midnight(day: Date, zone: &TimeZone) -> Result<Zoned, Error> {
    day.to_zoned(zone.clone()).map_err(|_| Error::UnfitDay)
}

/// A time that clocks pass over is the one after it; of one that they show twice it is the first.
fn moment(day: Date, time: Time, zone: &TimeZone) -> Result<Zoned, Error> {
    let moment = day.to_datetime(time).to_zoned(zone.clone());
    moment.map_err(|_| Error::UnfitDay)
}

fn end_of(day: Date, zone: &TimeZone) -> Result<Timestamp, Error> {
    let next = day.checked_add(1.day()).map_err(|_| Error::UnfitDay)?;
    Ok(midnight(next, zone)?.timestamp())
}

/// The first such day of a year from that day on.
fn next_day_of_year(from: Date, month: i8, day: i8) -> Result<Date, Error> {
    let this_year = Date::new(from.year(), month, day).map_err(|_| Error::UnfitDay)?;
    if this_year >= from {
        return Ok(this_year);
    }
    this_year.checked_add(1.year()).map_err(|_| Error::UnfitDay)
}

/// The first anniversary after that day; of 29 February the 28th in years without it.
fn next_anniversary(of: Date, after: Date) -> Result<Date, Error> {
    let years = (after.year() - of.year()).max(1);
    let in_years = |years: i16| of.checked_add(years.years()).map_err(|_| Error::UnfitDay);
    let this_year = in_years(years)?;
    if this_year > after {
        return Ok(this_year);
    }
    in_years(years + 1)
}

fn date(answers: &Answers, question: &QuestionId) -> Result<Date, Error> {
    match answers.get(question) {
        Some(Answer::Date(date)) => Ok(*date),
        _ => Err(unanswered(question)),
    }
}

fn unanswered(question: &QuestionId) -> Error {
    Error::broken(format!(
        "the answer to {question} that the permit's validity needs is not there"
    ))
}

#[cfg(test)]
mod tests {
    use jiff::{Zoned, civil::date};

    use super::*;

    /// A service that asks for a day, another that may be left empty, a time, and what is wanted.
    fn dated(valid: &str, given: &[(&str, Answer)], now: &str) -> Result<Period, Error> {
        let now: Zoned = now.parse().unwrap();
        let source = format!("{}  valid: {valid}\n", include_str!("period/dated.yaml"));
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

    /// Chile's clocks go forward at midnight after 4 September 2027 and back at midnight after 3 April 2027.
    #[test]
    fn a_permit_holds_from_and_until_what_was_asked_for() {
        let santiago = |text: &str| -> Timestamp {
            let at: Zoned = format!("{text}[America/Santiago]").parse().unwrap();
            at.timestamp()
        };
        let now = "2027-03-20T15:00";
        for (valid, starts, ends, kind, from, until) in [
            ("{for: 36h}", "2027-03-20", "", "day", now, "2027-03-22T03:00"),
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
                now,
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
            (
                "{until: 31 December}",
                "2027-03-20",
                "",
                "day",
                now,
                "2028-01-01T00:00",
            ),
            (
                "{until: 20 March}",
                "2027-03-20",
                "",
                "day",
                now,
                "2027-03-21T00:00",
            ),
            (
                "{until: 19 March}",
                "2027-03-20",
                "",
                "day",
                now,
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
                now,
                "2027-07-01T00:00",
            ),
            (
                "{until: anniversary of starts}",
                "1990-03-20",
                "",
                "day",
                now,
                "2028-03-21T00:00",
            ),
            (
                "{until: anniversary of starts}",
                "1990-03-21",
                "",
                "day",
                now,
                "2027-03-22T00:00",
            ),
            (
                "{until: anniversary of starts}",
                "1992-02-29",
                "",
                "day",
                now,
                "2028-03-01T00:00",
            ),
            (
                "{until: anniversary of starts}",
                "2027-05-01",
                "",
                "day",
                now,
                "2028-05-02T00:00",
            ),
            (
                "[{when: \"kind == 'day'\", for: 1 day}, {for: 1 year}]",
                "2027-03-20",
                "",
                "day",
                now,
                "2027-03-21T15:00",
            ),
            (
                "[{when: \"kind == 'day'\", for: 1 day}, {for: 1 year}]",
                "2027-03-20",
                "",
                "year",
                now,
                "2028-03-20T15:00",
            ),
            (
                "[{when: age(starts) >= 70, for: 2 years}, {for: 5 years}]",
                "1957-03-20",
                "",
                "day",
                now,
                "2029-03-20T15:00",
            ),
        ] {
            let told = format!("{valid} {starts} {ends} {kind}");
            let period = dated(
                valid,
                &given(starts, ends, kind),
                &format!("{now}[America/Santiago]"),
            );
            let period = period.unwrap_or_else(|error| panic!("{told}: {error}"));
            assert_eq!(
                (period.not_before, period.expires_at),
                (santiago(from), santiago(until)),
                "{told}: {period:?}"
            );
        }
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
        let source = include_str!("../../../web/tests/site/every-type.yaml");
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
}
