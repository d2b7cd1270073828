//! On which days the offices work.

use jiff::civil::Date;

use super::Check;
use crate::read::raw::{RawCalendar, RawClosedDay, Word};
use crate::{Calendar, ClosedDay, Holidays, Kind, OfficeId, Question, regions};

/// More is a slip of the pen, or wants holidays of its own.
const MOST_CLOSED: usize = 200;

impl Check<'_> {
    /// `office` is the question that routes cases.
    pub(super) fn calendar(&mut self, raw: Option<&RawCalendar>, office: Option<&Question>) -> Calendar {
        let Some(raw) = raw else {
            return Calendar {
                holidays: Holidays::Country(self.country),
                closed: Vec::new(),
            };
        };
        if raw.closed.len() > MOST_CLOSED {
            let message = format!("`closed` lists at most {MOST_CLOSED} days");
            self.unpublishable(&raw.span, message)
                .help("leave out the days that are over");
        }
        Calendar {
            holidays: raw
                .holidays
                .as_ref()
                .map_or(Holidays::Country(self.country), |at| at.value),
            closed: raw
                .closed
                .iter()
                .filter_map(|closed| self.closed(closed, office))
                .collect(),
        }
    }

    fn closed(&mut self, raw: &RawClosedDay, office: Option<&Question>) -> Option<ClosedDay> {
        let (day, of) = match raw {
            RawClosedDay::Everywhere(day) => (day, None),
            RawClosedDay::Office(closed) => (&closed.day, closed.office.as_ref()),
        };
        if let Some(of) = of {
            self.known_office(of, office);
        }
        let Ok(date) = day.value.parse::<Date>() else {
            self.unreadable(&day.span, format!("`{}` is not a day", day.value))
                .help("write year, month and day: 2027-01-02");
            return None;
        };
        Some(ClosedDay {
            day: date,
            office: of.map(|of| OfficeId::new(of.value.clone())),
        })
    }

    fn known_office(&mut self, word: &Word, office: Option<&Question>) {
        let Some(question) = office else {
            self.unpublishable(&word.span, "no question routes cases to offices")
                .help("name it under `review`: `routed_by: zone`");
            return;
        };
        let codes: Vec<&str> = match &question.kind {
            Kind::Choice { options, .. } => options.iter().map(|option| option.code.as_str()).collect(),
            _ => regions::departments()
                .iter()
                .map(|region| region.code.as_str())
                .collect(),
        };
        if !codes.contains(&word.value.as_str()) {
            let message = format!("no office is called `{}`", word.value);
            self.unpublishable(&word.span, message)
                .did_you_mean(&word.value, codes.iter().copied());
        }
    }
}
