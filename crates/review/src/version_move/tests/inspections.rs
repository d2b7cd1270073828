//! What a move makes of an inspection that has a day.

use forms::InspectionOutcome;

use super::*;
use crate::tests::world::hours;

const DESK: &str =
    "{id: desk, name: Desk, role: officer, people: 2, deadline: {after: 24h, then: lapse}, next: board}";
const LOOK: &str = "{id: desk, name: Desk, role: officer, inspection: {place: zone, prepare: Be there.}, deadline: {after: 24h, then: lapse}, next: board}";

fn looked_at() -> Service {
    version(&[(DESK, LOOK)])
}

/// Ana comes in two hours.
fn set() -> Desk {
    let mut desk = sent_under(&looked_at(), "north", "desk");
    desk.give(&Who::Ana.actor(), Command::Claim).unwrap();
    let at = hours(2);
    desk.give(&Who::Ana.actor(), Command::SetInspection { at })
        .unwrap();
    desk
}

#[test]
fn whoever_was_told_a_day_is_visited_on_it() {
    let mut desk = set();
    let to = version(&[(DESK, LOOK), ("Stall permit", "Permit for a stall")]);
    moved(&mut desk, &looked_at(), &to, &steps(&[]));
    let appointment = desk.application().appointment();
    assert_eq!(appointment.map(|appointment| appointment.at), Some(hours(2)));
    desk.now = hours(3);
    desk.give(&Who::Beto.actor(), Command::Claim).unwrap();
    let report = Command::ReportInspection {
        on: in_lima(desk.now).date(),
        outcome: InspectionOutcome::InOrder,
        words: None,
    };
    desk.give(&Who::Beto.actor(), report).unwrap();
    assert_eq!(desk.application().status.step(), Some(&"board".into()));
    assert_eq!(fold(&desk.history).unwrap(), *desk.application());
}

#[test]
fn a_case_with_a_day_goes_to_no_step_without_an_inspection() {
    let desk = set();
    let (from, to, language) = (looked_at(), version(&[]), Language::from("en"));
    let nowhere = steps(&[]);
    let asked = to_version(&from, &to, &nowhere, &language);
    let application = desk.application().clone();
    let stays = move_to_version(application, &asked, None, &in_lima(desk.now), &mut dice(9));
    assert_eq!(stays.unwrap_err(), MoveHindrance::OtherPurpose("desk".into()));

    let mut without = sent_under(&from, "north", "desk");
    moved(&mut without, &from, &to, &nowhere);
    assert_eq!(without.application().status.step(), Some(&"desk".into()));
}
