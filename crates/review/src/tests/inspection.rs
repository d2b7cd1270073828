//! Inspections: a day is set and put off, a report leads on, and nobody there means another day.

use forms::{InspectionOutcome, StepId, Workflow};
use jiff::{SignedDuration, Timestamp, civil::Date};

use super::world::{
    Desk, Who, answers, approve, dice, hours, in_lima, morning, new_application, refer, reject,
};
use crate::{Actor, Cause, Command, Effect, Message, NewApplication, Officer, Status, fold};

fn workflow() -> Workflow {
    let file = include_str!("inspection.yaml");
    let service = forms::read("inspection.yaml", file);
    service.unwrap_or_else(|wrong| panic!("{wrong}")).review
}

fn sent_in(workflow: Workflow) -> Desk {
    let new = NewApplication {
        answers: answers(&[("home", "park"), ("plate", "ABC-123")]),
        ..new_application()
    };
    let first = refer("look");
    let outcome = crate::submit::take_in(new, &workflow, &first, &in_lima(morning()), &mut dice(1));
    Desk::of(workflow, outcome.unwrap())
}

/// In the hands of Ana.
fn taken() -> Desk {
    let mut desk = sent_in(workflow());
    desk.give(&Who::Ana.actor(), Command::Claim).unwrap();
    desk
}

fn set(at: Timestamp) -> Command {
    Command::SetInspection { at }
}

fn day_of(at: Timestamp) -> Date {
    in_lima(at).date()
}

fn found(desk: &Desk, outcome: InspectionOutcome) -> Command {
    Command::ReportInspection {
        on: day_of(desk.now),
        outcome,
        words: Some("The awning hangs low.".into()),
    }
}

fn step(desk: &Desk) -> Option<&str> {
    desk.application().status.step().map(StepId::as_str)
}

fn told(desk: &Desk) -> bool {
    desk.outcome
        .effects
        .contains(&Effect::Notify(Message::InspectionSet))
}

#[test]
fn a_day_is_set_told_and_put_off_and_the_report_leads_on_to_who_decides() {
    for outcome in [InspectionOutcome::InOrder, InspectionOutcome::NotInOrder] {
        let mut desk = taken();
        let ana = Who::Ana.actor();
        for at in [hours(24), hours(48)] {
            desk.give(&ana, set(at)).unwrap();
            assert!(told(&desk), "whoever applied is written to, and again");
            let appointment = desk.application().appointment().map(|appointment| appointment.at);
            assert_eq!(appointment, Some(at));
        }
        assert_eq!(desk.application().inspections.len(), 1);
        desk.now = hours(49);
        desk.give(&ana, found(&desk, outcome)).unwrap();
        assert_eq!(
            step(&desk),
            Some("board"),
            "a report decides nothing, not even a bad one"
        );
        assert!(desk.application().decisions.is_empty());
        assert!(desk.application().appointment().is_none());
        desk.decide(Who::Dora, approve()).unwrap();
        assert!(matches!(desk.application().status, Status::Approved { .. }));
        assert_eq!(fold(&desk.history).unwrap(), *desk.application());
    }
}

#[test]
fn where_nobody_was_there_another_day_is_set() {
    let mut desk = taken();
    let ana = Who::Ana.actor();
    desk.give(&ana, set(hours(24))).unwrap();
    desk.now = hours(23);
    let early = desk
        .give(&ana, found(&desk, InspectionOutcome::NobodyThere))
        .unwrap_err();
    assert_eq!(early.cause, Cause::InspectionAhead);
    desk.now = hours(25);
    desk.give(&ana, found(&desk, InspectionOutcome::NobodyThere))
        .unwrap();
    assert!(matches!(&desk.application().status, Status::Claimed { by, .. } if *by == Who::Ana.id()));
    let again = desk
        .give(&ana, found(&desk, InspectionOutcome::InOrder))
        .unwrap_err();
    assert_eq!(again.cause, Cause::NoInspectionSet);
    desk.give(&ana, set(hours(30))).unwrap();
    assert!(told(&desk));
    desk.now = hours(31);
    desk.give(&ana, found(&desk, InspectionOutcome::InOrder)).unwrap();
    assert_eq!(
        (step(&desk), desk.application().inspections.len()),
        (Some("board"), 2)
    );
    assert_eq!(fold(&desk.history).unwrap(), *desk.application());
}

