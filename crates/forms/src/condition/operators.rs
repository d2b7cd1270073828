//! Operators: what each takes and yields.

use std::ops::Range;

use cel::IdedExpr;
use cel::common::ast::{Expr, operators};

use super::comparable::{comparable, one_of_the_codes};
use super::compile::{Compiler, Typed};
use super::evaluate::Node;
use super::types::Type;
use super::unanswered::{heed_comparison, heed_contrary};
use super::values::{Arithmetic, Comparison};

/// `!x`, `-x`
pub(super) fn prefix(
    compiler: &mut Compiler<'_>,
    name: &str,
    inner: &IdedExpr,
    span: Range<usize>,
) -> Option<Typed> {
    let faults = compiler.faults.len();
    let inner = compiler.expression(inner)?;
    match (name, &inner.kind) {
        (operators::LOGICAL_NOT, Type::YesNo) => {
            let typed = Typed {
                node: Node::Not(Box::new(inner.node)),
                kind: Type::YesNo,
                span,
            };
            heed_contrary(compiler, &typed, inner.span, faults);
            Some(typed)
        }
        (operators::NEGATE, Type::Integer | Type::Decimal) => Some(Typed {
            node: Node::Negative(Box::new(inner.node)),
            kind: inner.kind,
            span,
        }),
        (operators::LOGICAL_NOT, other) => compiler.no_but(
            span,
            format!("`not` turns a yes or no around; this is {}", other.article()),
            "put brackets around what is compared: `not (seats > 4)`",
        ),
        (_, other) => compiler.no(
            span,
            format!("`-` stands before a number; this is {}", other.article()),
        ),
    }
}

/// `a ? b : c`
pub(super) fn conditional(
    compiler: &mut Compiler<'_>,
    parts: [&IdedExpr; 3],
    span: Range<usize>,
) -> Option<Typed> {
    let [test, then, otherwise] = parts.map(|part| compiler.expression(part));
    let (test, then, otherwise) = (test?, then?, otherwise?);
    if test.kind != Type::YesNo {
        return compiler.no(
            test.span,
            format!("before `?` stands a yes or no, not {}", test.kind.article()),
        );
    }
    let same = then.kind == otherwise.kind || (then.kind.is_text() && otherwise.kind.is_text());
    if !same {
        let (one, other) = (then.kind.article(), otherwise.kind.article());
        return compiler.no(
            span,
            format!("both sides of `:` must be alike; here are {one} and {other}"),
        );
    }
    let kind = if then.kind == otherwise.kind {
        then.kind
    } else {
        Type::Text
    };
    Some(Typed {
        node: Node::If(Box::new([test.node, then.node, otherwise.node])),
        kind,
        span,
    })
}

/// `a && b`, `a == b`, `a + b`
pub(super) fn infix(
    compiler: &mut Compiler<'_>,
    name: &str,
    left: &IdedExpr,
    right: &IdedExpr,
    span: Range<usize>,
) -> Option<Typed> {
    let left = compiler.expression(left);
    let right = compiler.expression(right);
    let (left, right) = (left?, right?);
    if matches!(name, operators::LOGICAL_AND | operators::LOGICAL_OR) {
        return logical(compiler, name, left, right, span);
    }
    if let Some(how) = comparison(name) {
        comparable(compiler, how, &left, &right, &span)?;
        let inside = left.span.start..right.span.end;
        let node = Node::Compare(how, Box::new([left.node, right.node]));
        heed_comparison(compiler, &node, inside);
        return Some(Typed {
            node,
            kind: Type::YesNo,
            span,
        });
    }
    match arithmetic(name) {
        Some(how) => sum(compiler, how, left, right, span),
        None => compiler.no(span, "this operator is not offered in conditions"),
    }
}

fn logical(
    compiler: &mut Compiler<'_>,
    name: &str,
    left: Typed,
    right: Typed,
    span: Range<usize>,
) -> Option<Typed> {
    for side in [&left, &right] {
        if side.kind != Type::YesNo {
            let message = format!("`and` and `or` join yes or no; this is {}", side.kind.article());
            return compiler.no(side.span.clone(), message);
        }
    }
    let sides = Box::new([left.node, right.node]);
    let node = if name == operators::LOGICAL_AND {
        Node::And(sides)
    } else {
        Node::Or(sides)
    };
    Some(Typed {
        node,
        kind: Type::YesNo,
        span,
    })
}

fn comparison(name: &str) -> Option<Comparison> {
    Some(match name {
        operators::EQUALS => Comparison::Equal,
        operators::NOT_EQUALS => Comparison::Unequal,
        operators::LESS => Comparison::Less,
        operators::LESS_EQUALS => Comparison::LessOrEqual,
        operators::GREATER => Comparison::Greater,
        operators::GREATER_EQUALS => Comparison::GreaterOrEqual,
        _ => return None,
    })
}

fn arithmetic(name: &str) -> Option<Arithmetic> {
    Some(match name {
        operators::ADD => Arithmetic::Add,
        operators::SUBSTRACT => Arithmetic::Subtract,
        operators::MULTIPLY => Arithmetic::Multiply,
        operators::DIVIDE => Arithmetic::Divide,
        operators::MODULO => Arithmetic::Remainder,
        _ => return None,
    })
}

fn sum(
    compiler: &mut Compiler<'_>,
    how: Arithmetic,
    left: Typed,
    right: Typed,
    span: Range<usize>,
) -> Option<Typed> {
    let kind = match (&left.kind, how, &right.kind) {
        (Type::Integer, _, Type::Integer) => Type::Integer,
        (a, how, b) if a.is_number() && b.is_number() && how != Arithmetic::Remainder => Type::Decimal,
        (Type::Date, Arithmetic::Add | Arithmetic::Subtract, Type::Integer) => Type::Date,
        (Type::Date, Arithmetic::Subtract, Type::Date) => Type::Integer,
        (one, _, other) => {
            let message = format!("{} and {} make no sum", one.article(), other.article());
            return compiler.no_but(
                span,
                message,
                "numbers do; and a date plus or minus a number of days",
            );
        }
    };
    Some(Typed {
        node: Node::Sum(how, Box::new([left.node, right.node])),
        kind,
        span,
    })
}

/// `x in [a, b]`, `'a' in choices`
pub(super) fn membership(
    compiler: &mut Compiler<'_>,
    item: &IdedExpr,
    list: &IdedExpr,
    span: Range<usize>,
) -> Option<Typed> {
    let item = compiler.expression(item);
    let Expr::List(listed) = &list.expr else {
        let list = compiler.expression(list)?;
        let item = item?;
        if !matches!(list.kind, Type::Codes(_)) || !item.kind.is_text() {
            let message = format!(
                "after `in` stands a list or a `choices` question, not {}",
                list.kind.article()
            );
            return compiler.no(list.span, message);
        }
        one_of_the_codes(compiler, &list, &item);
        return Some(Typed {
            node: Node::In(Box::new([item.node, list.node])),
            kind: Type::YesNo,
            span,
        });
    };
    let items: Vec<_> = listed
        .elements
        .iter()
        .map(|element| compiler.expression(element))
        .collect();
    let item = item?;
    let mut nodes = Vec::new();
    let mut all = true;
    for element in items {
        let fits = element.and_then(|element| {
            let place = element.span.clone();
            comparable(compiler, Comparison::Equal, &item, &element, &place).map(|()| element.node)
        });
        all &= fits.is_some();
        nodes.extend(fits);
    }
    let node = Node::In(Box::new([item.node, Node::List(nodes)]));
    all.then_some(Typed {
        node,
        kind: Type::YesNo,
        span,
    })
}
