//! By which rules a case goes on once it was moved.

use forms::Charge;

use super::*;
use crate::Author;
use crate::tests::world::hours;

fn event(desk: &Desk) -> &Event {
    &desk.history.last().expect("it has a history").event
}

#[test]
fn the_step_begins_anew_and_keeps_its_place_in_the_queue() {
    for status in ["Queued", "Claimed"] {
        let mut desk = desk_in(status);
        let before = desk.application().clone();
        desk.now = hours(3);
        let by = Who::Dora.officer();
        move_to(
            &mut desk,
            &version(RENAMED),
            &steps(&[("desk", "counter")]),
            Some(&by),
        )
        .unwrap();
        let application = desk.application();
        assert_eq!(application.version, version(RENAMED).hash());
        assert_eq!(application.visit.revision, application.revision);
        assert_eq!(application.visit.at, before.visit.at);
        let Status::Queued { since, .. } = &application.status else {
            panic!("{status}: {:?}", application.status);
        };
        assert_eq!(*since, morning(), "{status}");
        let actor = desk.history.last().map(|recorded| recorded.actor);
        assert_eq!(actor, Some(Author::Officer(Who::Dora.id())));
        // Put back by hand, it does not lose it either.
        desk.give(&Who::Ana.actor(), Command::Claim).unwrap();
        let Status::Queued { since, .. } = desk
            .give(&Who::Ana.actor(), Command::Release)
            .unwrap()
            .application
            .status
        else {
            panic!("{status}");
        };
        assert_eq!(since, morning(), "{status}");
    }
}

/// The time begins anew, but it ends no later than it was to where the same happens then.
#[test]
fn when_the_offices_time_ends() {
    const BEFORE: &str = "{after: 24h, then: lapse}";
    for (deadline, due) in [
        (BEFORE, Some(24)),
        ("{after: 48h, then: lapse}", Some(24)),
        ("{after: 12h, then: lapse}", Some(10 + 12)),
        ("{after: 12h, then: escalate, to: board}", Some(10 + 12)),
        ("{after: 48h, then: escalate, to: board}", Some(10 + 48)),
        ("{after: 48h}", Some(10 + 48)),
    ] {
        let mut desk = desk_in("Queued");
        let old = timer(&desk.outcome).expect("a desk has a deadline");
        desk.now = hours(10);
        let changed = version(&[(BEFORE, deadline), ("Your name", "Name")]);
        let outcome = move_to(&mut desk, &changed, &steps(&[]), None).unwrap();
        assert_eq!(desk.application().due_at(), due.map(hours), "{deadline}");
        assert_eq!(outcome.effects.first(), Some(&Effect::CancelTimers), "{deadline}");
        if deadline != "{after: 48h}" {
            let (name, at) = timer(&outcome).expect("it has a deadline");
            assert_eq!(
                (Some(at), name.visit),
                (due.map(hours), desk.application().revision)
            );
        }
        // Should the old one go off all the same, it is of a visit that is over.
        desk.now = hours(100);
        let stale = desk.ring(&old.0, Command::Lapse).unwrap_err();
        assert_eq!(stale.cause, crate::Cause::Stale, "{deadline}");
    }
    let mut desk = desk_in("Queued");
    let without = version(&[(", deadline: {after: 24h, then: lapse}", "")]);
    move_to(&mut desk, &without, &steps(&[]), None).unwrap();
    assert_eq!(desk.application().due_at(), None);
}

#[test]
fn whoever_applied_and_is_asked_keeps_the_time_that_they_were_given() {
    let mut desk = desk_in("Waiting");
    let (old, until) = timer(&desk.outcome).expect("whoever is asked has a time");
    desk.now = hours(10);
    let shorter = version(&[("review:\n", "review:\n  answer_within: 1h\n")]);
    let outcome = move_to(&mut desk, &shorter, &steps(&[]), None).unwrap();
    let (name, at) = timer(&outcome).expect("whoever is asked has a time");
    assert_eq!((name.kind, at), (TimerKind::Answer, until));
    assert_ne!(name, old);
    assert_eq!(desk.application().due_at(), None, "the office has not the word");
    let mut late = Desk {
        workflow: desk.workflow.clone(),
        outcome: desk.outcome.clone(),
        history: desk.history.clone(),
        now: until,
    };
    late.ring(&name, Command::Lapse).unwrap();
    assert_eq!(late.application().status.name(), "Lapsed");
    let reply = Command::Answer {
        answers: Answers([("plate".into(), Answer::Text("XYZ-987".into()))].into()),
        further: Vec::new(),
    };
    desk.give(&Actor::Applicant, reply).unwrap();
    assert_eq!(
        desk.application().due_at(),
        Some(hours(10 + 24)),
        "by the new version's step"
    );
}

