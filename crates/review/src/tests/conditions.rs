//! What whoever approves asks of the holder.

use forms::{ConditionOption, OfficeConditions, Workflow};

use super::world::{Desk, Who, appeal, approve, ask, licence, refer, reject, reply, text, transit};
use crate::{Actor, Cause, Command, Conditions, Refusal, fold};

fn offering(workflow: Workflow) -> Workflow {
    let option = |code: &str| ConditionOption {
        code: code.into(),
        text: text(code),
    };
    Workflow {
        conditions: OfficeConditions {
            choose: ["no-glass", "ends-at-22"].map(option).into(),
            write: true,
        },
        ..workflow
    }
}

fn set(chosen: &[&str], written: &[&str]) -> Conditions {
    Conditions {
        chosen: chosen.iter().map(|code| (*code).into()).collect(),
        written: written.iter().map(|words| (*words).to_owned()).collect(),
    }
}

fn approving(conditions: Conditions) -> Command {
    Command::Approve {
        note: None,
        conditions,
    }
}

fn held(desk: &Desk) -> Conditions {
    desk.application().conditions(&desk.workflow)
}

#[test]
fn whoever_approves_sets_what_the_service_lets_them() {
    let long = "x".repeat(OfficeConditions::MAX_WRITTEN + 1);
    let refused = |cause: Cause| Err(cause);
    for (workflow, conditions, expected) in [
        (
            offering(transit()),
            set(&["no-glass"], &["Beside the church."]),
            Ok(()),
        ),
        (offering(transit()), set(&[], &[]), Ok(())),
        (transit(), set(&[], &[]), Ok(())),
        (
            offering(transit()),
            set(&["no-dogs"], &[]),
            refused(Cause::UnknownCondition("no-dogs".into())),
        ),
        (
            transit(),
            set(&["no-glass"], &[]),
            refused(Cause::UnknownCondition("no-glass".into())),
        ),
        (
            transit(),
            set(&[], &["Quietly."]),
            refused(Cause::NoConditionsToWrite),
        ),
        (
            offering(transit()),
            set(&[], &[&long]),
            refused(Cause::ConditionTooLong),
        ),
    ] {
        let mut desk = Desk::with(workflow, &refer("check"));
        let came = desk.decide(Who::Ana, approving(conditions.clone()));
        assert_eq!(
            came.map(|_| ()).map_err(|refusal: Refusal| refusal.cause),
            expected
        );
        let kept = if expected.is_ok() {
            conditions
        } else {
            set(&[], &[])
        };
        assert_eq!(held(&desk), kept);
        assert_eq!(fold(&desk.history).unwrap(), *desk.application());
    }
}

#[test]
fn those_of_every_step_add_up_and_each_is_there_once() {
    let mut desk = Desk::with(offering(licence()), &refer("desk"));
    desk.decide(Who::Ana, approving(set(&["no-glass"], &["Quietly."])))
        .unwrap();
    assert_eq!(held(&desk), set(&[], &[]), "a second person has still to approve");
    desk.decide(Who::Beto, approving(set(&["no-glass", "ends-at-22"], &[])))
        .unwrap();
    desk.decide(Who::Dora, approving(set(&[], &["Quietly.", "With a lamp."])))
        .unwrap();
    desk.decide(Who::Elena, approve()).unwrap();
    assert_eq!(desk.application().status.name(), "Approved");
    assert_eq!(
        held(&desk),
        set(&["no-glass", "ends-at-22"], &["Quietly.", "With a lamp."])
    );
}

#[test]
fn what_was_set_with_a_yes_that_came_to_nothing_does_not_hold() {
    let mut desk = Desk::with(offering(licence()), &refer("desk"));
    desk.decide(Who::Ana, approving(set(&["no-glass"], &[]))).unwrap();
    desk.decide(Who::Beto, ask()).unwrap();
    desk.give(&Actor::Applicant, reply()).unwrap();
    desk.decide(Who::Beto, approving(set(&["ends-at-22"], &[])))
        .unwrap();
    desk.decide(Who::Ana, approve()).unwrap();
    assert_eq!(held(&desk), set(&["ends-at-22"], &[]));
}

#[test]
fn an_answer_at_a_later_step_keeps_what_an_earlier_one_set() {
    let mut desk = Desk::with(offering(licence()), &refer("desk"));
    desk.decide(Who::Ana, approving(set(&["no-glass"], &[]))).unwrap();
    let possible = |desk: &Desk| desk.application().possible_conditions(&desk.workflow);
    assert_eq!(
        possible(&desk),
        set(&["no-glass"], &[]),
        "whoever decides next is told"
    );
    desk.decide(Who::Beto, approve()).unwrap();
    desk.decide(Who::Dora, ask()).unwrap();
    desk.give(&Actor::Applicant, reply()).unwrap();
    assert_eq!(held(&desk), set(&["no-glass"], &[]));
    assert_eq!(possible(&desk), held(&desk));
}

#[test]
fn an_appeal_keeps_what_was_set_before_the_rejection() {
    let mut desk = Desk::with(offering(licence()), &refer("desk"));
    desk.decide(Who::Ana, approving(set(&["no-glass"], &[]))).unwrap();
    desk.decide(Who::Beto, approve()).unwrap();
    desk.decide(Who::Dora, reject()).unwrap();
    desk.give(&Actor::Applicant, appeal()).unwrap();
    assert_eq!(held(&desk), set(&["no-glass"], &[]));
}

#[test]
fn nothing_is_set_once_the_permit_is_out() {
    let mut desk = Desk::with(
        offering(transit()),
        &forms::Ruling::Approve {
            because: "deserved".into(),
            sample: 100,
        },
    );
    assert!(desk.application().sampled);
    let refused = desk.give(&Who::Dora.actor(), approving(set(&["no-glass"], &[])));
    assert_eq!(refused.unwrap_err().cause, Cause::PermitIsOut);
    desk.give(&Who::Dora.actor(), approve()).unwrap();
}

#[test]
fn the_law_erases_what_was_written_and_not_what_was_chosen() {
    let mut desk = Desk::with(offering(transit()), &refer("check"));
    desk.decide(
        Who::Ana,
        approving(set(&["no-glass"], &["Only with Ann Holder."])),
    )
    .unwrap();
    let erased = desk.application().clone().erased(&[]);
    assert_eq!(erased.conditions(&desk.workflow), set(&["no-glass"], &[]));
}
