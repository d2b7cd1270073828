//! Mistakes gathered while reading, so that one run tells of all of them.

use std::ops::Range;

use crate::Diagnostics;

/// What a mistake stands in the way of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Forbids {
    /// Reading: what is written leaves the file, or a part of it, without a meaning.
    Reading,
    /// Publishing: what is written has a meaning, and nobody may publish it today. Checks of this kind may become
    /// stricter at any time, for versions that are kept already are read without them.
    Publishing,
    /// Nothing: what is written has a meaning and may be published, and something else would be better.
    Nothing,
}

/// The mistakes found so far.
#[derive(Debug, Default)]
pub(crate) struct Problems {
    found: Vec<Problem>,
}

#[derive(Debug)]
struct Problem {
    forbids: Forbids,
    span: Range<usize>,
    message: String,
    help: Option<String>,
}

/// The mistake just added, to which advice may be given.
pub(crate) struct Added<'a>(&'a mut Option<String>);

impl Problems {
    /// Notes what has no meaning.
    pub(crate) fn unreadable(&mut self, span: Range<usize>, message: impl Into<String>) -> Added<'_> {
        self.add(Forbids::Reading, span, message)
    }

    pub(crate) fn add(
        &mut self,
        forbids: Forbids,
        span: Range<usize>,
        message: impl Into<String>,
    ) -> Added<'_> {
        self.found.push(Problem {
            forbids,
            span,
            message: message.into(),
            help: None,
        });
        let last = self.found.len() - 1;
        Added(&mut self.found[last].help)
    }

    /// Notes what was found in a part of the source that begins so many bytes further on.
    pub(super) fn take(&mut self, found: Self, by: usize) {
        let moved = found.found.into_iter().map(|problem| Problem {
            span: problem.span.start + by..problem.span.end + by,
            ..problem
        });
        self.found.extend(moved);
    }

    /// Whether nothing stands in the way of anything.
    pub(crate) fn is_empty(&self) -> bool {
        let mut forbidding = self.found.iter();
        !forbidding.any(|problem| problem.forbids != Forbids::Nothing)
    }

    /// Whether nothing that begins there or later is without a meaning.
    pub(crate) fn are_readable_from(&self, start: usize) -> bool {
        let mut found = self.found.iter();
        !found.any(|problem| problem.forbids == Forbids::Reading && problem.span.start >= start)
    }

    /// Only those that stand in the way of something.
    pub(crate) fn forbidding(mut self) -> Self {
        self.found.retain(|problem| problem.forbids != Forbids::Nothing);
        self
    }

    /// Only those that stand in the way of nothing.
    pub(crate) fn of_advice(mut self) -> Self {
        self.found.retain(|problem| problem.forbids == Forbids::Nothing);
        self
    }

    /// Only those that leave something without a meaning.
    pub(crate) fn of_reading(mut self) -> Self {
        self.found.retain(|problem| problem.forbids == Forbids::Reading);
        self
    }

    pub(crate) fn into_diagnostics(self, file: &str, source: &str) -> Diagnostics {
        let told = |problem: Problem| (problem.span, problem.message, problem.help);
        Diagnostics::new(file, source, self.found.into_iter().map(told).collect())
    }
}

impl Added<'_> {
    pub(crate) fn help(self, advice: impl Into<String>) {
        *self.0 = Some(advice.into());
    }

    /// Advises the nearest of the names that would have been right, or lists them.
    pub(crate) fn did_you_mean<'n>(self, wrong: &str, right: impl IntoIterator<Item = &'n str>) {
        *self.0 = suggestion(wrong, right);
    }
}

/// The name that somebody probably meant: the same but for a slip or two. A wrong guess misleads more than the list of them all.
pub(crate) fn nearest<'n>(wrong: &str, right: impl IntoIterator<Item = &'n str>) -> Option<&'n str> {
    let plain = |name: &str| name.to_lowercase().replace('_', "-");
    let wrong = plain(wrong);
    let near = right
        .into_iter()
        .map(|name| (strsim::damerau_levenshtein(&wrong, &plain(name)), name))
        .filter(|(distance, name)| *distance <= slips(wrong.chars().count().min(name.chars().count())));
    near.min().map(|(_, name)| name)
}

/// How many letters may be wrong in a word of this length: `file` is no `time`, and `photo` no `phone`.
fn slips(length: usize) -> usize {
    match length {
        0..3 => 0,
        3..7 => 1,
        7..12 => 2,
        _ => 3,
    }
}

/// `did you mean …?` where one name is near; all of them where they are few.
pub(crate) fn suggestion<'n>(wrong: &str, right: impl IntoIterator<Item = &'n str>) -> Option<String> {
    let mut right: Vec<&str> = right.into_iter().collect();
    let mut seen = std::collections::BTreeSet::new();
    right.retain(|name| seen.insert(*name));
    match nearest(wrong, right.iter().copied()) {
        Some(name) => Some(format!("did you mean `{name}`?")),
        None if right.is_empty() || right.len() > 24 => None,
        None => Some(format!("it can be: {}", right.join(", "))),
    }
}
