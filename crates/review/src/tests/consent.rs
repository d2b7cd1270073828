//! Consent of somebody whom the application names: asked for, given, refused, not given in time, and asked for again where what it was
//! given to has changed.

use forms::{Answer, Answers, DeadlineAction, Next, ReasonCode, StepId, Taker, Workflow};

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
    sent_in(workflow(), to, owner)
}

fn sent_in(workflow: Workflow, to: &str, owner: Option<&str>) -> Desk {
    let mut given = answers(&[("home", "lima"), ("plate", "ABC-123")]);
    if let Some(owner) = owner {
        given.insert("owner".into(), Answer::Email(owner.into()));
    }
    let new = NewApplication {
        answers: given,
        ..new_application()
    };
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

/// The office asks anew where the home is, and is answered.
fn moved(desk: &mut Desk, who: Who, home: &str) {
    desk.decide(who, asked("home")).unwrap();
    let home = answered("home", Answer::Choice(home.into()));
    desk.give(&Actor::Applicant, home).unwrap();
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

/// Their time ends.
fn ring(desk: &mut Desk) {
    let effects = desk.outcome.effects.iter();
    let mut timers = effects.filter_map(|effect| match effect {
        Effect::Timer { at, name, command } => Some((*at, name.clone(), command.clone())),
        _ => None,
    });
    let (at, name, command) = timers.next().unwrap();
    assert_eq!(at, hours(5 * 24));
    desk.now = at;
    desk.ring(&name, command).unwrap();
}

#[test]
fn silence_is_no_consent() {
    let mut desk = sent();
    ring(&mut desk);
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

fn asked(question: &str) -> Command {
    Command::Ask {
        questions: vec![question.into()],
        message: "?".into(),
    }
}

fn answered(question: &str, answer: Answer) -> Command {
    let mut answers = Answers::default();
    answers.insert(question.into(), answer);
    Command::Answer {
        answers,
        further: Vec::new(),
    }
}

/// `home` is shown to the owner, `plate` is not. The office looks at the new answer first, and the owner is asked again before the
/// permit: whatever is granted, both have seen.
#[test]
fn a_consent_is_to_what_was_shown() {
    for (question, answer, is_asked_again) in [
        ("plate", Answer::Choice("XYZ-987".into()), false),
        ("home", Answer::Choice("lima".into()), false),
        ("home", Answer::Choice("lima centro".into()), true),
        ("owner", Answer::Email("other@example.org".into()), true),
    ] {
        let mut desk = sent();
        desk.give(&Actor::ConsentingPerson, consent()).unwrap();
        desk.decide(Who::Dora, asked(question)).unwrap();
        desk.give(&Actor::Applicant, answered(question, answer)).unwrap();
        assert_eq!(step(&desk), Some("board"), "{question}");
        let outcome = desk.decide(Who::Dora, approve()).unwrap().clone();
        if !is_asked_again {
            assert_eq!(desk.application().status.name(), "Approved", "{question}");
            continue;
        }
        assert_eq!(step(&desk), Some("owner"), "{question}");
        assert!(told(&outcome.effects).contains(&Message::ConsentAsked));
        desk.give(&Actor::ConsentingPerson, consent()).unwrap();
        let by = Decider::People(vec![Who::Dora.id()]);
        assert!(matches!(&desk.application().status, Status::Approved { by: who, .. } if *who == by));
    }
}

/// By an appeal against a refusal that came before anybody was asked, or by a rule that sends it past the step.
#[test]
fn no_way_leads_past_a_consent() {
    let mut desk = sent_to("board", Some("owner@example.org"));
    desk.decide(Who::Dora, approve()).unwrap();
    assert_eq!(step(&desk), Some("owner"), "sent past it");
    desk.give(&Actor::ConsentingPerson, refuse()).unwrap();
    assert_eq!(desk.application().status.name(), "Rejected");

    let mut desk = sent_to("board", Some("owner@example.org"));
    let no = Command::Reject {
        reason: "noise".into(),
        note: None,
    };
    desk.decide(Who::Dora, no).unwrap();
    desk.give(&Actor::Applicant, appeal()).unwrap();
    desk.decide(Who::Felix, approve()).unwrap();
    assert_eq!(step(&desk), Some("owner"), "appealed before it was asked");
    desk.give(&Actor::ConsentingPerson, consent()).unwrap();
    let by = Decider::People(vec![Who::Felix.id()]);
    assert!(matches!(&desk.application().status, Status::Approved { by: who, .. } if *who == by));

    // What is changed while an appeal is heard is asked anew, too.
    let mut desk = sent();
    desk.give(&Actor::ConsentingPerson, consent()).unwrap();
    let no = Command::Reject {
        reason: "noise".into(),
        note: None,
    };
    desk.decide(Who::Dora, no).unwrap();
    desk.give(&Actor::Applicant, appeal()).unwrap();
    moved(&mut desk, Who::Felix, "lima sur");
    desk.decide(Who::Felix, approve()).unwrap();
    assert_eq!(step(&desk), Some("owner"));
}

/// Where the file lets the office see to it if nobody answers, it may grant without, whatever is answered afterwards.
#[test]
fn the_office_goes_on_without_an_answer_where_the_file_says_so() {
    let mut workflow = workflow();
    let then = Some(DeadlineAction::Escalate { to: "board".into() });
    workflow.steps[0].deadline.as_mut().unwrap().then = then;
    let mut desk = sent_in(workflow, "owner", Some("owner@example.org"));
    ring(&mut desk);
    assert_eq!(step(&desk), Some("board"));
    moved(&mut desk, Who::Dora, "lima sur");
    desk.decide(Who::Dora, approve()).unwrap();
    assert_eq!(desk.application().status.name(), "Approved");
}

/// The address was given, and the question for it is asked no more by the answers of now.
#[test]
fn nobody_is_asked_whose_address_is_no_longer_asked_for() {
    let mut desk = sent_to("board", Some("owner@example.org"));
    moved(&mut desk, Who::Dora, "cusco");
    desk.decide(Who::Dora, approve()).unwrap();
    assert_eq!(desk.application().status.name(), "Approved");
}

/// Two must consent: who has consented is not asked again because the other's part changed.
#[test]
fn a_consent_that_still_fits_is_not_asked_for_again() {
    let mut workflow = workflow();
    let mut second = workflow.steps[0].clone();
    second.id = "second".into();
    second.next = Next::Step("board".into());
    if let Taker::Consent(consent) = &mut second.taker {
        consent.shows = vec!["plate".into()];
    }
    workflow.steps[0].next = Next::Step("second".into());
    workflow.steps.insert(1, second);
    let mut desk = sent_in(workflow, "owner", Some("owner@example.org"));
    for at in ["owner", "second"] {
        assert_eq!(step(&desk), Some(at));
        desk.give(&Actor::ConsentingPerson, consent()).unwrap();
    }
    moved(&mut desk, Who::Dora, "lima sur");
    desk.decide(Who::Dora, approve()).unwrap();
    assert_eq!(step(&desk), Some("owner"));
    desk.give(&Actor::ConsentingPerson, consent()).unwrap();
    assert_eq!(desk.application().status.name(), "Approved");
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
