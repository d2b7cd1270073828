//! People's names.

use unicode_normalization::char::is_combining_mark;

use super::super::fields::Fields;
use super::super::wrong::{Cause, Wrong};
use super::{Countries, Spec};
use crate::Answer;

pub(super) static SPEC: Spec = Spec {
    name: "full-name",
    read,
    answer: Answer::FullName,
    samples: |_| vec!["María Elena Quispe Huamán"],
    names_a_person: false,
};

const LONGEST: usize = 100;
/// Of one letter, besides what composes with it.
const MOST_MARKS: usize = 3;

/// Takes what stands in a name on an identity document anywhere: letters of any script, marks, spaces, apostrophes, hyphens, the
/// points of initials and of `Jr.`, and the raised point of Catalan. Each sign has one writing in what is kept.
fn read(fields: Fields<'_>, _: Countries) -> Result<String, Wrong> {
    let name = fields
        .line("")
        .replace(['’', '‘', '`', '´', 'ʼ', '′', '＇'], "'")
        .replace(['‐', '‑', '–', '—', '−'], "-")
        .replace(['‧', '∙', '⋅', '・'], "·")
        .replace('ŀ', "l·")
        .replace('Ŀ', "L·");
    if name.is_empty() {
        return Err(Cause::NameMissing.into());
    }
    if let Some(sign) = name.chars().find(|c| !in_a_name(*c)) {
        return Err(Wrong::from(Cause::NameSign).limit(&sign));
    }
    if let Some(mark) = one_mark_too_many(&name) {
        return Err(Wrong::from(Cause::NameSign).limit(&format!("◌{mark}")));
    }
    match (
        name.chars().filter(|c| c.is_alphabetic()).count(),
        name.chars().count(),
    ) {
        (0 | 1, _) => Err(Cause::NameShort.into()),
        (_, length) if length > LONGEST => Err(Wrong::from(Cause::NameLong).limit(&LONGEST)),
        _ => Ok(name),
    }
}

/// The mark with which a letter has more of them than any writing has: on a paper they would stand over other words.
fn one_mark_too_many(name: &str) -> Option<char> {
    let mut marks = 0;
    name.chars().find(|c| {
        marks = if is_combining_mark(*c) { marks + 1 } else { 0 };
        marks > MOST_MARKS
    })
}

fn in_a_name(c: char) -> bool {
    c.is_alphabetic() || is_combining_mark(c) || matches!(c, ' ' | '\'' | '-' | '.' | ',' | '·')
}
