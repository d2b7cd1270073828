//! Due times are computed once: what was kept holds, whatever the file or a calendar would say by now.

use forms::{Calendar, ClosedDay, OfficeId, Span, Term, Workflow};

use super::world::{Desk, Who, answers, appeal, approve, hours, licence, refer, reject, stall, transit};
use crate::{Actor, Cause, Due, Effect, Event, Status, TimerKind, TimerName, fold};

fn timer(desk: &Desk) -> (TimerName, jiff::Timestamp) {
    let mut timers = desk.outcome.effects.iter().filter_map(|effect| match effect {
        Effect::Timer { at, name, .. } => Some((name.clone(), *at)),
        _ => None,
    });
    timers.next_back().unwrap()
}

/// The same workflow, whose steps have other lengths of time by now.
fn moved(mut workflow: Workflow, length: u32) -> Workflow {
    for step in &mut workflow.steps {
        if let Some(deadline) = &mut step.deadline {
            deadline.after = Term::Span(Span::hours(length));
        }
    }
    if let Some(appeal) = &mut workflow.appeal {
        appeal.within = Term::Span(Span::hours(length));
    }
    workflow
}

#[test]
fn each_visit_keeps_when_its_time_ends() {
    let mut desk = Desk::with(stall(), &refer("visit"));
    assert_eq!(desk.application().due_at(), Some(hours(48)));
    assert_eq!(timer(&desk).1, hours(48));
    desk.now = hours(10);
    desk.decide(Who::Ana, approve()).unwrap();
    assert_eq!(desk.application().due_at(), Some(hours(58)), "of the next step");
    let due = desk
        .history
        .iter()
        .rev()
        .find_map(|recorded| match recorded.event {
            Event::Advanced { due, .. } => Some(due),
            _ => None,
        });
    assert_eq!(due, Some(Some(hours(58))));
    assert_eq!(fold(&desk.history).unwrap(), *desk.application());
}

#[test]
fn a_step_without_a_deadline_has_no_due_time() {
    let mut desk = Desk::with(transit(), &refer("check"));
    assert_eq!(desk.application().due_at(), Some(hours(24)));
    desk.give(&Who::Ana.actor(), crate::Command::Claim).unwrap();
    desk.give(&Who::Ana.actor(), crate::Command::Escalate { to: None })
        .unwrap();
    assert_eq!(desk.application().due_at(), None);
    let left = desk.application().due.unwrap();
    assert_eq!(left.at, hours(24), "as a release that does not know it leaves it");
    assert_eq!(fold(&desk.history).unwrap(), *desk.application());
}

#[test]
fn a_timer_goes_off_when_it_was_said_whatever_the_file_says_by_now() {
    for length in [1, 200] {
        let mut desk = Desk::with(stall(), &refer("visit"));
        let (name, at) = timer(&desk);
        desk.workflow = moved(stall(), length);
        desk.now = hours(47);
        let early = desk.ring(&name, approve()).unwrap_err();
        assert_eq!(early.cause, Cause::TooEarly, "{length}");
        desk.now = at;
        let outcome = desk.ring(&name, approve()).unwrap();
        assert!(
            matches!(outcome.application.status, Status::Approved { .. }),
            "{length}"
        );
    }
}

#[test]
fn an_appeal_is_taken_until_it_was_said() {
    for length in [1, 9_999] {
        let mut desk = Desk::with(licence(), &refer("desk"));
        desk.decide(Who::Ana, reject()).unwrap();
        assert_eq!(desk.application().appeal_until, Some(hours(15 * 24)));
        desk.workflow = moved(licence(), length);
        desk.now = hours(15 * 24);
        let late = desk.give(&Actor::Applicant, appeal()).unwrap_err();
        assert_eq!(late.cause, Cause::TooLate, "{length}");
        desk.now = hours(15 * 24 - 1);
        desk.give(&Actor::Applicant, appeal()).unwrap();
        assert_eq!(fold(&desk.history).unwrap(), *desk.application());
    }
}

