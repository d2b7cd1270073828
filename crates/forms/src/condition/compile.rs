//! From CEL's syntax tree to a checked expression: every name known, every type met, nothing costly.

use std::collections::BTreeSet;
use std::ops::Range;

use cel::IdedExpr;
use cel::common::ast::{CallExpr, Expr, LiteralValue, SelectExpr, SourceInfo, operators};
use cel::parser::Parser;

use super::calls;
use super::comparable::part_advice;
use super::evaluate::{Empty, Look, Node, Place};
use super::faults::{DEEPEST, Fault, fault, syntax, too_deep, what_is_too_much};
use super::operators as checks;
use super::types::{Named, Part, Scope, Type};
use super::words::with_signs;
use crate::QuestionId;
use crate::read::problems::suggestion;

/// A checked node with what the checks around it need.
pub(super) struct Typed {
    pub(super) node: Node,
    pub(super) kind: Type,
    pub(super) span: Range<usize>,
}

pub(super) struct Compiler<'s> {
    pub(super) scope: &'s Scope,
    places: SourceInfo,
    depth: usize,
    names: BTreeSet<QuestionId>,
    pub(super) faults: Vec<Fault>,
}

/// A node, the questions that it names, and what is wrong.
pub(super) type Compiled = (Option<Node>, BTreeSet<QuestionId>, Vec<Fault>);

/// Checks an expression that must say yes or no. Without a fault that forbids reading there is always a node.
pub(super) fn compile(source: &str, scope: &Scope) -> Compiled {
    let (root, names, mut faults) = expression(source, scope);
    let Some(root) = root else {
        return (None, names, faults);
    };
    if root.kind != Type::YesNo {
        faults.push(fault(
            0..source.len(),
            format!("a condition says yes or no; this is {}", root.kind.article()),
            Some("compare it with something, as in `reason == 'health'`".to_owned()),
        ));
        return (None, names, faults);
    }
    (Some(root.node), names, faults)
}

/// Checks an expression that may say a number or a text, too.
pub(super) fn compile_formula(source: &str, scope: &Scope) -> (Option<(Node, Type)>, Vec<Fault>) {
    let (root, _, mut faults) = expression(source, scope);
    let Some(root) = root else {
        return (None, faults);
    };
    let kind = match &root.kind {
        Type::Integer | Type::Decimal | Type::YesNo => root.kind,
        kind if kind.is_text() => Type::Text,
        other => {
            let message = format!(
                "a number, a text or a yes or no is computed; this is {}",
                other.article()
            );
            faults.push(fault(0..source.len(), message, part_advice(other)));
            return (None, faults);
        }
    };
    (Some((root.node, kind)), faults)
}

fn expression(source: &str, scope: &Scope) -> (Option<Typed>, BTreeSet<QuestionId>, Vec<Fault>) {
    let source = &with_signs(source, scope);
    let mut faults = what_is_too_much(source);
    if faults.iter().any(Fault::forbids_reading) {
        return (None, BTreeSet::new(), faults);
    }
    let (tree, places) = match Parser::new().parse_with_source_info(source) {
        Ok(parsed) => parsed,
        Err(errors) => {
            let first = errors.errors.iter().take(1);
            faults.extend(first.map(|error| syntax(source, error.pos, &error.msg)));
            return (None, BTreeSet::new(), faults);
        }
    };
    let mut compiler = Compiler {
        scope,
        places,
        depth: 0,
        names: BTreeSet::new(),
        faults,
    };
    let root = compiler.expression(&tree);
    let (names, faults) = (compiler.names, compiler.faults);
    let root = root.filter(|_| !faults.iter().any(Fault::forbids_reading));
    (root, names, faults)
}

