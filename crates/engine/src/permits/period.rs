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
mod tests;
