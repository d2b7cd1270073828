//! Lines of the log.

use review::MaybeNewer;
use serde_json::json;

use super::super::World;
use super::super::world::at;
use super::{NewerRow, Shared};
use crate::{AuditAction, AuditQuery};

/// Lines that are not known are listed among the others, also by whose they are.
pub async fn a_line_of_the_log_is_kept_as_it_is(shared: &dyn Shared) {
    let world = World::new(shared).await;
    let (operator, suspended) = (
        json!({"Operator": "root"}),
        json!({"PermitSuspended": {"permit": "7A"}}),
    );
    let lines = [
        (operator.clone(), None, json!("LoggedOut")),
        (
            json!({"Person": world.officer}),
            Some(world.officer),
            suspended.clone(),
        ),
        (
            json!({"Delegate": world.officer}),
            Some(world.officer),
            json!("LoggedOut"),
        ),
    ];
    for (minute, (actor, person, action)) in (1..).zip(&lines) {
        let row = NewerRow::Line {
            at: at(minute),
            actor: actor.clone(),
            person: *person,
            action: action.clone(),
        };
        shared.write(row).await;
    }
    world
        .store
        .record(&world.log(AuditAction::LoggedIn))
        .await
        .unwrap();
    let read = |by| AuditQuery {
        by,
        before: None,
        limit: 4,
        ..Default::default()
    };
    let all = world.store.audit(&read(None)).await.unwrap();
    assert_eq!(all[0].1.action, AuditAction::LoggedIn);
    for ((_, kept), (actor, person, action)) in all[1..].iter().rev().zip(&lines) {
        assert_eq!(serde_json::to_value(&kept.actor).unwrap(), *actor);
        assert_eq!(serde_json::to_value(&kept.action).unwrap(), *action);
        assert_eq!(kept.person, *person);
    }
    assert_eq!(all[2].1.action, MaybeNewer::read(suspended));
    assert_eq!(all[3].1.actor, MaybeNewer::read(operator));
    let hers = world.store.audit(&read(Some(world.officer))).await.unwrap();
    assert_eq!(hers[1..3], all[1..3]);
}