#[test]
fn a_day_is_to_come_and_within_the_time_of_the_step() {
    let mut desk = taken();
    for (at, cause) in [
        (morning(), Cause::InspectionInThePast),
        (
            morning() - SignedDuration::from_hours(1),
            Cause::InspectionInThePast,
        ),
        (hours(5 * 24), Cause::InspectionTooLate),
        (hours(9 * 24), Cause::InspectionTooLate),
    ] {
        let refused = desk.give(&Who::Ana.actor(), set(at)).unwrap_err();
        assert_eq!(refused.cause, cause, "{at}");
    }
    let last = hours(5 * 24) - SignedDuration::from_secs(1);
    desk.give(&Who::Ana.actor(), set(last)).unwrap();
}

/// Who is late has as long again, and not for ever: the case is held meanwhile.
#[test]
fn once_the_time_is_over_a_day_is_within_as_much_time_again() {
    const DEADLINE: &str = "      deadline: {after: 5 days, then: escalate, to: board}\n";
    for (deadline, late, most) in [("      deadline: {after: 5 days}\n", 6, 6 + 5), ("", 0, 90)] {
        let source = include_str!("inspection.yaml").replace(DEADLINE, deadline);
        let service = forms::read("inspection.yaml", &source).unwrap_or_else(|wrong| panic!("{wrong}"));
        let mut desk = sent_in(service.review);
        desk.give(&Who::Ana.actor(), Command::Claim).unwrap();
        desk.now = hours(late * 24);
        let too_late = desk.give(&Who::Ana.actor(), set(hours(most * 24))).unwrap_err();
        assert_eq!(too_late.cause, Cause::InspectionTooLate, "{deadline}");
        let last = hours(most * 24) - SignedDuration::from_secs(1);
        desk.give(&Who::Ana.actor(), set(last)).unwrap();
    }
}

#[test]
fn a_report_is_of_a_day_since_the_case_came_and_says_what_is_wrong() {
    let mut desk = taken();
    let ana = Who::Ana.actor();
    let unset = desk
        .give(&ana, found(&desk, InspectionOutcome::InOrder))
        .unwrap_err();
    assert_eq!(unset.cause, Cause::NoInspectionSet, "nobody was told of it");
    desk.give(&ana, set(hours(24))).unwrap();
    desk.now = hours(48);
    let report = |on: Date, words: Option<&str>| Command::ReportInspection {
        on,
        outcome: InspectionOutcome::NotInOrder,
        words: words.map(str::to_owned),
    };
    for (on, words, cause) in [
        (
            day_of(morning() - SignedDuration::from_hours(24)),
            Some("It leans."),
            Cause::InspectionDay,
        ),
        (day_of(hours(72)), Some("It leans."), Cause::InspectionDay),
        (day_of(hours(24)), None, Cause::InspectionWithoutWords),
        (day_of(hours(24)), Some("  "), Cause::InspectionWithoutWords),
    ] {
        let refused = desk.give(&ana, report(on, words)).unwrap_err();
        assert_eq!(refused.cause, cause, "{on} {words:?}");
    }
    desk.give(&ana, report(day_of(hours(24)), Some("It leans.")))
        .unwrap();
}

