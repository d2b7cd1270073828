//! Consent of somebody whom the application names: asked for, given, refused, not given in time, and asked for again where what it was
//! given to has changed.

use forms::{Answer, Answers, Next, ReasonCode, StepId, Workflow};

use super::world::{
    Desk, Who, answers, appeal, approve, dice, hours, in_lima, morning, new_application, refer,
};
use crate::{Actor, Author, Cause, Command, Decider, Effect, Event, Message, NewApplication, Status, handle};

/// A fair beside somebody's house, whose owner must agree before the board decides.
fn workflow() -> Workflow {
    let file = include_str!("consent.yaml");
    forms::read("consent.yaml", file).unwrap().review
}

fn sent_to(to: &str, owner: Option<&str>) -> Desk {
    let mut given = answers(&[("home", "lima"), ("plate", "ABC-123")]);
    if let Some(owner) = owner {
        given.insert("owner".into(), Answer::Email(owner.into()));
    }
    let new = NewApplication {
        answers: given,
        ..new_application()
    };
    let workflow = workflow();
    let outcome = crate::submit::take_in(new, &workflow, &refer(to), &in_lima(morning()), &mut dice(1));
    Desk::of(workflow, outcome.unwrap())
}

fn sent() -> Desk {
    sent_to("owner", Some("owner@example.org"))
}

fn consent() -> Command {
    Command::Consent {
        name: "Rosa Quispe".into(),
    }
}

fn refuse() -> Command {
    Command::RefuseConsent {
        name: "Rosa Quispe".into(),
    }
}

fn step(desk: &Desk) -> Option<&str> {
    desk.application().status.step().map(StepId::as_str)
}

fn told(effects: &[Effect]) -> Vec<Message> {
    let told = effects.iter().filter_map(|effect| match effect {
        Effect::Notify(message) => Some(*message),
        _ => None,
    });
    told.collect()
}

#[test]
fn whoever_is_named_is_asked_and_their_consent_leads_on() {
    let desk_of_nobody = sent_to("owner", None);
    assert_eq!(step(&desk_of_nobody), Some("board"), "nobody was named");

    let new = NewApplication {
        answers: sent().application().answers.clone(),
        ..new_application()
    };
    let outcome = crate::submit::take_in(
        new,
        &workflow(),
        &refer("owner"),
        &in_lima(morning()),
        &mut dice(1),
    )
    .unwrap();
    assert_eq!(told(&outcome.effects), [Message::Received, Message::ConsentAsked]);

    let mut desk = sent();
    let outcome = desk.give(&Actor::ConsentingPerson, consent()).unwrap().clone();
    assert_eq!(step(&desk), Some("board"));
    assert_eq!(outcome.events[0].actor, Author::ConsentingPerson);
    assert!(matches!(&outcome.events[0].event, Event::Consented { name, .. } if name == "Rosa Quispe"));
    assert!(
        desk.application().decisions.is_empty(),
        "it is nobody's of the office"
    );
    desk.decide(Who::Dora, approve()).unwrap();
    let by = Decider::People(vec![Who::Dora.id()]);
    assert!(matches!(&desk.application().status, Status::Approved { by: who, .. } if *who == by));
}

#[test]
fn a_refusal_ends_it_and_no_appeal_makes_up_for_it() {
    let mut desk = sent();
    let outcome = desk.give(&Actor::ConsentingPerson, refuse()).unwrap();
    assert_eq!(told(&outcome.effects), [Message::Rejected]);
    let Status::Rejected { by, reason, .. } = &desk.application().status else {
        panic!("{:?}", desk.application().status);
    };
    assert_eq!(*reason, ReasonCode::from("no-consent"));
    assert!(matches!(by, Decider::Consent { .. }));
    assert_eq!(desk.application().appeal_until, None);
    let refused = desk.give(&Actor::Applicant, appeal()).unwrap_err();
    assert_eq!(refused.cause, Cause::NoAppeal);
}

