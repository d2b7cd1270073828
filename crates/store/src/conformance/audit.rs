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
        ..Default::default()
    };
    assert_eq!(world.store.audit(&next).await.unwrap()[0].1, rosa);
    let hers = AuditQuery {
        by: Some(world.officer),
        before: None,
        limit: 10,
        ..Default::default()
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

/// Lines are found by when they were written and by what was done, with whatever it was about or without.
pub async fn lines_are_found_by_their_time_and_kind(backend: &dyn Backend) {
    let world = World::new(backend).await;
    let entry = |action, minute| AuditEntry {
        at: at(minute),
        actor: AuditActor::System,
        action,
    };
    let in_and_out = [
        entry(AuditAction::LoggedIn, 10),
        entry(AuditAction::LoggedOut, 20),
        entry(AuditAction::PasswordSet(world.officer), 30),
    ];
    for entry in &in_and_out {
        world.store.record(entry).await.unwrap();
    }
    for (from, until, kinds, found) in [
        (Some(10), Some(30), vec![], vec![1, 0]),
        (Some(11), None, vec![], vec![2, 1]),
        (Some(10), None, vec!["LoggedIn"], vec![0]),
        (None, None, vec!["PasswordSet", "LoggedOut"], vec![2, 1]),
        (None, None, vec!["Password"], vec![]),
        (Some(20), Some(20), vec![], vec![]),
    ] {
        let query = AuditQuery {
            from: from.map(at),
            until: until.map(at),
            kinds,
            limit: 9,
            ..AuditQuery::default()
        };
        let lines = world.store.audit(&query).await.unwrap();
        let lines: Vec<_> = lines.into_iter().map(|(_, line)| line).collect();
        let expected: Vec<_> = found
            .into_iter()
            .map(|index: usize| AuditRecord::from(in_and_out[index].clone()))
            .collect();
        assert_eq!(lines, expected, "{query:?}");
    }
}
