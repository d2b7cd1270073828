//! Comparisons that hold for whoever gave no answer, where that may not be meant: an unanswered question counts as empty, and what is
//! empty is unequal to everything, and less than most.

use std::collections::BTreeSet;
use std::ops::Range;

use super::compile::{Compiler, Typed};
use super::evaluate::{Facts, Node};
use super::faults::{Fault, fault};
use super::values::Comparison;
use crate::answers::Answers;
use crate::read::problems::Forbids;

/// Advises on a comparison that was just checked; `inside` is where it stands in the expression.
pub(super) fn heed_comparison(compiler: &mut Compiler<'_>, node: &Node, inside: Range<usize>) {
    let Node::Compare(how, sides) = node else { return };
    // Whoever compares with an empty text means whoever gave no answer.
    let says_empty = *how == Comparison::Equal && sides.iter().any(|side| matches!(side, Node::Text(_)));
    if !says_empty {
        heed(compiler, node, inside);
    }
}

/// Advises on what was just turned around by `!`. What was advised since there were so many faults was said of the contrary.
pub(super) fn heed_contrary(compiler: &mut Compiler<'_>, typed: &Typed, inner: Range<usize>, faults: usize) {
    let said = compiler.faults.split_off(faults);
    compiler
        .faults
        .extend(said.into_iter().filter(Fault::is_no_advice));
    let Node::Not(contrary) = &typed.node else { return };
    if !matches!(**contrary, Node::And(_) | Node::Or(_) | Node::If(_)) {
        let inside = typed.span.start.min(inner.start)..typed.span.end.max(inner.end);
        heed(compiler, &typed.node, inside);
    }
}

fn heed(compiler: &mut Compiler<'_>, node: &Node, inside: Range<usize>) {
    let mut names = BTreeSet::new();
    node.add_questions(&mut names);
    let (Some(name), 1) = (names.first(), names.len()) else {
        return;
    };
    let Some(asked_if) = compiler.scope.unsure(name.as_str()) else {
        return;
    };
    let source = compiler.source();
    let answered = format!("answered({name})");
    let is_settled = source.contains(&answered) || asked_if.iter().any(|when| source.contains(when));
    let nobody = Facts {
        answers: &Answers::default(),
        own: None,
        today: None,
    };
    if is_settled || node.holds(&nobody) != Some(true) {
        return;
    }
    let because = if asked_if.is_empty() {
        "left empty"
    } else {
        "not asked"
    };
    let message = format!("this holds too where `{name}` is {because}, since nothing is answered then");
    let help = format!("if that is meant, write `!{answered} || …`; if not, `{answered} && …`");
    compiler.faults.push(Fault {
        forbids: Forbids::Nothing,
        ..fault(inside, message, Some(help))
    });
}
