//! What a step tells the applicant: once, when the case comes there.

use forms::{Language, Text, Workflow};

use super::world::{Desk, Who, appeal, approve, ask, fair, licence, refer, reject, reply, stall, transit};
use crate::{Actor, Command, Effect, Message, Refusal};

/// The workflow, whose step tells something.
fn telling(mut workflow: Workflow, step: &str) -> Workflow {
    let step = workflow.steps.iter_mut().find(|known| known.id == step.into());
    step.unwrap().tell = Some(Text::new(Language::from("en"), "We visit you."));
    workflow
}

/// Whether the last command had the applicant told.
fn is_told(desk: &Desk) -> bool {
    desk.outcome.effects.contains(&Effect::Notify(Message::Advanced))
}

#[test]
fn the_applicant_is_told_where_a_case_comes_to_a_step_that_says_something() {
    type Leads = fn(&mut Desk) -> Result<(), Refusal>;
    let escalated: Leads = |desk| {
        desk.give(&Who::Ana.actor(), Command::Claim)?;
        desk.give(&Who::Ana.actor(), Command::Escalate { to: None })?;
        Ok(())
    };
    let advanced: Leads = |desk| desk.decide(Who::Ana, approve()).map(|_| ());
    let appealed: Leads = |desk| {
        desk.decide(Who::Ana, reject())?;
        desk.give(&Actor::Applicant, appeal())?;
        Ok(())
    };
    for (workflow, begins, tells, leads, expected) in [
        (stall(), "visit", "fee", advanced, true),
        (stall(), "visit", "visit", advanced, false),
        (transit(), "check", "second-look", escalated, true),
        (transit(), "check", "sample", escalated, false),
        (licence(), "desk", "court", appealed, true),
        (licence(), "desk", "board", appealed, false),
        (fair(), "desk", "board", advanced, true),
        (fair(), "desk", "fire", advanced, false),
    ] {
        let mut desk = Desk::with(telling(workflow, tells), &refer(begins));
        assert!(!is_told(&desk), "{tells}: the receipt says it");
        leads(&mut desk).unwrap();
        assert_eq!(is_told(&desk), expected, "{begins}, {tells}");
    }
}

#[test]
fn who_answers_is_not_told_again() {
    let mut desk = Desk::with(telling(transit(), "check"), &refer("check"));
    desk.decide(Who::Ana, ask()).unwrap();
    desk.give(&Actor::Applicant, reply()).unwrap();
    assert!(!is_told(&desk));
}