#[test]
fn whoever_was_asked_to_consent_is_asked_again() {
    let mut desk = desk_in("consent");
    let outcome = move_to(&mut desk, &version(&[("Your name", "Name")]), &steps(&[]), None).unwrap();
    assert!(outcome.effects.contains(&Effect::Notify(Message::ConsentAsked)));
    let desk_of_office = move_to(
        &mut desk_in("Queued"),
        &version(&[("Your name", "Name")]),
        &steps(&[]),
        None,
    );
    let tells = |effect: &Effect| matches!(effect, Effect::Notify(_));
    assert!(
        !desk_of_office.unwrap().effects.iter().any(tells),
        "nobody else is written to"
    );
}

/// One of two had said yes at the desk. Whatever the new version asks for there, that yes counts no more, and nothing that was set
/// with it; whoever gave it may look again.
#[test]
fn a_yes_at_the_step_that_it_left_counts_no_more() {
    for people in ["people: 2", "people: 1"] {
        let mut desk = desk_in("Queued");
        let no_glass = Conditions {
            chosen: vec!["no-glass".into()],
            written: Vec::new(),
        };
        let set = Command::Approve {
            note: None,
            conditions: no_glass,
        };
        desk.decide(Who::Ana, set).unwrap();
        let changed = version(&[RENAMED[0], RENAMED[1], ("people: 2", people)]);
        move_to(&mut desk, &changed, &steps(&[("desk", "counter")]), None).unwrap();
        assert_eq!(
            desk.application().possible_conditions(&desk.workflow),
            Conditions::NONE
        );
        desk.decide(Who::Beto, approve()).unwrap();
        if people == "people: 2" {
            assert_eq!(told(Ok(desk.outcome.clone())), "Queued counter", "one yes of two");
            desk.decide(Who::Ana, approve()).unwrap();
        }
        assert_eq!(told(Ok(desk.outcome.clone())), "Queued board");
        assert_eq!(
            desk.application().conditions(&desk.workflow),
            Conditions::NONE,
            "{people}"
        );
        let refused = desk.give(&Who::Beto.actor(), Command::Claim);
        assert!(refused.is_err(), "four eyes");
        desk.decide(Who::Dora, approve()).unwrap();
        let Status::Approved {
            by: crate::Decider::People(by),
            ..
        } = &desk.application().status
        else {
            panic!("{:?}", desk.application().status);
        };
        let mut by: Vec<Who> = by.iter().map(|person| Who::of(*person)).collect();
        by.sort();
        let wanted = if people == "people: 2" {
            vec![Who::Ana, Who::Beto, Who::Dora]
        } else {
            vec![Who::Beto, Who::Dora]
        };
        assert_eq!(by, wanted, "{people}");
    }
}

/// A step that was passed stays passed, as the version of then wanted it.
#[test]
fn what_was_decided_before_stays_decided() {
    let mut desk = desk_in("Queued");
    let set = Command::Approve {
        note: None,
        conditions: Conditions {
            chosen: vec!["no-glass".into()],
            written: Vec::new(),
        },
    };
    desk.decide(Who::Ana, approve()).unwrap();
    desk.decide(Who::Beto, set).unwrap();
    let without = version(&[(
        "conditions: {choose: {no-glass: No glass.}, write: true}",
        "conditions: {write: true}",
    )]);
    let refused = move_to(&mut desk, &without, &steps(&[]), None);
    assert_eq!(refused.err(), Some(MoveHindrance::ConditionGone));
    let stricter = version(&[RENAMED[0], RENAMED[1], ("people: 2", "people: 3")]);
    move_to(&mut desk, &stricter, &steps(&[]), None).unwrap();
    // And once more, to another.
    let even_stricter = version(&[("people: 2", "people: 4")]);
    move_between(&mut desk, [&stricter, &even_stricter], &steps(&[]), None).unwrap();
    let conditions = desk.application().conditions(&desk.workflow);
    assert_eq!(conditions.chosen, ["no-glass".into()]);
    let four_eyes = desk.give(&Who::Carla.actor(), Command::Claim).map(drop);
    assert_eq!(four_eyes, Ok(()), "who decided nothing yet may");
    desk.give(&Who::Carla.actor(), approve()).unwrap();
    let Status::Approved {
        by: crate::Decider::People(by),
        ..
    } = &desk.application().status
    else {
        panic!("{:?}", desk.application().status);
    };
    assert_eq!(by.len(), 3, "the two at the desk and the board");
}

/// The answer stays in the history and among those that were replaced: whom it names is party to the case for good.
#[test]
fn an_answer_whose_question_is_gone_falls_away_and_is_not_lost() {
    let mut desk = desk_in("Queued");
    let without = version(&[(
        "      - {id: helper, type: identity-document, label: A helper’s document, optional: true}\n",
        "",
    )]);
    move_to(&mut desk, &without, &steps(&[]), None).unwrap();
    let application = desk.application();
    assert_eq!(application.answers.get(&"helper".into()), None);
    let kept = application
        .earlier
        .last()
        .and_then(|earlier| earlier.get(&"helper".into()));
    assert_eq!(kept, Some(&helper()));
    let Event::MovedToVersion { dropped, answers, .. } = event(&desk) else {
        panic!("{:?}", event(&desk));
    };
    assert_eq!(
        (dropped.as_slice(), answers.is_empty()),
        (&["helper".into()][..], true)
    );
    let refused = desk.give(&Who::Gloria.actor(), Command::Claim).unwrap_err();
    assert_eq!(refused.cause, crate::Cause::OwnAffair);
    assert!(application_erased(&desk).earlier.is_empty());
}

