//! Lengths of time, and times within which something has to be done.

use std::str::FromStr;

use jiff::SignedDuration;

use super::Check;
use crate::definition::span::NotASpan;
use crate::read::problems::Forbids;
use crate::read::raw::Word;
use crate::{Span, Term};

impl Check<'_> {
    /// A length of time; a made-up one where it is none, so that the rest can be built.
    pub(super) fn span(&mut self, word: &Word) -> Option<Span> {
        if let Some(Term::BusinessDays(days)) = Term::as_written(&word.value) {
            self.unreadable(
                &word.span,
                "business days count in `deadline`, `answer_within` and `appeal` only",
            )
            .help(format!("write calendar days, such as `{days} days`"));
            return None;
        }
        self.time(word, Span::as_written, "")
    }

    /// A time within which something has to be done.
    pub(super) fn term(&mut self, word: &Word) -> Option<Term> {
        self.time(word, Term::as_written, "; or `15 business days`")
    }

    /// How old a status list may be: a length that does not hang on a calendar.
    pub(super) fn offline_for(&mut self, word: &Word) -> Option<SignedDuration> {
        let length = self.span(word)?.exact();
        if length.is_none() {
            self.unreadable(
                &word.span,
                "months and years differ in length, so a list's age is not measured in them",
            )
            .help("write hours or days, such as `24h`");
        }
        length
    }

    /// `other` says what else may be written here.
    fn time<T: FromStr<Err = NotASpan>>(
        &mut self,
        word: &Word,
        kept: fn(&str) -> Option<T>,
        other: &str,
    ) -> Option<T> {
        let (time, forbids, why) = match (word.value.parse(), kept(&word.value)) {
            (Ok(time), _) => return Some(time),
            (Err(why), Some(kept)) => (Some(kept), Forbids::Publishing, why),
            (Err(why), None) => (None, Forbids::Reading, why),
        };
        let message = match why {
            NotASpan::MinutesOrMonths(_) => format!("`{}` may be read in two ways", word.value),
            NotASpan::Unknown => format!("`{}` is not a length of time", word.value),
        };
        self.problems
            .add(forbids, word.span.clone(), message)
            .help(match why {
                NotASpan::Unknown => format!("{why}{other}"),
                NotASpan::MinutesOrMonths(_) => why.to_string(),
            });
        time
    }
}
