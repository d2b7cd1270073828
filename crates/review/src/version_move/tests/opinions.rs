//! What a move makes of opinions that are awaited, or were given.

use forms::{OpinionId, OpinionOutcome};

use super::*;
use crate::tests::world::hours;
use crate::{Cause, PersonId};

const DESK: &str =
    "{id: desk, name: Desk, role: officer, people: 2, deadline: {after: 24h, then: lapse}, next: board}";
const PROMISED: &str = "{id: desk, name: Desk, role: officer, deadline: {after: 24h}, next: board}";
const ASKED: &str = "{id: desk, name: Desk, opinions: [{id: fire, name: Fire brigade, asks: Is it safe?, shows: [zone]}, {id: police, name: Police, asks: Can they come?, shows: [zone]}], silence: without, deadline: {after: 24h}, next: board}";
const FIRE_ALONE: &str = "{id: desk, name: Desk, opinions: [{id: fire, name: Fire brigade, asks: Is it safe?, shows: [zone]}], silence: without, deadline: {after: 24h}, next: board}";
const MORE_SHOWN: &str = "{id: desk, name: Desk, opinions: [{id: fire, name: Fire brigade, asks: Is it safe?, shows: [zone, plate]}, {id: police, name: Police, asks: Can they come?, shows: [zone]}], silence: without, deadline: {after: 24h}, next: board}";

fn with(desk: &str) -> Service {
    version(&[(DESK, desk)])
}

fn give(desk: &mut Desk, opinion: &str) -> Result<(), crate::Refusal> {
    let role = format!("consultee-{opinion}");
    let officer = Officer {
        person: PersonId(uuid::Uuid::from_u128(0xc0)),
        roles: vec![forms::Role::new(role)],
        identities: Vec::new(),
        ..Who::Ana.officer()
    };
    let favourable = Command::GiveOpinion {
        opinion: opinion.into(),
        outcome: OpinionOutcome::Favourable,
        words: None,
    };
    desk.give(&Actor::Officer(officer), favourable).map(drop)
}

fn awaited(desk: &Desk) -> Vec<OpinionId> {
    let awaited = desk.application().awaited_opinions();
    awaited.map(|opinion| opinion.opinion.clone()).collect()
}

#[test]
fn what_was_given_stays_and_the_rest_is_asked_again() {
    let from = with(ASKED);
    let mut desk = sent_under(&from, "north", "desk");
    give(&mut desk, "fire").unwrap();
    desk.now = hours(3);
    let to = version(&[(DESK, ASKED), ("Stall permit", "Permit for a stall")]);
    moved(&mut desk, &from, &to, &steps(&[]));
    assert_eq!(awaited(&desk), ["police".into()]);
    assert_eq!(
        desk.application().due_at(),
        Some(hours(24)),
        "nobody gains time by it"
    );
    give(&mut desk, "police").unwrap();
    assert_eq!(desk.application().status.step(), Some(&"board".into()));
}

#[test]
fn who_is_shown_more_by_the_new_rules_is_asked_again() {
    let (from, to) = (with(ASKED), with(MORE_SHOWN));
    let mut desk = sent_under(&from, "north", "desk");
    give(&mut desk, "fire").unwrap();
    moved(&mut desk, &from, &to, &steps(&[]));
    assert_eq!(awaited(&desk), ["fire".into(), "police".into()]);
}

/// An opinion is of one body and to one question, whatever answers are shown with it.
#[test]
fn an_opinion_to_another_question_or_of_another_body_is_asked_for_again() {
    for (was, is, asked_again) in [
        ("name: Fire brigade,", "name: Firefighters,", false),
        ("asks: Is it safe?,", "asks: Is the exit wide enough?,", true),
        ("id: fire,", "id: fire, role: consultee-rescue,", true),
    ] {
        let from = with(ASKED);
        let mut desk = sent_under(&from, "north", "desk");
        give(&mut desk, "fire").unwrap();
        moved(&mut desk, &from, &with(&ASKED.replace(was, is)), &steps(&[]));
        assert_eq!(awaited(&desk).contains(&"fire".into()), asked_again, "{is}");
        let given = desk
            .application()
            .opinions
            .iter()
            .find(|opinion| opinion.answer.is_some());
        assert_eq!(
            given.map(|given| given.is_gone),
            Some(asked_again),
            "it is kept, and told apart"
        );
    }
}

/// Nobody is asked any more whom the new rules ask nothing: the case goes on.
#[test]
fn a_case_goes_on_where_all_that_is_wanted_by_now_is_there() {
    let (from, to) = (with(ASKED), with(FIRE_ALONE));
    let mut desk = sent_under(&from, "north", "desk");
    give(&mut desk, "fire").unwrap();
    moved(&mut desk, &from, &to, &steps(&[]));
    assert_eq!(desk.application().status.step(), Some(&"board".into()));
    assert!(awaited(&desk).is_empty());
}

#[test]
fn at_a_step_of_the_office_none_is_awaited_any_more() {
    let (from, to) = (with(ASKED), version(&[]));
    let mut desk = sent_under(&from, "north", "desk");
    let old = timer(&desk.outcome).expect("opinions have a deadline");
    moved(&mut desk, &from, &to, &steps(&[]));
    assert!(awaited(&desk).is_empty());
    assert_eq!(
        give(&mut desk, "fire").unwrap_err().cause,
        Cause::OpinionNotAwaited
    );
    let stale = desk.ring(&old.0, Command::CloseOpinions).unwrap_err();
    assert!(matches!(stale.cause, Cause::Stale | Cause::TooEarly), "{stale:?}");
    desk.give(&Who::Ana.actor(), Command::Claim).unwrap();
}

/// An office that is late with its promise takes nothing away from whom it asks by the new rules.
#[test]
fn bodies_have_their_whole_time_where_the_office_was_late_with_a_promise() {
    let (from, to) = (with(PROMISED), with(ASKED));
    let mut desk = sent_under(&from, "north", "desk");
    desk.now = hours(100);
    moved(&mut desk, &from, &to, &steps(&[]));
    assert_eq!(desk.application().due_at(), Some(hours(124)));
    give(&mut desk, "fire").unwrap();
}
