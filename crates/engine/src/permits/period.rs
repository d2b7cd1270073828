//! From when to when a permit holds, by its service's definition.

use forms::{Answer, Answers, QuestionId, Service, Validity};
use jiff::{Timestamp, ToSpan, civil::Date, tz::TimeZone};

use crate::{engine::Engine, error::Error};

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
    let midnight = |day: Date| {
        let start = day.to_zoned(zone.clone()).map(|start| start.timestamp());
        start.map_err(|_| Error::UnfitDay)
    };
    let (not_before, expires_at) = match &service.permit.valid {
        Validity::For(span) => (now, span.after(&now.to_zoned(zone.clone()))),
        Validity::Until(question) => {
            let next = date(answers, question)?.checked_add(1.day());
            (now, midnight(next.map_err(|_| Error::UnfitDay)?)?)
        }
        Validity::From { from, lasts } => {
            let start = midnight(date(answers, from)?)?;
            (start, lasts.after(&start.to_zoned(zone.clone())))
        }
    };
    if expires_at <= now.max(not_before) {
        return Err(Error::UnfitDay);
    }
    Ok(Period {
        not_before,
        expires_at,
    })
}

fn date(answers: &Answers, question: &QuestionId) -> Result<Date, Error> {
    match answers.get(question) {
        Some(Answer::Date(date)) => Ok(*date),
        _ => Err(Error::broken(format!(
            "the date {question} that the permit's validity needs is not answered"
        ))),
    }
}

#[cfg(test)]
mod tests {
    use jiff::{Zoned, civil::date};

    use super::*;

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
