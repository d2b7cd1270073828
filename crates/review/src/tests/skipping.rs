//! Steps that take only some cases.

use forms::{Ruling, StepId};

use super::world::{
    Desk, Who, answers, appeal, approve, ask, dice, fair, in_lima, morning, new_application, refer, reply,
};
use crate::{Actor, Command, Effect, Event, NewApplication, Status, submit, submit_under_conditions};

const BY_FIRE: &str = "XYZ-987";

/// One that was handed in with those answers and sent to that step.
fn sent(to: &str, home: &str, plate: &str) -> Desk {
    let workflow = fair();
    let new = NewApplication {
        answers: answers(&[("home", home), ("plate", plate)]),
        ..new_application()
    };
    let outcome = crate::submit::take_in(new, &workflow, &refer(to), &in_lima(morning()), &mut dice(1));
    Desk::of(workflow, outcome.unwrap())
}

fn step(desk: &Desk) -> String {
    let step = desk.application().status.step().map(StepId::to_string);
    step.unwrap_or_else(|| desk.application().status.name().to_owned())
}

/// Everybody says yes in turn, until nobody is asked any more.
fn approved_by_all(mut desk: Desk) -> Vec<String> {
    let mut steps = vec![step(&desk)];
    for who in [Who::Ana, Who::Beto, Who::Carla, Who::Dora, Who::Elena, Who::Carla] {
        if desk.decide(who, approve()).is_ok() {
            steps.push(step(&desk));
        }
    }
    steps
}

#[test]
fn a_case_goes_past_the_steps_that_do_not_take_it() {
    for (to, home, plate, steps) in [
        (
            "desk",
            "lima",
            "ABC-123",
            vec!["desk", "board", "chief", "Approved"],
        ),
        ("desk", "lima", BY_FIRE, vec!["desk", "fire", "chief", "Approved"]),
        (
            "desk",
            "cusco",
            BY_FIRE,
            vec!["desk", "fire", "noise", "chief", "Approved"],
        ),
        (
            "desk",
            "cusco",
            "ABC-123",
            vec!["desk", "noise", "board", "chief", "Approved"],
        ),
        // A rule sends it to a step that does not take it.
        ("fire", "lima", "ABC-123", vec!["board", "chief", "Approved"]),
        ("noise", "lima", BY_FIRE, vec!["chief", "Approved"]),
    ] {
        assert_eq!(
            approved_by_all(sent(to, home, plate)),
            steps,
            "{to} {home} {plate}"
        );
    }
}

/// The first step may take only some cases, too.
#[test]
fn what_no_rule_decides_enters_at_the_first_step_that_takes_it() {
    let mut workflow = fair();
    workflow.steps.remove(0);
    let new = NewApplication {
        answers: answers(&[("home", "cusco"), ("plate", "ABC-123")]),
        ..new_application()
    };
    let outcome = submit(new, &workflow, &in_lima(morning()), &mut dice(1)).unwrap();
    let Event::Queued { step, .. } = &outcome.events[1].event else {
        panic!("{:?}", outcome.events);
    };
    assert_eq!(step.as_str(), "noise");
}

/// Nobody gets a permit that neither a rule nor a person grants.
#[test]
fn the_last_step_takes_what_no_step_takes_and_nobody_approved() {
    let mut workflow = fair();
    workflow.steps.retain(|step| step.id.as_str() == "fire");
    workflow.steps[0].next = forms::Next::Permit;
    let ruling = Ruling::Refer { to: "fire".into() };
    let desk = Desk::with(workflow, &ruling);
    assert_eq!(step(&desk), "fire", "although its plate is another");
}

#[test]
fn deadlines_and_escalations_lead_to_the_step_that_takes_it() {
    for (plate, to) in [("ABC-123", "board"), (BY_FIRE, "chief")] {
        let mut by_hand = sent("desk", "lima", plate);
        by_hand.decide(Who::Ana, Command::Escalate { to: None }).unwrap();
        assert_eq!(step(&by_hand), to, "{plate}");

        let mut late = sent("desk", "lima", plate);
        let timers = late.outcome.effects.iter();
        let mut timers = timers.filter_map(|effect| match effect {
            Effect::Timer { at, name, command } => Some((*at, name.clone(), command.clone())),
            _ => None,
        });
        let (at, name, command) = timers.next_back().unwrap();
        late.now = at;
        late.ring(&name, command).unwrap();
        assert_eq!(step(&late), to, "{plate}");
    }
}

/// What is answered anew may call for somebody who was passed over.
#[test]
fn a_new_answer_leads_back_to_the_step_that_it_calls_for() {
    let mut desk = sent("desk", "lima", "ABC-123");
    for who in [Who::Ana, Who::Dora] {
        desk.decide(who, approve()).unwrap();
    }
    assert_eq!(step(&desk), "chief");
    desk.decide(Who::Elena, ask()).unwrap();
    let outcome = desk.give(&Actor::Applicant, reply()).unwrap();
    let led = outcome.events.iter().map(|recorded| recorded.event.clone());
    let led: Vec<_> = led.collect();
    assert!(
        matches!(&led[..], [Event::Answered { .. }, Event::Advanced { from, to, .. }]
            if from.as_str() == "chief" && to.as_str() == "fire"),
        "{led:?}"
    );
    assert!(matches!(outcome.effects[0], Effect::CancelTimers));
    assert!(
        matches!(outcome.effects[1], Effect::Timer { .. }),
        "its clock runs"
    );
    assert_eq!(outcome.effects.len(), 2);
    for who in [Who::Beto, Who::Elena] {
        desk.decide(who, approve()).unwrap();
    }
    assert!(matches!(desk.application().status, Status::Approved { .. }));
    assert!(desk.give(&Actor::Applicant, appeal()).is_err());
}

/// One that takes the case already, or no longer, moves nothing.
#[test]
fn an_answer_that_calls_for_nobody_stays_at_its_step() {
    let mut desk = sent("desk", "lima", BY_FIRE);
    for who in [Who::Ana, Who::Beto] {
        desk.decide(who, approve()).unwrap();
    }
    assert_eq!(step(&desk), "chief");
    desk.decide(Who::Elena, ask()).unwrap();
    desk.give(&Actor::Applicant, reply()).unwrap();
    assert_eq!(step(&desk), "chief");
}

/// What a rule would approve goes to people where it follows a permit with conditions; what it refers or rejects does as ever.
#[test]
fn what_follows_a_permit_with_conditions_is_approved_by_no_rule() {
    let source = include_str!("fair.yaml");
    for (rule, alone, under) in [
        (
            "{when: home == 'lima', then: approve, because: unreadable}",
            "Approved",
            "desk",
        ),
        ("{when: home == 'lima', then: refer, to: board}", "board", "board"),
        (
            "{when: home == 'lima', then: reject, because: unreadable}",
            "Rejected",
            "Rejected",
        ),
    ] {
        let source = source.replace("review:\n", &format!("review:\n  rules: [{rule}]\n"));
        let service = forms::read("fair.yaml", &source).unwrap_or_else(|wrong| panic!("{wrong}"));
        let workflow = service.review;
        let new = || NewApplication {
            answers: answers(&[("home", "lima"), ("plate", "ABC-123")]),
            ..new_application()
        };
        let now = in_lima(morning());
        let outcome = submit(new(), &workflow, &now, &mut dice(1)).unwrap();
        assert_eq!(step(&Desk::of(workflow.clone(), outcome)), alone);
        let outcome = submit_under_conditions(new(), &workflow, &now, &mut dice(1)).unwrap();
        assert_eq!(step(&Desk::of(workflow, outcome)), under);
    }
}
