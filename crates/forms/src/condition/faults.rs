//! Mistakes in expressions, and the limits that keep every expression cheap.

use std::ops::Range;

const LONGEST: usize = 500;
/// How deep an expression may nest.
pub(super) const DEEPEST: usize = 16;

/// A mistake in an expression; the span counts the expression's own bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Fault {
    pub(crate) span: Range<usize>,
    pub(crate) message: String,
    pub(crate) help: Option<String>,
}

/// Limits before parsing: brackets and runs of signs are what the parser itself descends into.
pub(super) fn refuse_what_is_too_much(source: &str) -> Result<(), Vec<Fault>> {
    if source.len() > LONGEST {
        let message = format!(
            "a condition has at most {LONGEST} letters; this one has {}",
            source.len()
        );
        return Err(vec![fault(
            0..source.len(),
            message,
            Some("split it over several rules".to_owned()),
        )]);
    }
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
            return Err(vec![too_deep(at..at + letter.len_utf8())]);
        }
    }
    Ok(())
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
    let help = if source.contains(" = ") {
        Some("`==` compares; a single `=` is nothing here".to_owned())
    } else if source.contains(" and ") || source.contains(" or ") || source.contains(" not ") {
        Some("write `&&` for and, `||` for or, `!` for not".to_owned())
    } else {
        None
    };
    let said = if message.contains("invalid argument to has") {
        "`has(…)` takes a part, such as `document.number`; for a whole answer write `answered(…)`"
    } else {
        "this cannot be read as a condition from here on"
    };
    fault(at..(at + 1).min(source.len()), said.to_owned(), help)
}

pub(super) fn fault(span: Range<usize>, message: String, help: Option<String>) -> Fault {
    Fault { span, message, help }
}
