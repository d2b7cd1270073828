//! A case comes no further than it was approved, whatever the steps of the versions are called.

use forms::{InspectionOutcome, OpinionOutcome};
use jiff::SignedDuration;

use super::*;
use crate::tests::world::hours;

/// The board decides before the desk does.
const SWAPPED: &[(&str, &str)] = &[
    ("      next: desk\n", "      next: board\n"),
    ("then: lapse}, next: board}", "then: lapse}, next: permit}"),
    ("role: supervisor, next: permit}", "role: supervisor, next: desk}"),
];
/// Somebody looks before the desk does.
const FRONT: &[(&str, &str)] = &[
    ("      next: desk\n", "      next: front\n"),
    (
        "    - {id: desk,",
        "    - {id: front, name: Front, role: clerk, next: desk}\n    - {id: desk,",
    ),
];
/// Two more look between the desk and the board.
const BETWEEN: &[(&str, &str)] = &[
    ("then: lapse}, next: board}", "then: lapse}, next: second}"),
    (
        "    - {id: board,",
        "    - {id: second, name: Second, role: clerk, next: third}\n    - {id: third, name: Third, role: clerk, next: board}\n    - {id: board,",
    ),
];
const REJECTS: &[(&str, &str)] = &[(
    "  steps:\n",
    "  rules:\n    - {when: \"zone == 'north'\", then: reject, because: unreadable}\n  steps:\n",
)];
const NO_BOARD: &[(&str, &str)] = &[
    ("then: lapse}, next: board}", "then: lapse}, next: permit}"),
    (
        "    - {id: board, name: Board, role: supervisor, next: permit}\n",
        "",
    ),
];
const BOARD_OF_SOUTH: &[(&str, &str)] = &[(
    "role: supervisor, next: permit}",
    "role: supervisor, when: \"zone == 'south'\", next: permit}",
)];

/// The desk decides nothing: somebody inspects, or others are heard.
const INSPECTED: &[(&str, &str)] = &[(
    "role: officer, people: 2, deadline: {after: 24h, then: lapse}, next: board}",
    "role: officer, inspection: {place: zone, prepare: Be there.}, deadline: {after: 24h, then: lapse}, next: board}",
)];
const HEARD: &[(&str, &str)] = &[(
    "role: officer, people: 2, deadline: {after: 24h, then: lapse}, next: board}",
    "opinions: [{id: fire, name: Fire brigade, asks: Is it safe?, shows: [zone]}], silence: without, deadline: {after: 24h}, next: board}",
)];

/// At the desk, or approved there and before the board.
fn at(step: &str) -> Desk {
    let mut desk = sent("north", "desk");
    if step == "board" {
        desk.decide(Who::Ana, approve()).unwrap();
        desk.decide(Who::Beto, approve()).unwrap();
    }
    assert_eq!(desk.application().status.step(), Some(&step.into()));
    desk
}

#[test]
fn nobody_is_moved_past_a_step_at_which_nobody_decided() {
    let too_far = |step: &str| Err(MoveHindrance::TooFar(step.into()));
    for (step, changes, map, wanted) in [
        ("desk", SWAPPED, &[][..], too_far("desk")),
        ("desk", SWAPPED, &[("desk", "board")], Ok("board")),
        ("board", SWAPPED, &[], Ok("board")),
        ("board", SWAPPED, &[("board", "desk")], Ok("desk")),
        ("desk", FRONT, &[], too_far("desk")),
        ("desk", FRONT, &[("desk", "front")], Ok("front")),
        ("board", FRONT, &[], too_far("board")),
        ("board", FRONT, &[("board", "desk")], Ok("desk")),
        ("board", BETWEEN, &[], too_far("board")),
        ("board", BETWEEN, &[("board", "third")], too_far("third")),
        ("board", BETWEEN, &[("board", "second")], Ok("second")),
        ("desk", NO_BOARD, &[], Ok("desk")),
        ("board", NO_BOARD, &[("board", "desk")], Ok("desk")),
        ("desk", BOARD_OF_SOUTH, &[], Ok("desk")),
        ("board", BOARD_OF_SOUTH, &[], Err(MoveHindrance::NothingLeft)),
        ("desk", REJECTS, &[], Err(MoveHindrance::RulesReject)),
        ("board", REJECTS, &[], Err(MoveHindrance::RulesReject)),
    ] {
        let mut desk = at(step);
        let moved = move_to(&mut desk, &version(changes), &steps(map), None);
        let came_to = moved.map(|outcome| outcome.application.status.step().cloned());
        let wanted = wanted.map(|step| Some(StepId::from(step)));
        assert_eq!(came_to, wanted, "{step} {changes:?} {map:?}");
    }
}

