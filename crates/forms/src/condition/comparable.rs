//! What may be compared with what, and what someone who compared two unlike things may have meant.

use std::ops::Range;

use super::compile::{Compiler, Typed};
use super::evaluate::Node;
use super::faults::{Fault, fault};
use super::types::Type;
use super::values::Comparison;
use crate::read::problems::{Forbids, suggestion};
use crate::{ApplicationPurpose, MapShape};

pub(super) fn comparable(
    compiler: &mut Compiler<'_>,
    how: Comparison,
    left: &Typed,
    right: &Typed,
    span: &Range<usize>,
) -> Option<()> {
    let equality = matches!(how, Comparison::Equal | Comparison::Unequal);
    let fits = match (&left.kind, &right.kind) {
        (a, b) if a.is_number() && b.is_number() => true,
        (Type::Date, Type::Date) | (Type::Time, Type::Time) => true,
        (Type::YesNo, Type::YesNo) => equality,
        (a, b) if a.is_text() && b.is_text() => equality,
        _ => false,
    };
    if fits {
        one_of_the_codes(compiler, left, right);
        one_of_the_codes(compiler, right, left);
        return Some(());
    }
    let (one, other) = (left.kind.article(), right.kind.article());
    let message = if one == other {
        format!("{one} has no order and cannot be compared so")
    } else {
        format!("{one} cannot be compared with {other}")
    };
    compiler
        .faults
        .push(fault(span.clone(), message, advice(left, right)));
    None
}

/// What someone who compared two unlike things may have meant.
fn advice(left: &Typed, right: &Typed) -> Option<String> {
    let (literal, other) = match (&left.node, &right.node) {
        (_, Node::Text(literal)) => (literal, &left.kind),
        (Node::Text(literal), _) => (literal, &right.kind),
        _ => return part_advice(&left.kind).or_else(|| part_advice(&right.kind)),
    };
    match other {
        Type::Date => Some(format!("write `date('{literal}')`")),
        Type::Time => Some(format!("write `time('{literal}')`")),
        Type::Integer | Type::Decimal => Some("leave the quotes out".to_owned()),
        Type::YesNo => Some("write `true` or `false`, without quotes".to_owned()),
        Type::Codes(_) => Some(format!("write `'{literal}' in …`")),
        other => part_advice(other),
    }
}

pub(super) fn part_advice(kind: &Type) -> Option<String> {
    match kind {
        Type::Document(_) => Some("name a part: `.kind` or `.number`".to_owned()),
        Type::Address => Some("name a part: `.department`, `.province`, `.region` or `.street`".to_owned()),
        Type::Map(MapShape::Point) => Some("name a part: `.latitude` or `.longitude`".to_owned()),
        Type::Map(MapShape::Line) => Some("name a part: `.length`, in metres".to_owned()),
        Type::Map(MapShape::Area) => {
            Some("name a part: `.area`, in square metres, or `.around`, in metres".to_owned())
        }
        Type::Group(_) => {
            Some("`size(…)` counts its entries, `sum(….question)` adds up a number of each".to_owned())
        }
        Type::Codes(_) => Some("`size(…)` counts them".to_owned()),
        _ => None,
    }
}

/// What the service's file says where it offers that.
fn key_of(purpose: ApplicationPurpose) -> &'static str {
    match purpose {
        ApplicationPurpose::New => "title",
        ApplicationPurpose::Renewal => "renewal: {opens: …}",
        ApplicationPurpose::Amendment => "amendment: {changes: […]}",
        ApplicationPurpose::Transfer => "transfer: {changes: […]}",
        ApplicationPurpose::Copy => "copy: true",
    }
}

/// A choice compared with a code that it does not offer can never be equal: a slip of the pen, but no nonsense.
pub(super) fn one_of_the_codes(compiler: &mut Compiler<'_>, choice: &Typed, other: &Typed) {
    let (Type::Code(codes) | Type::Codes(codes), Node::Text(literal)) = (&choice.kind, &other.node) else {
        return;
    };
    // No codes at all: the options were wrong themselves, and that has been said.
    if literal.is_empty() || codes.is_empty() || codes.contains(literal) {
        return;
    }
    let near = suggestion(literal, codes.iter().map(String::as_str));
    let (message, help) = match (&choice.node, ApplicationPurpose::read(literal)) {
        (Node::Purpose, Some(purpose)) => (
            format!("nobody can ask for this: the service offers no {literal}"),
            Some(format!("say `{}` under `permit`", key_of(purpose))),
        ),
        (Node::Purpose, None) => (
            format!("`{literal}` is nothing that an application asks for"),
            near.or_else(|| Some(format!("it is one of: {}", codes.join(", ")))),
        ),
        _ => (format!("`{literal}` is none of the options"), near),
    };
    compiler.faults.push(Fault {
        forbids: Forbids::Publishing,
        ..fault(other.span.clone(), message, help)
    });
}
