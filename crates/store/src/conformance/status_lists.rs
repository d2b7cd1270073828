//! Status lists.

use std::collections::BTreeSet;
use std::sync::Arc;

use jiff::civil::date;
use tokio::task::JoinSet;

use super::{Backend, World};
use crate::{CAPACITY, IndexBlock, ListInfo, StoreError, Subject};

/// However many nodes take blocks at once, no counter is anybody else's too.
pub async fn places_are_handed_out_once(backend: &dyn Backend) {
    let world = Arc::new(World::new(backend).await);
    let mut tasks = JoinSet::new();
    for _ in 0..16 {
        let world = Arc::clone(&world);
        tasks.spawn(async move { world.store.reserve_indexes(date(2026, 3, 21), 100).await.unwrap() });
    }
    let blocks = tasks.join_all().await;
    let counters: BTreeSet<(u32, u32)> = blocks.iter().flat_map(places).collect();
    assert_eq!(counters.len(), 1600);
    let none = world.store.reserve_indexes(date(2026, 3, 21), 0).await;
    assert!(matches!(none, Err(StoreError::Contradiction(_))));
}

fn places(block: &IndexBlock) -> impl Iterator<Item = (u32, u32)> + use<> {
    let list = block.list;
    (block.first..block.first + block.count).map(move |counter| (list, counter))
}

/// What is left of a list is given, then the day has a new one; other days have their own.
pub async fn a_full_list_is_followed_by_another(backend: &dyn Backend) {
    let world = World::new(backend).await;
    let day = date(2026, 3, 21);
    let most = world.store.reserve_indexes(day, CAPACITY - 10).await.unwrap();
    let rest = world.store.reserve_indexes(day, 100).await.unwrap();
    assert_eq!(
        (most.first, most.count, most.capacity),
        (0, CAPACITY - 10, CAPACITY)
    );
    assert_eq!(
        (rest.list, rest.first, rest.count),
        (most.list, CAPACITY - 10, 10)
    );
    let next = world.store.reserve_indexes(day, 100).await.unwrap();
    assert_eq!((next.first, next.count), (0, 100));
    assert_ne!(next.list, most.list);
    let other = world.store.reserve_indexes(date(2026, 3, 22), 1).await.unwrap();
    assert!(other.list != most.list && other.list != next.list);
}

/// Lists are published through their day; each says which day it is.
pub async fn lists_end_with_their_day(backend: &dyn Backend) {
    let world = World::new(backend).await;
    let (first, second) = (date(2026, 3, 21), date(2026, 3, 22));
    let one = world.store.reserve_indexes(first, 1).await.unwrap().list;
    let two = world.store.reserve_indexes(second, 1).await.unwrap().list;
    let (one, two) = (
        ListInfo {
            list: one,
            expires_on: first,
        },
        ListInfo {
            list: two,
            expires_on: second,
        },
    );
    for (now, expected) in [
        ("2026-03-20T00:00:00Z", vec![one, two]),
        ("2026-03-21T23:59:59Z", vec![one, two]),
        ("2026-03-22T00:00:00Z", vec![two]),
        ("2026-03-23T00:00:00Z", vec![]),
    ] {
        assert_eq!(
            world.store.status_lists(now.parse().unwrap()).await.unwrap(),
            expected,
            "{now}"
        );
    }
    assert_eq!(world.store.status_list(one.list).await.unwrap(), one);
    let missing = world.store.status_list(u32::MAX).await;
    assert!(matches!(missing, Err(StoreError::NotFound(Subject::List))));
}