/// A step of one kind stands for none of another: whoever was there, or was heard, decided nothing, and whoever decided was not there.
#[test]
fn an_inspection_stands_for_no_decision_nor_an_opinion_for_either() {
    let kinds = [("decided", &[][..]), ("inspected", INSPECTED), ("heard", HEARD)];
    for (was, from) in kinds {
        for (is, to) in kinds {
            let from = version(from);
            let mut desk = sent_under(&from, "north", "desk");
            match was {
                "decided" => {
                    desk.decide(Who::Ana, approve()).unwrap();
                    desk.decide(Who::Beto, approve()).unwrap();
                }
                "inspected" => inspect(&mut desk, Who::Ana, InspectionOutcome::InOrder),
                _ => give_opinion(&mut desk, "fire", Who::Ana),
            }
            let to = version(&[to, &[("Your name", "Name")]].concat());
            let moved = move_between(&mut desk, [&from, &to], &steps(&[]), None);
            let wanted = if was == is {
                None
            } else {
                Some(MoveHindrance::TooFar("board".into()))
            };
            assert_eq!(moved.err(), wanted, "{was} to {is}");
        }
    }
}

/// Who was there, or was heard, at a step that is now one of the office does not decide there.
#[test]
fn four_eyes_see_through_a_step_of_another_kind() {
    for (name, from) in [("inspected", INSPECTED), ("heard", HEARD)] {
        let two = [
            from,
            &[(
                "shows: [zone]}], silence",
                "shows: [zone]}, {id: police, name: Police, asks: Can they come?, shows: [zone]}], silence",
            )],
        ]
        .concat();
        let from = version(if name == "heard" { &two } else { from });
        let mut desk = sent_under(&from, "north", "desk");
        match name {
            "inspected" => inspect(&mut desk, Who::Ana, InspectionOutcome::NobodyThere),
            _ => give_opinion(&mut desk, "fire", Who::Ana),
        }
        move_between(&mut desk, [&from, &version(&[])], &steps(&[]), None).unwrap();
        for (who, may) in [(Who::Ana, false), (Who::Beto, true)] {
            let claimed = desk.give(&who.actor(), Command::Claim);
            assert_eq!(claimed.is_ok(), may, "{name} {who:?}");
        }
    }
}

fn inspect(desk: &mut Desk, who: Who, outcome: InspectionOutcome) {
    let at = desk.now + SignedDuration::from_mins(1);
    desk.decide(who, Command::SetInspection { at }).unwrap();
    desk.now = at;
    let report = Command::ReportInspection {
        on: in_lima(at).date(),
        outcome,
        words: None,
    };
    desk.give(&who.actor(), report).unwrap();
    if outcome == InspectionOutcome::NobodyThere {
        desk.give(&who.actor(), Command::Release).unwrap();
    }
}

fn give_opinion(desk: &mut Desk, opinion: &str, who: Who) {
    let consultee = Officer {
        roles: vec![forms::Role::new(format!("consultee-{opinion}"))],
        ..who.officer()
    };
    let favourable = Command::GiveOpinion {
        opinion: opinion.into(),
        outcome: OpinionOutcome::Favourable,
        words: None,
    };
    desk.give(&Actor::Officer(consultee), favourable).unwrap();
}

