//! What holds of every walk, told from the history alone and not from what `handle` believes.

use std::collections::{BTreeMap, BTreeSet};

use forms::{Answers, DeadlineAction, Next, StepId, Workflow};
use proptest::prelude::*;

use super::walk::{Walk, moves, services, walk};
use super::world::Who;
use crate::{Author, Decider, Event, PersonId, Recorded, fold};

proptest! {
    #[test]
    fn the_history_folds_to_the_application((workflow, ruling) in services(), moves in moves()) {
        let Walk { applications, history, .. } = walk(workflow, &ruling, &moves);
        // By way of JSON, as a store does.
        let stored = serde_json::to_string(&history).unwrap();
        let history: Vec<Recorded> = serde_json::from_str(&stored).unwrap();
        for application in applications {
            let upto = usize::try_from(application.revision).unwrap();
            let row = serde_json::to_value(&application).unwrap();
            let folded = fold(&history[..upto]).unwrap();
            prop_assert_eq!(serde_json::to_value(&folded).unwrap(), row);
            prop_assert_eq!(folded, application);
        }
    }

    #[test]
    fn nothing_is_approved_without_every_person_it_needs((workflow, ruling) in services(), moves in moves()) {
        let Walk { workflow, history, .. } = walk(workflow, &ruling, &moves);
        let mut auditor = Auditor::new(&workflow);
        for recorded in &history {
            auditor.see(recorded);
        }
    }
}

/// Reads a history like a suspicious person would.
struct Auditor<'a> {
    workflow: &'a Workflow,
    step: Option<StepId>,
    holder: Option<PersonId>,
    yes: BTreeSet<PersonId>,
    decided: BTreeMap<PersonId, BTreeSet<StepId>>,
    appealed: bool,
    answers: Answers,
    /// What was answered before, right after an answer.
    before: Option<Answers>,
}

impl<'a> Auditor<'a> {
    fn new(workflow: &'a Workflow) -> Self {
        let (yes, decided) = (BTreeSet::new(), BTreeMap::new());
        Self {
            workflow,
            step: None,
            holder: None,
            yes,
            decided,
            appealed: false,
            answers: Answers::default(),
            before: None,
        }
    }

    fn see(&mut self, recorded: &Recorded) {
        let before = self.before.take();
        match &recorded.event {
            Event::Submitted { answers, .. } => self.answers = answers.clone(),
            Event::Queued { step, .. } => {
                assert!(self.takes(step), "{step} does not take it");
                self.enter(step);
            }
            Event::Claimed { by: who } | Event::Assigned { to: who } => self.holder = Some(*who),
            Event::Released => self.holder = None,
            Event::Answered { answers, .. } => {
                self.before = Some(self.answers.clone());
                self.answers.extend(answers.clone());
                self.enter(&self.step.clone().unwrap());
            }
            Event::StepApproved { step, by, .. } => {
                assert_eq!(self.step.as_ref(), Some(step));
                self.decides(recorded, step, *by);
                assert!(self.yes.insert(*by), "twice the same person");
                self.holder = None;
            }
            Event::Advanced { to, .. } if before.is_some() => {
                let now = std::mem::replace(&mut self.answers, before.unwrap_or_default());
                assert!(!self.takes(to), "{to} took it already");
                self.answers = now;
                assert!(self.takes(to), "{to} does not take it");
                self.enter(to);
            }
            Event::Advanced { from, to, .. } => {
                self.passed(from, &Next::Step(to.clone()));
                self.enter(to);
            }
            Event::Escalated { from, to, .. } => {
                let way = self
                    .workflow
                    .step(from)
                    .unwrap()
                    .deadline
                    .as_ref()
                    .and_then(|deadline| deadline.then.as_ref());
                let Some(DeadlineAction::Escalate { to: meant }) = way else {
                    panic!("{from} leads nowhere")
                };
                assert_eq!(self.onwards(&Next::Step(meant.clone())), Next::Step(to.clone()));
                self.enter(to);
            }
            Event::Appealed { step, .. } => {
                self.appealed = true;
                self.enter(step);
            }
            Event::Approved { by, .. } => self.approved(recorded, by),
            Event::Rejected {
                by: Decider::People(people),
                ..
            } => {
                self.decides(recorded, &self.step.clone().unwrap(), people[0]);
            }
            Event::SampleUpheld { step, by, .. } | Event::SampleOverturned { step, by, .. } => {
                self.decided.entry(*by).or_default().insert(step.clone());
            }
            _ => {}
        }
    }

    fn enter(&mut self, step: &StepId) {
        (self.step, self.holder) = (Some(step.clone()), None);
        self.yes.clear();
    }

    fn decides(&mut self, recorded: &Recorded, step: &StepId, person: PersonId) {
        assert_eq!(recorded.actor, Author::Officer(person));
        assert_eq!(self.holder, Some(person), "decided without having it in hand");
        assert!(
            Who::of(person)
                .roles()
                .contains(self.workflow.step(step).unwrap().role().unwrap())
        );
        let steps = self.decided.entry(person).or_default();
        steps.insert(step.clone());
        if self.workflow.four_eyes || self.appealed {
            assert_eq!(steps.len(), 1, "{person} decided at {steps:?}");
        }
    }

    fn passed(&self, from: &StepId, next: &Next) {
        let step = self.workflow.step(from).unwrap();
        assert!(
            self.yes.len() >= usize::from(step.people()),
            "{from} lacked people"
        );
        assert_eq!(self.onwards(&step.next), *next);
    }

    fn takes(&self, step: &StepId) -> bool {
        let step = self.workflow.step(step).unwrap();
        let holds = |when: &forms::Condition| when.holds(&self.answers);
        step.when.as_ref().is_none_or(holds)
    }

    /// Past the steps that do not take it.
    fn onwards(&self, next: &Next) -> Next {
        let mut next = next.clone();
        while let Next::Step(step) = &next
            && !self.takes(step)
        {
            next = self.workflow.step(step).unwrap().next.clone();
        }
        next
    }

    fn approved(&self, recorded: &Recorded, by: &Decider) {
        match by {
            Decider::Rule(_) => assert_eq!((recorded.sequence, recorded.actor), (2, Author::System)),
            Decider::People(people) => {
                self.passed(self.step.as_ref().unwrap(), &Next::Permit);
                assert!(self.yes.iter().all(|person| people.contains(person)));
            }
            Decider::Deadline { step, .. } => {
                let deadline = self.workflow.step(step).unwrap().deadline.as_ref().unwrap();
                assert_eq!((Some(step), recorded.actor), (self.step.as_ref(), Author::System));
                assert!(matches!(deadline.then, Some(DeadlineAction::Approve { .. })));
            }
            Decider::Consent { .. } => panic!("nobody outside the office grants a permit"),
        }
    }
}