#[test]
fn nothing_is_decided_there_and_nothing_inspected_elsewhere() {
    let mut desk = taken();
    for command in [approve(), reject()] {
        let refused = desk.give(&Who::Ana.actor(), command).unwrap_err();
        assert_eq!(refused.cause, Cause::AwaitsInspection);
    }
    // Whoever has it not in hand, or may not take it, sets nothing.
    let other = desk.give(&Who::Beto.actor(), set(hours(24))).unwrap_err();
    assert!(matches!(other.cause, Cause::HeldByAnother(_)), "{other:?}");
    for actor in [
        Actor::Applicant,
        Actor::ConsentingPerson,
        Actor::Operator,
        Actor::Job,
    ] {
        for command in [set(hours(24)), found(&desk, InspectionOutcome::InOrder)] {
            let refused = desk.give(&actor, command).unwrap_err();
            assert_eq!(refused.cause, Cause::WrongActor, "{actor:?}");
        }
    }
    desk.give(&Who::Ana.actor(), set(hours(24))).unwrap();
    desk.now = hours(25);
    desk.give(&Who::Ana.actor(), found(&desk, InspectionOutcome::InOrder))
        .unwrap();
    desk.give(&Who::Dora.actor(), Command::Claim).unwrap();
    let elsewhere = desk.give(&Who::Dora.actor(), set(hours(48))).unwrap_err();
    assert_eq!(elsewhere.cause, Cause::NothingToInspect);
}

/// Whoever inspected decides nothing by their own report, where it takes four eyes.
#[test]
fn with_four_eyes_nobody_decides_by_their_own_report() {
    for four_eyes in [true, false] {
        let mut desk = sent_in(Workflow {
            four_eyes,
            ..workflow()
        });
        let both = Actor::Officer(Officer {
            roles: vec!["officer".into(), "supervisor".into()],
            ..Who::Ana.officer()
        });
        desk.give(&both, Command::Claim).unwrap();
        desk.give(&both, set(hours(24))).unwrap();
        desk.now = hours(25);
        desk.give(&both, found(&desk, InspectionOutcome::InOrder))
            .unwrap();
        let claimed = desk.give(&both, Command::Claim).map(drop);
        assert_eq!(claimed.is_ok(), !four_eyes, "{claimed:?}");
    }
}

/// The time of the step ends, or it is taken back: nobody is awaited any more.
#[test]
fn an_appointment_ends_with_the_visit_to_the_step() {
    let timer = |desk: &Desk| crate::TimerName {
        kind: crate::TimerKind::Deadline,
        step: "look".into(),
        visit: desk.application().visit.revision,
    };
    let mut desk = taken();
    desk.give(&Who::Ana.actor(), set(hours(24))).unwrap();
    let asked = desk.give(&Who::Ana.actor(), super::world::ask()).unwrap_err();
    assert_eq!(asked.cause, Cause::InspectionIsSet);
    desk.now = hours(5 * 24);
    let name = timer(&desk);
    desk.ring(
        &name,
        Command::Escalate {
            to: Some("board".into()),
        },
    )
    .unwrap();
    assert_eq!(
        (step(&desk), desk.application().appointment()),
        (Some("board"), None)
    );

    let mut desk = taken();
    desk.give(&Who::Ana.actor(), set(hours(24))).unwrap();
    desk.give(&Who::Ana.actor(), Command::Release).unwrap();
    assert!(
        desk.application().appointment().is_some(),
        "put back, it still stands"
    );
    desk.give(&Actor::Applicant, Command::Withdraw).unwrap();
    assert!(desk.application().appointment().is_none());
}

#[test]
fn what_the_law_erases_leaves_what_was_found_without_words() {
    let mut desk = taken();
    desk.give(&Who::Ana.actor(), set(hours(24))).unwrap();
    desk.now = hours(25);
    desk.give(&Who::Ana.actor(), found(&desk, InspectionOutcome::NotInOrder))
        .unwrap();
    let erased = desk.application().clone().erased(&[]);
    let json = serde_json::to_string(&erased).unwrap();
    assert!(!json.contains("awning"), "{json}");
    assert_eq!(erased.inspections[0].reported_by(), Some(Who::Ana.id()));
}
