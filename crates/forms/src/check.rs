//! From the file as written to a checked service: names resolved, texts complete, expressions typed, the
//! workflow proved. Every part is built even where something in it is wrong, so that one run tells of all.

mod about;
mod bounds;
mod form;
mod kind;
mod messages;
mod names;
mod permit;
mod proof;
mod review;
mod texts;

use std::ops::Range;

use crate::condition::types::Scope;
use crate::read::field::At;
use crate::read::problems::{Added, Problems};
use crate::read::raw::{RawService, Word};
use crate::{Condition, Language, Question, Service, Span};

/// What every check needs at hand.
pub(crate) struct Check<'a> {
    source: &'a str,
    problems: &'a mut Problems,
    languages: Vec<Language>,
}

/// Checks the whole file. What comes back is a service only if no problem was noted.
pub(crate) fn service(raw: &RawService, source: &str, problems: &mut Problems) -> Option<Service> {
    let mut check = Check {
        source,
        problems,
        languages: Vec::new(),
    };
    check.languages = check.languages_of(raw);
    let id = check.kebab(&raw.service, "a service's id").into();
    let about = check.about(raw);
    let form = check.form(&raw.form);
    let questions: Vec<&Question> = form.pages.iter().flat_map(|page| &page.questions).collect();
    let review = check.review(&raw.review, &questions);
    let always = form.pages.iter().filter(|page| page.when.is_none());
    let always: Vec<&Question> = always.flat_map(|page| &page.questions).collect();
    let permit = check.permit(&raw.permit, &questions, &always);
    let messages = check.messages(raw.messages.as_ref());
    Some(Service {
        id,
        languages: check.languages,
        about,
        review,
        permit: permit?,
        messages,
        drafts: raw.drafts.as_ref().map(|drafts| drafts.value).unwrap_or_default(),
        canonical: crate::canonical_json::of(raw),
        form,
    })
}

impl Check<'_> {
    fn problem(&mut self, span: &Range<usize>, message: impl Into<String>) -> Added<'_> {
        self.problems.add(span.clone(), message)
    }

    /// A length of time; a made-up one where it is wrong, so that the rest can be built.
    fn span(&mut self, word: &Word) -> Span {
        word.value.parse().unwrap_or_else(|_| {
            self.problem(&word.span, format!("`{}` is not a length of time", word.value))
                .help("write a number and a unit: 15m, 36h or 30d, up to ten years");
            Span::hours(1)
        })
    }

    /// A typed expression; its faults are shown at their place inside the line.
    fn condition(&mut self, word: &Word, scope: &Scope) -> Option<Condition> {
        match Condition::compile(&word.value, scope) {
            Ok(condition) => Some(condition),
            Err(faults) => {
                for fault in faults {
                    let span = self.inside(word, fault.span);
                    let added = self.problems.add(span, fault.message);
                    if let Some(help) = fault.help {
                        added.help(help);
                    }
                }
                None
            }
        }
    }

    /// A part of a scalar, where the scalar stands in the file letter by letter, be it over several lines;
    /// else, as with escapes, all of it.
    fn inside(&self, word: &Word, part: Range<usize>) -> Range<usize> {
        let written = self.source.get(word.span.clone()).unwrap_or("");
        if let Some(at) = written.find(&word.value) {
            let start = word.span.start + at;
            return start + part.start..start + part.end;
        }
        match aligned(written, &word.value, &part) {
            Some(found) => word.span.start + found.start..word.span.start + found.end,
            None => word.span.start..word.span.start + written.trim_end().len(),
        }
    }

    /// A number between bounds; the lower bound where it is wrong.
    fn number<T: TryFrom<i64> + Copy>(&mut self, number: &At<i64>, least: T, most: T, what: &str) -> T
    where
        i64: From<T>,
    {
        let (low, high) = (i64::from(least), i64::from(most));
        match T::try_from(number.value) {
            Ok(value) if (low..=high).contains(&number.value) => value,
            _ => {
                self.problem(&number.span, format!("{what} lies between {low} and {high}"));
                least
            }
        }
    }

    /// The question of that id among those asked at the top of a page.
    fn question<'q>(&mut self, word: &Word, questions: &[&'q Question]) -> Option<&'q Question> {
        let found = questions
            .iter()
            .find(|question| question.id.as_str() == word.value);
        if found.is_none() {
            self.problem(&word.span, format!("no question is called `{}`", word.value))
                .did_you_mean(&word.value, questions.iter().map(|question| question.id.as_str()));
        }
        found.copied()
    }
}

/// Finds a part of a folded text in what was written, where any white space stands for any other.
fn aligned(written: &str, value: &str, part: &Range<usize>) -> Option<Range<usize>> {
    let mut at = written.len() - written.trim_start().len();
    let mut start = None;
    for (position, letter) in value.trim_end().char_indices() {
        let rest = &written[at..];
        let skipped = rest.len() - rest.trim_start().len();
        if letter.is_whitespace() {
            at += skipped;
            continue;
        }
        if position == part.start {
            start = Some(at);
        }
        if !written[at..].starts_with(letter) {
            return None;
        }
        at += letter.len_utf8();
        if position + letter.len_utf8() >= part.end {
            return start.map(|start| start..at);
        }
    }
    None
}
