//! What the forms of an inspection say: when it is to be, and what it found.

use forms::InspectionOutcome;
use jiff::civil::DateTime;
use review::Command;

use super::case::Missing;
use crate::{app::App, form::Form};

/// The day and the hour, on the clock of the place.
pub(super) fn set(app: &App, form: &Form) -> Result<Command, Missing> {
    let typed: Option<DateTime> = form.first("at").and_then(|at| at.parse().ok());
    let zoned = typed.and_then(|at| at.to_zoned(app.settings.time_zone.clone()).ok());
    let at = zoned.ok_or(Missing::Moment)?.timestamp();
    Ok(Command::SetInspection { at })
}

/// What was found, on which day, in which words.
pub(super) fn report(form: &Form) -> Result<Command, Missing> {
    let named = form.first("found");
    let mut all = InspectionOutcome::ALL.into_iter();
    let outcome = all.find(|outcome| Some(outcome.name()) == named);
    let outcome = outcome.ok_or(Missing::Found)?;
    let on = form.first("on").and_then(|on| on.parse().ok());
    let words = form.first("findings").map(str::to_owned);
    if outcome.needs_words() && words.is_none() {
        return Err(Missing::Findings);
    }
    Ok(Command::ReportInspection {
        on: on.ok_or(Missing::Day)?,
        outcome,
        words,
    })
}
