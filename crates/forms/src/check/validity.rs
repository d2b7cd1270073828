//! From when to when a permit holds: every application gets a period, and its time hangs on days that are given.

use jiff::civil::Date;

use super::Check;
use crate::condition::types::Scope;
use crate::read::raw::{RawMoment, RawPeriod, RawPermit, RawValidity, Word};
use crate::{
    AnsweredTime, Kind, Question, QuestionId, Span, Validity, ValidityEnd, ValidityPeriod, ValidityStart,
};

const ANNIVERSARY: &str = "anniversary of ";
const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];
const FORMS: &str = "write `valid: 36h`, `valid: {until: question}` or `valid: {from: question, for: 30d}`";

impl Check<'_> {
    /// `always` are the questions on pages that everybody comes to.
    pub(super) fn validity(
        &mut self,
        permit: &RawPermit,
        always: &[&Question],
        questions: &[&Question],
    ) -> Option<Validity> {
        let written = match &permit.valid {
            RawValidity::For(length) => {
                let lasts = self.span(length)?;
                return Some(Validity::new(vec![ValidityPeriod::lasting(lasts)]));
            }
            RawValidity::Period(period) => std::slice::from_ref(&**period),
            RawValidity::Periods(periods) => periods,
        };
        if written.is_empty() {
            self.unreadable(&permit.span, "`valid` lists no period")
                .help(FORMS);
        }
        // All are built before one that failed fails them together, so that each can complain.
        let built: Vec<_> = written
            .iter()
            .map(|period| self.period(period, permit, questions))
            .collect();
        let periods: Vec<_> = built.into_iter().collect::<Option<_>>()?;
        self.every_application_fits(written, &periods, always);
        for (written, period) in written.iter().zip(&periods) {
            self.ends_after_it_begins(written, period, questions);
        }
        Some(Validity::new(periods))
    }

    fn period(
        &mut self,
        written: &RawPeriod,
        permit: &RawPermit,
        questions: &[&Question],
    ) -> Option<ValidityPeriod> {
        let scope = Scope::new(questions.iter().copied(), []).with_today();
        let when = written.when.as_ref().map(|when| self.condition(when, &scope));
        let begins = match &written.from {
            None => Some(ValidityStart::Issue),
            Some(from) => self.answered_time(from, questions).map(ValidityStart::Answer),
        };
        let ends = match (&written.until, &written.r#for) {
            (Some(until), None) => self.until(until, questions),
            (None, Some(length)) => self.span(length).map(ValidityEnd::After),
            _ => {
                let span = if written.span.is_empty() {
                    &permit.span
                } else {
                    &written.span
                };
                let message = if written.until.is_some() {
                    "`valid` says twice when the permit ends"
                } else {
                    "`valid` says neither until when nor for how long"
                };
                self.unreadable(span, message).help(FORMS);
                None
            }
        };
        let when = match when {
            Some(None) => return None,
            Some(when) => when,
            None => None,
        };
        Some(ValidityPeriod {
            when,
            begins: begins?,
            ends: ends?,
        })
    }

    fn answered_time(&mut self, moment: &RawMoment, questions: &[&Question]) -> Option<AnsweredTime> {
        match moment {
            RawMoment::Day(day) => self
                .date_asked(day, questions)
                .map(|day| AnsweredTime { day, time: None }),
            RawMoment::Time([day, time]) => {
                let (day, time) = (self.date_asked(day, questions), self.time_of_day(time, questions));
                Some(AnsweredTime {
                    day: day?,
                    time: Some(time?),
                })
            }
        }
    }

    /// A question comes before words that mean a day.
    fn until(&mut self, until: &RawMoment, questions: &[&Question]) -> Option<ValidityEnd> {
        if let RawMoment::Day(word) = until {
            let is_question = questions
                .iter()
                .any(|question| question.id.as_str() == word.value);
            if let Some(named) = word.value.strip_prefix(ANNIVERSARY).filter(|_| !is_question) {
                let named = Word {
                    span: self.inside(word, ANNIVERSARY.len()..word.value.len()),
                    value: named.to_owned(),
                };
                return self.date_asked(&named, questions).map(ValidityEnd::Anniversary);
            }
            if !is_question && word.value.starts_with(|first: char| first.is_ascii_digit()) {
                return self.day_of_year(word);
            }
        }
        self.answered_time(until, questions).map(ValidityEnd::Answer)
    }

    /// `31 December`
    fn day_of_year(&mut self, word: &Word) -> Option<ValidityEnd> {
        let (day, name) = word.value.split_once(' ').unwrap_or((&word.value, ""));
        let month = MONTHS
            .iter()
            .position(|month| *month == name)
            .and_then(|at| i8::try_from(at + 1).ok());
        let Some(month) = month else {
            self.unreadable(&word.span, format!("`{}` is not a day of the year", word.value))
                .help("write a number and a month in English, such as `31 December`");
            return None;
        };
        if (day, month) == ("29", 2) {
            self.unreadable(&word.span, "most years have no 29 February")
                .help("write `28 February` or `1 March`");
            return None;
        }
        // 2028 has all the others that there are.
        let found = day
            .parse()
            .ok()
            .filter(|day| Date::new(2028, month, *day).is_ok());
        let Some(day) = found else {
            self.unreadable(&word.span, format!("{name} has no day {day}"));
            return None;
        };
        Some(ValidityEnd::DayOfYear { month, day })
    }

    fn date_asked(&mut self, word: &Word, questions: &[&Question]) -> Option<QuestionId> {
        let question = self.question(word, questions)?;
        if !matches!(question.kind, Kind::Date { .. }) {
            let message = format!(
                "a permit's time hangs on a `date`, not on a `{}`",
                question.kind.name()
            );
            self.unreadable(&word.span, message);
        }
        Some(question.id.clone())
    }

    fn time_of_day(&mut self, word: &Word, questions: &[&Question]) -> Option<QuestionId> {
        let question = self.question(word, questions)?;
        if !matches!(question.kind, Kind::Time) {
            let message = format!(
                "the time on that day is a `time` question, not a `{}`",
                question.kind.name()
            );
            self.unreadable(&word.span, message);
        }
        Some(question.id.clone())
    }

    /// The last period takes whatever the others leave, and each leaves something to the next.
    fn every_application_fits(
        &mut self,
        written: &[RawPeriod],
        periods: &[ValidityPeriod],
        always: &[&Question],
    ) {
        let last = periods.len().saturating_sub(1);
        for (at, (period, written)) in periods.iter().zip(written).enumerate() {
            let open = period.hangs_on().find(|id| !is_always_answered(id, always));
            if at < last {
                if period.when.is_none() && open.is_none() {
                    self.unpublishable(
                        &written.span,
                        "this period fits every application, so those after it are never taken",
                    )
                    .help("give it a `when`, or put it last");
                }
                continue;
            }
            if let Some(when) = &written.when {
                self.unpublishable(
                    &when.span,
                    "where this does not hold, the permit would have no time",
                )
                .help("end the list with a period without `when`");
            }
            if let Some(id) = open {
                let span = written.naming(id).map_or(&written.span, |word| &word.span);
                self.unpublishable(
                    span,
                    "a permit's time cannot hang on a question that may go unanswered",
                )
                .help("name a period for who leaves it empty: `valid: [{until: question}, {for: 30d}]`");
            }
        }
    }

    /// Advises a rule where somebody may answer with an end before the beginning: they are told at the end of the form only.
    fn ends_after_it_begins(
        &mut self,
        written: &RawPeriod,
        period: &ValidityPeriod,
        questions: &[&Question],
    ) {
        let (ValidityStart::Answer(begins), ValidityEnd::Answer(ends)) = (&period.begins, &period.ends)
        else {
            return;
        };
        let asked = |moment: &AnsweredTime| -> Vec<QuestionId> {
            std::iter::once(&moment.day)
                .chain(&moment.time)
                .cloned()
                .collect()
        };
        let (first, last) = (asked(begins), asked(ends));
        let rules = |ids: &[QuestionId], others: &[QuestionId]| {
            let asked = questions.iter().filter(|question| ids.contains(&question.id));
            let mut rules = asked.flat_map(|question| &question.valid);
            rules.any(|rule| others.iter().any(|other| rule.rule.names(other)))
        };
        if first == last || rules(&last, &first) || rules(&first, &last) {
            return;
        }
        let Some(until) = &written.until else { return };
        let (from, to) = (
            first.last().unwrap_or(&begins.day),
            last.last().unwrap_or(&ends.day),
        );
        let message = format!("nothing keeps `{to}` from lying before `{from}`");
        self.advise(&until.day().span, message).help(format!(
            "add a rule to `{to}`: `rules: [{{rule: answer >= {from}, say: …}}]`"
        ));
    }

    /// A permit is renewed before its end, not before its beginning.
    pub(super) fn renewed_before(&mut self, opens: Span, written: &Word, valid: &Validity) {
        let lengths = valid.periods().iter().map(|period| match period.begins {
            ValidityStart::Issue => period.length(),
            ValidityStart::Answer(_) => None,
        });
        let shorter =
            |length: &Option<Span>| length.is_some_and(|lasts| opens.most_seconds() > lasts.most_seconds());
        let lengths: Vec<_> = lengths.collect();
        let Some(lasts) = lengths.iter().copied().find(shorter).flatten() else {
            return;
        };
        let message = format!("renewal opens {opens} before the end of a permit that holds only {lasts}");
        if lengths.iter().all(shorter) {
            self.unpublishable(&written.span, message);
        } else {
            self.advise(&written.span, message)
                .help("such a permit can be renewed as soon as it is issued");
        }
    }
}

impl RawPeriod {
    /// Where a question is named.
    fn naming(&self, id: &QuestionId) -> Option<&Word> {
        let moments = [&self.until, &self.from].into_iter().flatten();
        let mut words = moments.flat_map(|moment| match moment {
            RawMoment::Day(day) => std::slice::from_ref(day),
            RawMoment::Time(both) => both,
        });
        words.find(|word| word.value.trim_start_matches(ANNIVERSARY) == id.as_str())
    }
}

fn is_always_answered(id: &QuestionId, always: &[&Question]) -> bool {
    let asked = always.iter().find(|question| question.id == *id);
    asked.is_some_and(|question| !question.optional && question.when.is_none())
}