/// Whoever decided at a step that another version calls otherwise decides no second time, whatever the steps are called.
#[test]
fn four_eyes_see_through_names_that_were_swapped() {
    let mut desk = at("board");
    let swapped = version(&[
        (
            "{id: desk, name: Desk, role: officer, people: 2,",
            "{id: board, name: Desk, role: officer, people: 2,",
        ),
        ("then: lapse}, next: board}", "then: lapse}, next: desk}"),
        (
            "{id: board, name: Board, role: supervisor,",
            "{id: desk, name: Board, role: officer,",
        ),
        ("      next: desk\n", "      next: board\n"),
    ]);
    move_to(&mut desk, &swapped, &steps(&[("board", "desk")]), None).unwrap();
    for (who, may) in [(Who::Ana, false), (Who::Beto, false), (Who::Carla, true)] {
        let claimed = desk.give(&who.actor(), Command::Claim);
        assert_eq!(claimed.is_ok(), may, "{who:?}");
    }
}

/// The owner had consented, and the case is at the desk.
fn consented() -> Desk {
    let mut desk = sent("south", "owner");
    let consent = Command::Consent {
        name: "Olga Ríos".into(),
    };
    desk.give(&Actor::ConsentingPerson, consent).unwrap();
    assert_eq!(desk.application().status.step(), Some(&"desk".into()));
    desk
}

#[test]
fn a_consent_is_to_what_was_asked_for() {
    for (changes, kept) in [
        (&[("Your name", "Name")][..], true),
        (&[("name: Owner\n", "name: Neighbour\n")], true),
        (&[("in front of your house?", "in your yard?")], false),
        (&[("shows: [name, zone]", "shows: [name]")], false),
    ] {
        let mut desk = consented();
        let moved = move_to(&mut desk, &version(changes), &steps(&[]), None);
        moved.unwrap_or_else(|hindrance| panic!("{changes:?}: {hindrance}"));
        assert_eq!(
            desk.application().consents.len(),
            usize::from(kept),
            "{changes:?}"
        );
        for who in [Who::Ana, Who::Beto, Who::Dora] {
            desk.decide(who, approve()).unwrap();
        }
        let status = desk.application().status.name();
        assert_eq!(status == "Approved", kept, "{changes:?}: {status}");
    }
}

/// Who is sent back to a step for a consent that was given has nobody to ask there; once approved, a move grants no permit.
#[test]
fn nobody_is_asked_twice_for_the_same_consent() {
    let reworded = version(&[("Your name", "Name")]);
    let back = steps(&[("desk", "owner"), ("board", "owner")]);
    let mut desk = consented();
    let moved = move_to(&mut desk, &reworded, &back, None);
    assert_eq!(moved.err(), Some(MoveHindrance::NothingLeft));
    for who in [Who::Ana, Who::Beto] {
        desk.decide(who, approve()).unwrap();
    }
    let moved = move_to(&mut desk, &reworded, &back, None);
    assert_eq!(moved.err(), Some(MoveHindrance::NothingLeft));
}

/// Where silence grants the permit, it would grant it without the consent that people ask for before they do.
#[test]
fn silence_grants_nothing_past_a_consent() {
    let silent = |before: &str, after: &str| {
        version(&[
            (before, after),
            ("Your name", "Name"),
            (
                "    unreadable:",
                "    no-answer: {for: [approve], text: The office did not answer.}\n    unreadable:",
            ),
        ])
    };
    let approves = silent(
        "{after: 24h, then: lapse}",
        "{after: 24h, then: approve, because: no-answer}",
    );
    let lapses = silent("{after: 24h, then: lapse}", "{after: 48h, then: lapse}");
    for (version, wanted) in [
        (&approves, Some(MoveHindrance::TooFar("desk".into()))),
        (&lapses, None),
    ] {
        let mut desk = sent("south", "desk");
        desk.now = hours(1);
        assert_eq!(move_to(&mut desk, version, &steps(&[]), None).err(), wanted);
    }
}
