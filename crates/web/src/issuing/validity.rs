//! From when to when a permit holds, by its service's definition.

use forms::{Answer, Answers, QuestionId, Service, Validity};
use jiff::{Timestamp, ToSpan, civil::Date, tz::TimeZone};

use crate::WebError;

/// First second in which a permit holds, and first in which it no longer does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Period {
    pub(crate) not_before: Timestamp,
    pub(crate) expires_at: Timestamp,
}

/// The period of a permit that is issued now; days begin and end where the service's people are.
pub(crate) fn period(
    service: &Service,
    answers: &Answers,
    zone: &TimeZone,
    now: Timestamp,
) -> Result<Period, WebError> {
    let now = Timestamp::from_second(now.as_second()).unwrap_or(now);
    let midnight = |day: Date| {
        let start = day.to_zoned(zone.clone()).map(|start| start.timestamp());
        start.map_err(|error| WebError::broken(format!("the day {day} has no beginning: {error}")))
    };
    let (not_before, expires_at) = match &service.permit.valid {
        Validity::For(span) => (now, span.after(now)),
        Validity::Until(question) => {
            let next = date(answers, question)?.checked_add(1.day());
            let next = next.map_err(|_| WebError::broken("a permit would end after the calendar does"))?;
            (now, midnight(next)?)
        }
        Validity::From { from, lasts } => {
            let start = midnight(date(answers, from)?)?;
            (start, lasts.after(start))
        }
    };
    Ok(Period { not_before, expires_at })
}

fn date(answers: &Answers, question: &QuestionId) -> Result<Date, WebError> {
    match answers.get(question) {
        Some(Answer::Date(date)) => Ok(*date),
        _ => Err(WebError::broken(format!("the date {question} that the permit's validity needs is not answered"))),
    }
}