impl Compiler<'_> {
    /// Checks one expression. `None` means that a fault has been noted.
    pub(super) fn expression(&mut self, tree: &IdedExpr) -> Option<Typed> {
        let span = self.place(tree.id);
        if self.depth > DEEPEST {
            self.faults.push(too_deep(span));
            return None;
        }
        self.depth += 1;
        let typed = self.node(tree, span);
        self.depth -= 1;
        typed
    }

    fn node(&mut self, tree: &IdedExpr, span: Range<usize>) -> Option<Typed> {
        match &tree.expr {
            Expr::Literal(literal) => self.literal(literal, span),
            Expr::Ident(name) => self.name(name, span),
            Expr::Select(select) => self.select(select, span),
            Expr::Call(call) => {
                let span = self.with_name_before(span);
                self.call(call, span)
            }
            Expr::Comprehension(_) => self.no(
                self.with_name_before(span),
                "a condition cannot loop: `all`, `exists`, `map` and `filter` are not offered",
            ),
            Expr::List(_) => self.no(span, "a list stands only after `in`"),
            Expr::Map(_) | Expr::Struct(_) | Expr::Unspecified => {
                self.no(span, "a condition has no use for braces")
            }
        }
    }

    /// The whole expression.
    pub(super) fn source(&self) -> &str {
        &self.places.source
    }

    /// Where a node was written, in bytes of the expression, as the parser counts them.
    pub(super) fn place(&self, id: u64) -> Range<usize> {
        let (start, stop) = self.places.offset_for(id).unwrap_or((0, 0));
        start as usize..stop.max(start) as usize + 1
    }

    /// The parser places a call at its bracket; people look at its name.
    fn with_name_before(&self, span: Range<usize>) -> Range<usize> {
        let source = &self.places.source;
        if source.as_bytes().get(span.start) != Some(&b'(') {
            return span;
        }
        let name = |c: char| c.is_ascii_alphanumeric() || c == '_';
        let before = &source[..span.start];
        let start = before.trim_end_matches(name).len();
        if start == span.start {
            span
        } else {
            start..span.start
        }
    }

    pub(super) fn no<T>(&mut self, span: Range<usize>, message: impl Into<String>) -> Option<T> {
        self.faults.push(fault(span, message.into(), None));
        None
    }

    pub(super) fn no_but<T>(
        &mut self,
        span: Range<usize>,
        message: impl Into<String>,
        help: impl Into<String>,
    ) -> Option<T> {
        self.faults.push(fault(span, message.into(), Some(help.into())));
        None
    }

    fn literal(&mut self, literal: &LiteralValue, span: Range<usize>) -> Option<Typed> {
        let (node, kind) = match literal {
            LiteralValue::Boolean(yes) => (Node::YesNo(*yes.inner()), Type::YesNo),
            LiteralValue::Int(number) => (Node::Integer(*number.inner()), Type::Integer),
            LiteralValue::Double(number) => (Node::Decimal(*number.inner()), Type::Decimal),
            LiteralValue::String(text) => (Node::Text(text.inner().to_owned()), Type::Text),
            LiteralValue::Null => {
                return self.no_but(span, "nothing is `null` here", "write `not answered(…)`");
            }
            LiteralValue::Bytes(_) | LiteralValue::UInt(_) => {
                return self.no(span, "a value here is a text in quotes, a number, true or false");
            }
        };
        Some(Typed { node, kind, span })
    }

    fn name(&mut self, name: &str, span: Range<usize>) -> Option<Typed> {
        if let Named::Purpose(purposes) = self.scope.look_up(name) {
            let codes = purposes.iter().map(|code| (*code).to_owned()).collect();
            return Some(Typed {
                node: Node::Purpose,
                kind: Type::Code(codes),
                span,
            });
        }
        let (place, kind) = self.place_named(name, &span)?;
        let Some(place) = place else {
            return Some(Typed {
                node: Node::Today,
                kind: Type::Date,
                span,
            });
        };
        let node = Node::Look(Look {
            place,
            part: Part::Whole,
            empty: empty(&kind),
        });
        Some(Typed { node, kind, span })
    }

    /// The answer a name stands for; no place is `today`.
    pub(super) fn place_named(&mut self, name: &str, span: &Range<usize>) -> Option<(Option<Place>, Type)> {
        match self.scope.look_up(name) {
            Named::Answer(kind) => {
                let id = QuestionId::new(name);
                self.names.insert(id.clone());
                Some((Some(Place::Question(id)), kind.clone()))
            }
            Named::Own(kind) => Some((Some(Place::Own), kind.clone())),
            Named::Today => Some((None, Type::Date)),
            Named::Purpose(_) => self.no_but(
                span.clone(),
                format!("`{name}` is no question, but what the application asks for"),
                "compare it with a word: `purpose == 'renewal'`",
            ),
            Named::TodayForbidden => self.no_but(
                span.clone(),
                "what is asked cannot depend on the day: the form would change overnight",
                "`today` may stand in `rules`, `stop_if` and the review's rules",
            ),
            Named::Later => self.no_but(
                span.clone(),
                format!("`{name}` is asked later, so its answer is not known here"),
                "move that question before this one; what is computed on this page is known from the next page on",
            ),
            Named::Itself => self.no_but(
                span.clone(),
                format!("`{name}` is the question whose rule this is"),
                "in its own rules its value is called `answer`",
            ),
            Named::Outside => self.no_but(
                span.clone(),
                format!("`{name}` is asked outside this group, whose conditions see the answers of one entry alone"),
                format!("put the condition on the group itself, or ask `{name}` inside it"),
            ),
            Named::Inside(group) => {
                let message = format!("`{name}` is asked inside the group `{group}`, once for each entry");
                let help = format!("outside it, a condition sees how many entries there are: `size({group})`");
                self.no_but(span.clone(), message, help)
            }
            Named::Unknown => {
                let help = match name.to_lowercase().as_str() {
                    word @ ("true" | "false") => Some(format!("write `{word}`, in small letters")),
                    _ => suggestion(name, self.scope.names()),
                };
                self.faults.push(fault(
                    span.clone(),
                    format!("no question is called `{name}`"),
                    help,
                ));
                None
            }
        }
    }

    fn select(&mut self, select: &SelectExpr, dot: Range<usize>) -> Option<Typed> {
        let Expr::Ident(name) = &select.operand.expr else {
            return self.no(dot, "a dot stands only after a question's name");
        };
        let span = self.place(select.operand.id);
        let (place, kind) = self.place_named(name, &span)?;
        let parts = kind.parts();
        let field = dot.start.max(span.end)..dot.end.max(span.end) + select.field.len();
        let Some((_, part, kind)) = parts.iter().find(|(part, ..)| *part == select.field) else {
            let message = format!("{} has no part called `{}`", kind.article(), select.field);
            let help = suggestion(&select.field, parts.iter().map(|(part, ..)| *part));
            self.faults.push(fault(field, message, help));
            return None;
        };
        let place = place?;
        let span = span.start..field.end;
        if select.test {
            return Some(Typed {
                node: Node::Answered(place),
                kind: Type::YesNo,
                span,
            });
        }
        let node = Node::Look(Look {
            place,
            part: *part,
            empty: Empty::Text,
        });
        Some(Typed {
            node,
            kind: kind.clone(),
            span,
        })
    }

    fn call(&mut self, call: &CallExpr, span: Range<usize>) -> Option<Typed> {
        match (call.func_name.as_str(), &call.target, call.args.as_slice()) {
            (operators::IN, None, [item, list]) => checks::membership(self, item, list, span),
            (name, None, [one]) if name.starts_with(['!', '-']) => checks::prefix(self, name, one, span),
            (operators::CONDITIONAL, None, [test, then, otherwise]) => {
                checks::conditional(self, [test, then, otherwise], span)
            }
            (name, None, [left, right]) if name.starts_with('_') => {
                checks::infix(self, name, left, right, span)
            }
            (name, target, arguments) => calls::function(self, name, target.as_deref(), arguments, span),
        }
    }
}

fn empty(kind: &Type) -> Empty {
    match kind {
        Type::Text | Type::Code(_) | Type::Region => Empty::Text,
        Type::Integer => Empty::Integer,
        Type::Decimal => Empty::Decimal,
        Type::YesNo => Empty::YesNo,
        Type::Codes(_) | Type::Group(_) => Empty::List,
        Type::Date | Type::Time | Type::Document(_) | Type::Address | Type::Map(_) => Empty::Nothing,
    }
}
