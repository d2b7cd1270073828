//! Of every workflow that may be published: no case goes in a circle, and none gets a permit that nobody looked at, whichever steps
//! pass it over.

#![allow(clippy::unwrap_used, reason = "a test that cannot read its files should stop")]

use std::collections::BTreeSet;
use std::fmt::Write as _;

use forms::{Answer, Answers, DeadlineAction, Next, Step, StepId, Workflow, read};
use jiff::civil::{Date, date};
use proptest::prelude::*;

const TODAY: Date = date(2026, 11, 20);

/// One step: whom it takes, where an approval leads, and where its deadline does.
type Drawn = (Option<&'static str>, Option<usize>, Option<usize>);

fn steps() -> impl Strategy<Value = Vec<Drawn>> {
    let when = prop_oneof![
        3 => Just(None),
        4 => proptest::sample::select(vec!["a", "b", "not a", "a and b", "not (a or b)"]).prop_map(Some),
    ];
    // A number beyond the last step is the permit, and no deadline.
    let step = (
        when,
        proptest::option::of(0..7_usize),
        proptest::option::of(0..7_usize),
    );
    proptest::collection::vec(step, 1..6)
}

fn file(steps: &[Drawn]) -> String {
    let (before, rest) = include_str!("good/fair.yaml").split_once("  steps:\n").unwrap();
    let (_, after) = rest.split_once("  reasons:\n").unwrap();
    let questions = "      - {id: a, type: yes-no, label: A}\n      - {id: b, type: yes-no, label: B}\n";
    let before = before.replace("review:\n", &format!("{questions}review:\n"));
    let mut written = String::from("  steps:\n");
    for (at, (when, next, escalates)) in steps.iter().enumerate() {
        write!(written, "    - {{id: s{at}, name: S, role: officer").unwrap();
        if let Some(when) = when {
            write!(written, ", when: {when}").unwrap();
        }
        match next {
            Some(next) if *next < steps.len() => write!(written, ", next: s{next}").unwrap(),
            Some(_) => written.push_str(", next: permit"),
            None => {}
        }
        if let Some(to) = escalates.filter(|to| *to < steps.len()) {
            write!(written, ", deadline: {{after: 1d, then: escalate, to: s{to}}}").unwrap();
        }
        written.push_str("}\n");
    }
    format!("{before}{written}  reasons:\n{after}")
}

fn every_answer() -> impl Iterator<Item = Answers> {
    let both = [(false, false), (false, true), (true, false), (true, true)];
    both.into_iter().map(|(a, b)| {
        let mut answers = Answers::default();
        answers.insert("a".into(), Answer::YesNo(a));
        answers.insert("b".into(), Answer::YesNo(b));
        answers
    })
}

fn escalation(step: &Step) -> Option<&StepId> {
    match step.deadline.as_ref()?.then.as_ref()? {
        DeadlineAction::Escalate { to } => Some(to),
        _ => None,
    }
}

/// Follows a way to its end; none comes to a step twice.
fn ends(workflow: &Workflow, from: &StepId, onwards: impl Fn(&Step) -> Option<StepId>) -> bool {
    let mut seen = BTreeSet::new();
    let mut at = Some(from.clone());
    while let Some(id) = at {
        if !seen.insert(id.clone()) {
            return false;
        }
        at = onwards(workflow.step(&id).unwrap());
    }
    true
}

fn holds(workflow: &Workflow, answers: &Answers) {
    let approved = |step: &Step| match &step.next {
        Next::Permit => None,
        Next::Step(next) => match workflow.after_approval(next, answers, TODAY) {
            Next::Permit => None,
            Next::Step(next) => Some(next),
        },
    };
    let late = |step: &Step| escalation(step).map(|to| workflow.before_approval(to, answers, TODAY));
    for step in &workflow.steps {
        assert!(ends(workflow, &step.id, approved), "approvals from {}", step.id);
        assert!(ends(workflow, &step.id, late), "deadlines from {}", step.id);
    }
    let first = &workflow.first_step().unwrap().id;
    for sent in workflow.steps.iter().filter_map(escalation).chain([first]) {
        let step = workflow.before_approval(sent, answers, TODAY);
        let takes = |when: &forms::Condition| when.holds_on(answers, TODAY);
        let step = workflow.step(&step).unwrap();
        assert!(
            step.when.as_ref().is_none_or(takes),
            "{} does not take what comes to {sent}",
            step.id
        );
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn what_may_be_published_ends_and_is_looked_at(steps in steps()) {
        if let Ok(service) = read("drawn.yaml", &file(&steps)) {
            for answers in every_answer() {
                holds(&service.review, &answers);
            }
        }
    }
}

/// The property above is not empty: such workflows are published.
#[test]
fn a_workflow_with_all_of_it_may_be_published() {
    let steps = [
        (None, None, Some(2)),
        (Some("a and b"), None, None),
        (Some("not a"), None, Some(3)),
        (None, Some(9), None),
    ];
    let service = read("drawn.yaml", &file(&steps)).unwrap_or_else(|wrong| panic!("{wrong}"));
    for answers in every_answer() {
        holds(&service.review, &answers);
    }
}
