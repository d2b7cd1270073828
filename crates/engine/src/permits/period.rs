//! From when to when a permit holds, by its service's definition.

use forms::{
    Answer, AnsweredTime, Answers, ApplicationPurpose, QuestionId, Service, ValidityEnd, ValidityStart,
};
use jiff::{
    Timestamp, ToSpan, Zoned,
    civil::{Date, Time},
    tz::TimeZone,
};
use permit::PermitId;
use review::{Application, ApplicationId, Replaces, Status};
use store::{PermitRow, PermitStatus, if_there};

use super::successor;
use crate::{engine::Engine, error::Error, services::Published};

/// From when to when a permit holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Period {
    /// The first second in which it holds.
    pub not_before: Timestamp,
    /// The first in which it no longer does.
    pub expires_at: Timestamp,
}

/// Why no permit could be issued.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ungrantable {
    /// It would be over already, for the days that were asked for.
    TooLate,
    /// The permit of which something is asked does not hold, or not now.
    EarlierPermitOver,
}

impl Ungrantable {
    /// Its word, stable for translations.
    pub fn code(self) -> &'static str {
        match self {
            Self::TooLate => "too-late",
            Self::EarlierPermitOver => "earlier-permit-over",
        }
    }
}

impl Engine {
    /// The period of a permit that would be issued now for these answers, where it is of no earlier permit.
    pub fn period(&self, service: &Service, answers: &Answers) -> Result<Period, Error> {
        period(service, answers, &self.settings.time_zone, self.now(), None)
    }

    /// The period of a permit that would be issued now for these answers, in the place of that permit or begun from that application.
    pub(crate) async fn following_period(
        &self,
        service: &Service,
        answers: &Answers,
        (replaces, begun_from): (Option<Replaces>, Option<ApplicationId>),
    ) -> Result<Period, Error> {
        let earlier = self.earlier_period(service, answers, replaces, begun_from);
        period(
            service,
            answers,
            &self.settings.time_zone,
            self.now(),
            earlier.await?,
        )
    }

    /// Why an application that is not decided can no longer be granted, or not now; nothing where it can.
    pub async fn ungrantable(
        &self,
        published: &Published,
        application: &Application,
    ) -> Result<Option<Ungrantable>, Error> {
        let undecided = matches!(
            application.status,
            Status::Queued { .. } | Status::Claimed { .. } | Status::Waiting { .. }
        );
        if !undecided {
            return Ok(None);
        }
        match self
            .application_period(&published.service, application, self.now())
            .await
        {
            Err(Error::UnfitDay) => Ok(Some(Ungrantable::TooLate)),
            Err(Error::EarlierPermitOver) => Ok(Some(Ungrantable::EarlierPermitOver)),
            // That it crosses its days is told where it is decided.
            Ok(_) | Err(Error::CrossedDays | Error::Broken(_)) => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// The period of a permit that is issued then on an application.
    pub(crate) async fn application_period(
        &self,
        service: &Service,
        application: &Application,
        now: Timestamp,
    ) -> Result<Period, Error> {
        let (answers, zone) = (&application.answers, &self.settings.time_zone);
        let (replaces, begun_from) = (application.replaces, application.begun_from);
        let earlier = Box::pin(self.earlier_period(service, answers, replaces, begun_from));
        period(service, answers, zone, now, earlier.await?)
    }

    /// The period of the permit of which something is asked, where the permit that comes of it hangs on it. What takes its place is
    /// issued only while it holds: nobody's permit that was taken back comes back in this way.
    async fn earlier_period(
        &self,
        service: &Service,
        answers: &Answers,
        replaces: Option<Replaces>,
        begun_from: Option<ApplicationId>,
    ) -> Result<Option<Period>, Error> {
        let purpose = answers.purpose();
        if purpose.keeps_end() {
            let replaces = replaces.ok_or(Error::EarlierPermitOver)?;
            let earlier = if_there(self.store.permit(&PermitId(replaces.permit.0)).await)?;
            let earlier = earlier.filter(|earlier| earlier.status == PermitStatus::Active);
            return earlier
                .map(|earlier| Some(Period::of(&earlier)))
                .ok_or(Error::EarlierPermitOver);
        }
        let begins_at_end = purpose == ApplicationPurpose::Renewal
            && service
                .permit
                .renewal
                .as_ref()
                .is_some_and(|renewal| renewal.begins_at_end);
        let Some(earlier) = begun_from.filter(|_| begins_at_end) else {
            return Ok(None);
        };
        let stands = successor::standing(self, earlier).await?;
        Ok(stands.as_ref().map(Period::of))
    }
}

impl Period {
    fn of(permit: &PermitRow) -> Self {
        Self {
            not_before: permit.not_before,
            expires_at: permit.expires_at,
        }
    }
}

/// The period of a permit that is issued now, unless it would be over already; days begin and end where the
/// service's people are. `earlier` is that of the permit of which something is asked: what is changed, handed over or issued again keeps
/// its end, and a renewal begins with it where the service says so.
pub(crate) fn period(
    service: &Service,
    answers: &Answers,
    zone: &TimeZone,
    now: Timestamp,
    earlier: Option<Period>,
) -> Result<Period, Error> {
    let now = Timestamp::from_second(now.as_second()).unwrap_or(now);
    if let Some(earlier) = earlier.filter(|_| answers.purpose().keeps_end()) {
        return earlier.rest(now);
    }
    let issued = now.to_zoned(zone.clone());
    let start = earlier.map_or(now, |earlier| earlier.expires_at.max(now));
    let fits = service.permit.valid.for_answers(answers, issued.date());
    let period = fits.ok_or_else(|| Error::broken("no period of the permit fits these answers"))?;
    let not_before = match &period.begins {
        ValidityStart::Issue => start.to_zoned(zone.clone()),
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

impl Period {
    /// What is left of it.
    fn rest(self, now: Timestamp) -> Result<Self, Error> {
        if self.expires_at <= now {
            return Err(Error::EarlierPermitOver);
        }
        Ok(Self {
            not_before: self.not_before.max(now),
            ..self
        })
    }
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
