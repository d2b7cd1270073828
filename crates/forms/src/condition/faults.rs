//! Mistakes in expressions, and the limits that keep every expression cheap.

use std::ops::Range;

use crate::read::problems::Forbids;

/// How many letters an expression may have that is published.
const LONGEST: usize = 500;
/// How many one that was published is read with.
const LONGEST_KEPT: usize = 2_000;
/// How deep an expression may nest: what the parser stands on the stack of any thread. It is a limit of reading, so it
/// is never lowered.
pub(super) const DEEPEST: usize = 16;

/// A mistake in an expression; the span counts the expression's own bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Fault {
    pub(crate) forbids: Forbids,
    pub(crate) span: Range<usize>,
    pub(crate) message: String,
    pub(crate) help: Option<String>,
}

impl Fault {
    pub(super) fn forbids_reading(&self) -> bool {
        self.forbids == Forbids::Reading
    }

    pub(super) fn is_no_advice(&self) -> bool {
        self.forbids != Forbids::Nothing
    }
}

/// Limits before parsing: brackets and runs of signs are what the parser itself descends into.
pub(super) fn what_is_too_much(source: &str) -> Vec<Fault> {
    too_long(source)
        .into_iter()
        .chain(nested_too_deep(source))
        .collect()
}

fn too_long(source: &str) -> Option<Fault> {
    let length = source.len();
    let message = format!("a condition has at most {LONGEST} letters; this one has {length}");
    let fault = fault(0..length, message, Some("split it over several rules".to_owned()));
    let forbids = if length > LONGEST_KEPT {
        Forbids::Reading
    } else {
        Forbids::Publishing
    };
    (length > LONGEST).then_some(Fault { forbids, ..fault })
}

fn nested_too_deep(source: &str) -> Option<Fault> {
    let (mut brackets, mut signs, mut choices) = (0_usize, 0, 0);
    for (at, letter) in source.char_indices() {
        match letter {
            '(' | '[' | '{' => brackets += 1,
            ')' | ']' | '}' => brackets = brackets.saturating_sub(1),
            '?' => choices += 1,
            _ => {}
        }
        signs = match letter {
            '!' | '-' => signs + 1,
            ' ' => signs,
            _ => 0,
        };
        if brackets + signs + choices > DEEPEST {
            return Some(too_deep(at..at + letter.len_utf8()));
        }
    }
    None
}

pub(super) fn too_deep(span: Range<usize>) -> Fault {
    let message = format!("this condition is nested more than {DEEPEST} deep");
    fault(span, message, Some("split it over several rules".to_owned()))
}

pub(super) fn syntax(source: &str, (line, column): (isize, isize), message: &str) -> Fault {
    let line = usize::try_from(line).unwrap_or(1).saturating_sub(1);
    let start: usize = source.split_inclusive('\n').take(line).map(str::len).sum();
    let column = usize::try_from(column).unwrap_or(1).saturating_sub(1);
    // Columns count characters, unlike the offsets of nodes.
    let at = source[start..]
        .char_indices()
        .nth(column)
        .map_or(source.len(), |(at, _)| start + at);
    let help = super::elsewhere::advice(source).map(str::to_owned);
    let said = if message.contains("invalid argument to has") {
        "`has(…)` takes a part, such as `document.number`; for a whole answer write `answered(…)`"
    } else {
        "this cannot be read as a condition from here on"
    };
    fault(at..(at + 1).min(source.len()), said.to_owned(), help)
}

/// A mistake that leaves the expression without a meaning.
pub(super) fn fault(span: Range<usize>, message: String, help: Option<String>) -> Fault {
    Fault {
        forbids: Forbids::Reading,
        span,
        message,
        help,
    }
}