#[test]
fn silence_is_no_consent() {
    let mut desk = sent();
    let effects = desk.outcome.effects.iter();
    let mut timers = effects.filter_map(|effect| match effect {
        Effect::Timer { at, name, command } => Some((*at, name.clone(), command.clone())),
        _ => None,
    });
    let (at, name, command) = timers.next().unwrap();
    assert_eq!(at, hours(5 * 24));
    desk.now = at;
    desk.ring(&name, command).unwrap();
    assert_eq!(desk.application().status.name(), "Rejected");
    let refused = desk.give(&Actor::Applicant, appeal()).unwrap_err();
    assert_eq!(refused.cause, Cause::NoAppeal);
}

#[test]
fn nobody_else_answers_and_nobody_takes_the_case_meanwhile() {
    for who in [Who::Ana, Who::Dora] {
        let mut desk = sent();
        let refused = desk.give(&who.actor(), Command::Claim).unwrap_err();
        assert_eq!(refused.cause, Cause::AwaitsConsent, "{who:?}");
        let refused = desk.give(&who.actor(), consent()).unwrap_err();
        assert_eq!(refused.cause, Cause::WrongActor, "{who:?}");
    }
    for actor in [Actor::Applicant, Actor::Operator, Actor::Job] {
        let refused = sent().give(&actor, consent()).unwrap_err();
        assert_eq!(refused.cause, Cause::WrongActor, "{actor:?}");
    }
    for command in [Command::Claim, Command::Withdraw, approve(), Command::Lapse] {
        let refused = sent().give(&Actor::ConsentingPerson, command).unwrap_err();
        assert_eq!(refused.cause, Cause::WrongActor);
    }
    let mut desk = sent();
    desk.give(&Actor::ConsentingPerson, consent()).unwrap();
    let refused = desk.give(&Actor::ConsentingPerson, consent()).unwrap_err();
    assert_eq!(refused.cause, Cause::Impossible, "it was given");
    let mut desk = sent();
    desk.give(&Actor::Applicant, Command::Withdraw).unwrap();
    let refused = desk.give(&Actor::ConsentingPerson, consent()).unwrap_err();
    assert_eq!(refused.cause, Cause::Finished);
}

/// `home` is shown to the owner, `plate` is not.
#[test]
fn consent_to_other_answers_is_asked_for_anew() {
    for (question, answer, back_to) in [
        ("plate", Answer::Choice("XYZ-987".into()), "board"),
        ("home", Answer::Choice("lima".into()), "board"),
        ("home", Answer::Choice("cusco".into()), "owner"),
        ("owner", Answer::Email("other@example.org".into()), "owner"),
    ] {
        let mut desk = sent();
        desk.give(&Actor::ConsentingPerson, consent()).unwrap();
        let ask = Command::Ask {
            questions: vec![question.into()],
            message: "?".into(),
        };
        desk.decide(Who::Dora, ask).unwrap();
        let mut given = Answers::default();
        given.insert(question.into(), answer);
        let reply = Command::Answer {
            answers: given,
            further: Vec::new(),
        };
        let outcome = desk.give(&Actor::Applicant, reply).unwrap().clone();
        assert_eq!(step(&desk), Some(back_to), "{question}");
        let is_asked = told(&outcome.effects).contains(&Message::ConsentAsked);
        assert_eq!(is_asked, back_to == "owner", "{question}");
    }
}

/// A kept version may say what none may say that is published today: then the case stays where it is.
#[test]
fn no_consent_alone_grants_a_permit() {
    let mut workflow = workflow();
    for step in &mut workflow.steps {
        step.next = Next::Permit;
    }
    let refused = handle(
        sent().application().clone(),
        &workflow,
        consent(),
        &Actor::ConsentingPerson,
        &in_lima(morning()),
        &mut dice(2),
    );
    assert_eq!(refused.unwrap_err().cause, Cause::Impossible);
}