/// An application of before, and one that a release before this one led to another step.
#[test]
fn what_a_release_before_this_one_began_counts_from_its_beginning() {
    let stale = Due {
        visit: 1,
        at: hours(1),
    };
    for due in [None, Some(stale)] {
        let mut desk = Desk::with(stall(), &refer("visit"));
        desk.outcome.application.due = due;
        assert_eq!(desk.application().due_at(), None);
        let name = TimerName {
            kind: TimerKind::Deadline,
            step: "visit".into(),
            visit: 2,
        };
        desk.now = hours(47);
        let early = desk.ring(&name, approve()).unwrap_err();
        assert_eq!(early.cause, Cause::TooEarly);
        desk.now = hours(48);
        desk.ring(&name, approve()).unwrap();
    }
    let mut desk = Desk::with(licence(), &refer("desk"));
    desk.decide(Who::Ana, reject()).unwrap();
    desk.outcome.application.appeal_until = None;
    desk.now = hours(15 * 24 - 1);
    desk.give(&Actor::Applicant, appeal()).unwrap();
}

fn at(text: &str) -> jiff::Timestamp {
    text.parse().unwrap()
}

/// The first day, a Friday, is a holiday, and the Monday after it one of Lima's office.
#[test]
fn business_days_are_those_of_the_office() {
    let mut workflow = stall();
    workflow.calendar = Calendar {
        closed: vec![ClosedDay {
            day: "2027-01-04".parse().unwrap(),
            office: Some(OfficeId::from("lima")),
        }],
        ..Calendar::default()
    };
    for step in &mut workflow.steps {
        step.deadline.as_mut().unwrap().after = Term::BusinessDays(2);
    }
    workflow.answer_within = Term::BusinessDays(1);
    workflow.may_ask = vec!["home".into()];
    let mut desk = Desk::with(workflow, &refer("visit"));
    assert_eq!(desk.application().due_at(), Some(at("2027-01-07T05:00:00Z")));
    assert_eq!(timer(&desk).1, at("2027-01-07T05:00:00Z"));
    desk.give(&Who::Ana.actor(), crate::Command::Claim).unwrap();
    let question = crate::Command::Ask {
        questions: vec!["home".into()],
        message: "Where?".into(),
    };
    desk.give(&Who::Ana.actor(), question).unwrap();
    let Status::Waiting { until, .. } = desk.application().status else {
        panic!("{:?}", desk.application().status);
    };
    assert_eq!(until, at("2027-01-06T05:00:00Z"));
    let moved = crate::Command::Answer {
        answers: answers(&[("home", "cusco")]),
        further: Vec::new(),
    };
    desk.give(&Actor::Applicant, moved).unwrap();
    assert_eq!(
        desk.application().due_at(),
        Some(at("2027-01-06T05:00:00Z")),
        "of the office that it goes to"
    );
    assert_eq!(fold(&desk.history).unwrap(), *desk.application());
}

#[test]
fn a_promise_is_kept_as_due_and_does_nothing_when_it_is_over() {
    let mut workflow = stall();
    workflow.steps[0].deadline.as_mut().unwrap().then = None;
    let mut desk = Desk::with(workflow, &refer("visit"));
    assert_eq!(desk.application().due_at(), Some(hours(48)));
    let timers = |effect: &&Effect| matches!(effect, Effect::Timer { .. });
    assert_eq!(desk.outcome.effects.iter().find(timers), None);
    desk.now = hours(49);
    let name = TimerName {
        kind: TimerKind::Deadline,
        step: "visit".into(),
        visit: 2,
    };
    let refused = desk.ring(&name, approve()).unwrap_err();
    assert_eq!(refused.cause, Cause::NotTheDeadline);
    desk.decide(Who::Ana, approve()).unwrap();
}
