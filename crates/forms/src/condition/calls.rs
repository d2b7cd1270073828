//! Functions: what each takes and yields.

use std::ops::Range;

use cel::IdedExpr;
use cel::common::ast::Expr;
use regex::RegexBuilder;

use super::comparable::part_advice;
use super::compile::{Compiler, Typed};
use super::evaluate::Node;
use super::faults::{Fault, fault};
use super::types::Type;
use super::values::Find;
use crate::QuestionId;
use crate::read::problems::{Forbids, suggestion};

/// How large a pattern may be that is published, and how large one that was published is read, in bytes.
const LARGEST_PATTERN: usize = 1 << 18;
const LARGEST_PATTERN_KEPT: usize = 1 << 22;

const FUNCTIONS: [&str; 11] = [
    "sum",
    "size",
    "contains",
    "startsWith",
    "endsWith",
    "matches",
    "answered",
    "same_person",
    "age",
    "date",
    "time",
];

/// `size(x)`, `x.contains('a')`, `age(born)`, `same_person(boss_email, email)`
pub(super) fn function(
    compiler: &mut Compiler<'_>,
    name: &str,
    target: Option<&IdedExpr>,
    arguments: &[IdedExpr],
    span: Range<usize>,
) -> Option<Typed> {
    match (name, target, arguments) {
        ("size", Some(one), []) | ("size", None, [one]) => size(compiler, one, span),
        ("sum", None, [one]) => sum_of(compiler, one, span),
        ("age", None, [born]) => age(compiler, born, span),
        ("answered", None, [one]) => answered(compiler, one, span),
        ("same_person", None, [one, other]) => same_person(compiler, [one, other], span),
        ("date" | "time", None, [one]) => moment(compiler, name, one, span),
        ("contains", Some(text), [part]) => find(compiler, Find::Contains, text, part, span),
        ("startsWith", Some(text), [part]) => find(compiler, Find::StartsWith, text, part, span),
        ("endsWith", Some(text), [part]) => find(compiler, Find::EndsWith, text, part, span),
        ("matches", Some(text), [pattern]) => matches(compiler, text, pattern, span),
        _ if FUNCTIONS.contains(&name) => {
            let example = match name {
                "size" | "age" | "answered" => format!("write `{name}(question)`"),
                "sum" => "write `sum(group.question)`".to_owned(),
                "same_person" => "write `same_person(one_question, another)`".to_owned(),
                "date" => "write `date('2026-12-31')`".to_owned(),
                "time" => "write `time('08:00')`".to_owned(),
                _ => format!("write `question.{name}('…')`"),
            };
            compiler.no_but(span, format!("`{name}` is not called so"), example)
        }
        _ => {
            let help = suggestion(name, FUNCTIONS);
            compiler
                .faults
                .push(fault(span, format!("conditions have no function `{name}`"), help));
            None
        }
    }
}

fn size(compiler: &mut Compiler<'_>, one: &IdedExpr, span: Range<usize>) -> Option<Typed> {
    let inner = compiler.expression(one)?;
    if inner.kind.is_text() || matches!(inner.kind, Type::Codes(_) | Type::Group(_)) {
        return Some(Typed {
            node: Node::Size(Box::new(inner.node)),
            kind: Type::Integer,
            span,
        });
    }
    compiler.no(
        inner.span,
        format!("`size` counts letters or entries, not {}", inner.kind.article()),
    )
}

fn age(compiler: &mut Compiler<'_>, born: &IdedExpr, span: Range<usize>) -> Option<Typed> {
    if !compiler.scope.allows_today() {
        return compiler.no_but(
            span,
            "what is asked cannot depend on the day: the form would change overnight",
            "`age` may stand in `rules`, `stop_if` and the review's rules",
        );
    }
    let inner = compiler.expression(born)?;
    if inner.kind != Type::Date {
        return compiler.no(
            inner.span,
            format!("`age` takes a date of birth, not {}", inner.kind.article()),
        );
    }
    Some(Typed {
        node: Node::Age(Box::new(inner.node)),
        kind: Type::Integer,
        span,
    })
}

/// `sum(passengers.weight)`
fn sum_of(compiler: &mut Compiler<'_>, one: &IdedExpr, span: Range<usize>) -> Option<Typed> {
    let example = "name a group and one of its numbers: `sum(passengers.weight)`";
    let place = compiler.place(one.id);
    let Expr::Select(select) = &one.expr else {
        return compiler.no_but(place, "`sum` adds up a number of each entry of a group", example);
    };
    let Expr::Ident(name) = &select.operand.expr else {
        return compiler.no_but(place, "`sum` adds up a number of each entry of a group", example);
    };
    let operand = compiler.place(select.operand.id);
    let (Some(group), Type::Group(inner)) = compiler.place_named(name, &operand)? else {
        return compiler.no_but(operand, format!("`{name}` is no group"), example);
    };
    match inner.iter().find(|(inner, _)| *inner == select.field) {
        Some((id, kind @ (Type::Integer | Type::Decimal))) => Some(Typed {
            node: Node::SumOf(group, QuestionId::new(id.as_str()), *kind == Type::Decimal),
            kind: kind.clone(),
            span,
        }),
        Some((_, other)) => compiler.no(span, format!("`sum` adds up numbers, not {}", other.article())),
        None => {
            let help = suggestion(&select.field, inner.iter().map(|(inner, _)| inner.as_str()));
            let message = format!("`{name}` asks nothing called `{}`", select.field);
            compiler.faults.push(fault(span, message, help));
            None
        }
    }
}