fn application_erased(desk: &Desk) -> Application {
    desk.application().clone().erased(&[])
}

#[test]
fn what_was_charged_stays_charged_until_it_is_answered_anew() {
    let mut desk = desk_in("Waiting");
    let charged = desk.application().fee.clone();
    let cents = |fee: &Option<Charge>| fee.as_ref().map(Charge::total);
    assert_eq!(cents(&charged), Some(1_000));
    let dearer = version(&[("amount: 10", "amount: 30")]);
    move_to(&mut desk, &dearer, &steps(&[]), None).unwrap();
    assert_eq!(desk.application().fee, charged);
    assert_eq!(desk.application().charged_by(), version(&[]).hash());
    let reply = Command::Answer {
        answers: Answers([("plate".into(), Answer::Text("XYZ-987".into()))].into()),
        further: Vec::new(),
    };
    desk.give(&Actor::Applicant, reply).unwrap();
    assert_eq!(cents(&desk.application().fee), Some(3_000));
    assert_eq!(desk.application().charged_by(), dearer.hash());
}

/// A release before this one neither knows the event nor the field, and carries the field along.
#[test]
fn an_application_that_was_never_moved_says_nothing_of_it() {
    let desk = desk_in("Claimed");
    let json = serde_json::to_string(&(desk.application(), &desk.history)).unwrap();
    assert!(!json.contains("moved"), "{json}");
}

#[test]
fn a_case_that_was_moved_is_decided_as_any_other() {
    let mut desk = desk_in("appealed");
    move_to(&mut desk, &version(&[("Your name", "Name")]), &steps(&[]), None).unwrap();
    let other_hash: ContentHash = version(&[("Your name", "Name")]).hash();
    assert_eq!(desk.application().version, other_hash);
    let again = handle(
        desk.application().clone(),
        &desk.workflow,
        Command::Claim,
        &Who::Ana.actor(),
        &in_lima(desk.now),
        &mut dice(3),
    );
    assert!(again.is_err(), "who rejected it hears no appeal");
    desk.decide(Who::Felix, approve()).unwrap();
    assert_eq!(desk.application().status.name(), "Approved");
}

/// Silence was to approve it after a day. Versions in between at which it does not put that off for nobody.
#[test]
fn silence_approves_no_later_than_it_was_to() {
    let silent = |approves: bool, hours: u32, name: &str| {
        let then = if approves {
            "approve, because: no-answer"
        } else {
            "lapse"
        };
        version(&[
            (
                "{after: 24h, then: lapse}",
                &format!("{{after: {hours}h, then: {then}}}"),
            ),
            ("Your name", name),
            (
                "    unreadable:",
                "    no-answer: {for: [approve], text: The office did not answer.}\n    unreadable:",
            ),
        ])
    };
    let first = silent(true, 24, "Name");
    for (between, due, silence) in [
        (silent(true, 48, "Names"), Some(24), None),
        (silent(true, 6, "Names"), Some(10 + 6), None),
        (silent(false, 48, "Names"), Some(10 + 48), Some(24)),
    ] {
        let mut desk = sent_under(&first, "north", "desk");
        desk.now = hours(10);
        move_between(&mut desk, [&first, &between], &steps(&[]), None).unwrap();
        let moved = desk.application().moved.clone().expect("it was moved");
        assert_eq!(
            (desk.application().due_at(), moved.silence),
            (due.map(hours), silence.map(hours))
        );
        desk.now = hours(12);
        let last = silent(true, 72, "Full name");
        move_between(&mut desk, [&between, &last], &steps(&[]), None).unwrap();
        let due = due.into_iter().chain(silence).min().map(hours);
        assert_eq!(desk.application().due_at(), due, "and back");
    }
}

#[test]
fn a_case_whose_time_is_over_is_left_to_what_happens_then() {
    let (reworded, to_desk) = (version(&[("Your name", "Name")]), steps(&[]));
    for (status, hours_on, wanted) in [
        ("Queued", 23, None),
        ("Queued", 24, Some(MoveHindrance::TimeIsUp)),
        ("consent", 24 * 5, Some(MoveHindrance::TimeIsUp)),
        ("Waiting", 24 * 300, Some(MoveHindrance::TimeIsUp)),
    ] {
        let mut desk = desk_in(status);
        desk.now = hours(hours_on);
        let moved = move_to(&mut desk, &reworded, &to_desk, None);
        assert_eq!(moved.err(), wanted, "{status} after {hours_on} hours");
    }
}
