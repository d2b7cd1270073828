//! Moving all of it.

use review::{Command, Message, TimerKind, TimerName};
use serde_json::json;

use super::super::moving::{all_of, moved};
use super::super::world::at;
use super::super::{Backend, World};
use super::events::gone_on;
use super::{NewerRow, Shared};
use crate::{AuditAction, Kind, Timer};

/// Moved into another store, all of it is there as it was.
pub async fn all_of_it_is_moved(shared: &dyn Shared, to: &dyn Backend) {
    let world = World::new(shared).await;
    let (id, _) = gone_on(shared, &world, &json!({"lent": 1})).await;
    let erased = gone_on(shared, &world, &json!({})).await.0;
    world
        .store
        .erase(erased, &world.log(AuditAction::Erased(erased)))
        .await
        .unwrap();
    let case = world.store.case(id).await.unwrap();
    let mut transition = world.unmoved(&case);
    let name = TimerName {
        kind: TimerKind::Answer,
        step: "check".into(),
        visit: 1,
    };
    transition.outbox = vec![world.mail(id, Message::Received, 1)];
    transition.timers = vec![Timer {
        application: id,
        name: name.clone(),
        at: at(1),
        command: Command::Lapse,
    }];
    let letter = transition.outbox[0].id;
    world.store.commit(transition).await.unwrap();
    for row in [
        NewerRow::Message {
            application: id,
            id: letter,
            message: "suspended",
        },
        NewerRow::Timer {
            application: id,
            known: name,
            name: json!({"kind": "expiry", "permit": "7A"}),
            command: json!({"command": "expire"}),
        },
        NewerRow::Line {
            at: at(1),
            actor: json!({"Operator": "root"}),
            person: Some(world.officer),
            action: json!({"PermitSuspended": {"permit": "7A"}}),
        },
    ] {
        shared.write(row).await;
    }
    let store = to.open().await;
    moved(&*world.store, &*store).await;
    for kind in [Kind::Applications, Kind::Log] {
        assert_eq!(all_of(kind, &*store).await, all_of(kind, &*world.store).await);
    }
    assert_eq!(
        store.heads(None, 10).await.unwrap(),
        world.store.heads(None, 10).await.unwrap()
    );
}