fn answered(compiler: &mut Compiler<'_>, one: &IdedExpr, span: Range<usize>) -> Option<Typed> {
    let place = compiler.place(one.id);
    let Expr::Ident(name) = &one.expr else {
        return compiler.no(place, "`answered` takes the name of a question");
    };
    match compiler.place_named(name, &place)? {
        (Some(asked), _) => Some(Typed {
            node: Node::Answered(asked),
            kind: Type::YesNo,
            span,
        }),
        (None, _) => compiler.no(place, "`answered` takes the name of a question"),
    }
}

/// Two questions whose answers may name one person, or one thing: as canonical forms have it, not letter by letter.
fn same_person(compiler: &mut Compiler<'_>, both: [&IdedExpr; 2], span: Range<usize>) -> Option<Typed> {
    let [one, other] = both.map(|tree| {
        let place = compiler.place(tree.id);
        let Expr::Ident(name) = &tree.expr else {
            return compiler.no(place, "`same_person` takes the names of two questions");
        };
        match compiler.place_named(name, &place)? {
            (Some(asked), Type::Text | Type::Document(_)) => Some(asked),
            (_, kind) => compiler.no_but(
                place,
                format!("{} names no person", kind.article()),
                "`same_person` compares identity documents, tax numbers, e-mail addresses and phones",
            ),
        }
    });
    Some(Typed {
        node: Node::SamePerson(Box::new([one?, other?])),
        kind: Type::YesNo,
        span,
    })
}

/// `date('2026-12-31')`, `time('08:00')`: computed here, once.
fn moment(compiler: &mut Compiler<'_>, name: &str, one: &IdedExpr, span: Range<usize>) -> Option<Typed> {
    let literal = compiler.expression(one)?;
    let found = match (&literal.node, name) {
        (Node::Text(text), "date") => text.parse().ok().map(|day| (Node::Date(day), Type::Date)),
        (Node::Text(text), _) => jiff::civil::Time::strptime("%H:%M", text)
            .ok()
            .map(|time| (Node::Time(time), Type::Time)),
        _ => None,
    };
    match found {
        Some((node, kind)) => Some(Typed { node, kind, span }),
        None if name == "date" => compiler.no_but(
            literal.span,
            "this is not a day",
            "write it as `date('2026-12-31')`",
        ),
        None => compiler.no_but(
            literal.span,
            "this is not a time of day",
            "write it as `time('08:00')`",
        ),
    }
}

fn find(
    compiler: &mut Compiler<'_>,
    how: Find,
    text: &IdedExpr,
    part: &IdedExpr,
    span: Range<usize>,
) -> Option<Typed> {
    let text = a_text(compiler, text);
    let part = a_text(compiler, part);
    let node = Node::Find(how, Box::new([text?.node, part?.node]));
    Some(Typed {
        node,
        kind: Type::YesNo,
        span,
    })
}

/// The pattern is a literal, so that it is compiled once, here; its size is bounded.
fn matches(
    compiler: &mut Compiler<'_>,
    text: &IdedExpr,
    pattern: &IdedExpr,
    span: Range<usize>,
) -> Option<Typed> {
    let text = a_text(compiler, text);
    let pattern = compiler.expression(pattern)?;
    let Node::Text(words) = &pattern.node else {
        return compiler.no(pattern.span, "the pattern of `matches` is a text in quotes");
    };
    let sized = |most| RegexBuilder::new(words).size_limit(most).build();
    let too_large = "this pattern is too large";
    let regex = match sized(LARGEST_PATTERN) {
        Err(regex::Error::CompiledTooBig(_)) => match sized(LARGEST_PATTERN_KEPT) {
            Ok(regex) => {
                compiler.faults.push(Fault {
                    forbids: Forbids::Publishing,
                    ..fault(pattern.span, too_large.to_owned(), None)
                });
                regex
            }
            Err(_) => return compiler.no(pattern.span, too_large),
        },
        Ok(regex) => regex,
        Err(_) => {
            return compiler.no_but(
                pattern.span,
                "this is not a pattern (regular expression)",
                "for a fixed text use `contains`, `startsWith` or `endsWith`",
            );
        }
    };
    Some(Typed {
        node: Node::Matches(Box::new(text?.node), regex),
        kind: Type::YesNo,
        span,
    })
}

fn a_text(compiler: &mut Compiler<'_>, tree: &IdedExpr) -> Option<Typed> {
    let typed = compiler.expression(tree)?;
    if typed.kind.is_text() {
        return Some(typed);
    }
    compiler.faults.push(fault(
        typed.span.clone(),
        format!("a text is expected here, not {}", typed.kind.article()),
        part_advice(&typed.kind),
    ));
    None
}
