//! The log of administration.

use review::PersonId;
use uuid::Uuid;

use super::world::at;
use super::{Backend, World};
use crate::{AuditAction, AuditActor, AuditEntry, AuditQuery, AuditRecord};

/// Lines come newest first, page by page, of everyone or of one person.
pub async fn lines_are_read_newest_first(backend: &dyn Backend) {
    let world = World::new(backend).await;
    let other = PersonId(Uuid::from_u128(9));
    let entry = |actor, minute| AuditEntry {
        at: at(minute),
        actor,
        action: AuditAction::LoggedIn,
    };
    let rosa = entry(AuditActor::Person(world.officer), 1);
    let somebody = entry(AuditActor::Person(other), 2);
    let machine = entry(AuditActor::System, 3);
    for entry in [&rosa, &somebody, &machine] {
        world.store.record(entry).await.unwrap();
    }
    let [rosa, somebody, machine] = [rosa, somebody, machine].map(AuditRecord::from);
    let newest = world
        .store
        .audit(&AuditQuery {
            limit: 2,
            ..AuditQuery::default()
        })
        .await
        .unwrap();
    assert_eq!(
        newest.iter().map(|(_, entry)| entry).collect::<Vec<_>>(),
        [&machine, &somebody]
    );
    let next = AuditQuery {
        before: Some(newest[1].0),
        limit: 1,
        by: None,
    };
    assert_eq!(world.store.audit(&next).await.unwrap()[0].1, rosa);
    let hers = AuditQuery {
        by: Some(world.officer),
        before: None,
        limit: 10,
    };
    let actions: Vec<_> = world
        .store
        .audit(&hers)
        .await
        .unwrap()
        .into_iter()
        .map(|(_, entry)| entry.action)
        .collect();
    assert_eq!(
        actions,
        [AuditAction::LoggedIn, AuditAction::PersonAdded(world.officer)]
    );
}
