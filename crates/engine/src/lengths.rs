//! Lengths of time of a service file, in words.

use forms::{Span, Term, Unit};
use locale::Language;

/// `36 horas`, `5 años`: as the file counts it, but for years that it writes in days.
pub fn span(span: Span, language: Language) -> String {
    match (span.unit(), whole_years(span.amount())) {
        (Unit::Days, Some(years)) => language.tn("years", years),
        (unit, _) => language.tn(unit.name(), span.amount().into()),
    }
}

/// `36 horas`, `15 días hábiles`.
pub fn term(term: Term, language: Language) -> String {
    match term {
        Term::Span(length) => span(length, language),
        Term::BusinessDays(days) => language.tn("business-days", days.into()),
    }
}

/// The years that somebody meant who wrote so many days, with leap days or without them.
fn whole_years(days: u32) -> Option<u64> {
    let years = (days * 4 + 730).checked_div(1_461).filter(|years| *years > 0)?;
    let with_leap_days = (years * 1_461).div_ceil(4);
    [years * 365, years * 1_461 / 4, with_leap_days]
        .contains(&days)
        .then_some(years.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_are_told_as_people_say_them() {
        let language = Language::of("es").unwrap();
        for (written, words) in [
            ("36h", "36 horas"),
            ("1d", "1 día"),
            ("30d", "30 días"),
            ("364d", "364 días"),
            ("365d", "1 año"),
            ("366d", "1 año"),
            ("367d", "367 días"),
            ("1825d", "5 años"),
            ("1826d", "5 años"),
            ("2922d", "8 años"),
            ("3650d", "10 años"),
            ("20 minutes", "20 minutos"),
            ("1 week", "1 semana"),
            ("6 months", "6 meses"),
            ("2 years", "2 años"),
            ("1 business day", "1 día hábil"),
            ("15 business days", "15 días hábiles"),
        ] {
            assert_eq!(term(written.parse().unwrap(), language), words, "{written}");
        }
    }
}
