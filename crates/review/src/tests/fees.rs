//! What an application costs, as its history tells it.

use forms::{Charge, ChargedRow};

use super::world::{Desk, Who, ask, fair, refer, reply, transit};
use crate::{Actor, Event};

fn row(row: usize, cents: i64) -> ChargedRow {
    ChargedRow {
        row,
        times: None,
        cents,
    }
}

#[test]
fn what_it_costs_is_kept_and_follows_the_answers() {
    let mut desk = Desk::with(fair(), &refer("desk"));
    let without = Charge {
        rows: vec![row(0, 1_000)],
    };
    let with = Charge {
        rows: vec![row(0, 1_000), row(1, 5_550)],
    };
    assert_eq!(desk.application().fee, Some(without.clone()));
    let Event::Submitted { fee, .. } = &desk.history[0].event else {
        panic!("{:?}", desk.history);
    };
    assert_eq!(*fee, Some(without.clone()));

    desk.decide(Who::Ana, ask()).unwrap();
    assert_eq!(desk.application().fee, Some(without));
    let outcome = desk.give(&Actor::Applicant, reply()).unwrap();
    let answered = outcome.events.iter().find_map(|recorded| match &recorded.event {
        Event::Answered { fee, .. } => Some(fee.clone()),
        _ => None,
    });
    assert_eq!(answered, Some(Some(with.clone())));
    assert_eq!(desk.application().fee, Some(with));
}

/// A release before this one writes neither the fee nor the field.
#[test]
fn a_service_without_a_fee_says_nothing_of_it() {
    let mut desk = Desk::with(transit(), &refer("check"));
    desk.decide(Who::Ana, ask()).unwrap();
    desk.give(&Actor::Applicant, reply()).unwrap();
    let json = serde_json::to_string(&(desk.application(), &desk.history)).unwrap();
    assert!(!json.contains("fee"), "{json}");
}
