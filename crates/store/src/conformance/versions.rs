//! Versions, and what the database is for.

use super::world::{at, version};
use super::{Backend, World};
use crate::{AuditActor, AuditQuery, Purpose, SecretMark, StoreError, Subject, TypedVersion};

/// A published version is the current one, with its skeletons.
pub async fn publishing_makes_current(backend: &dyn Backend) {
    let world = World::new(backend).await;
    let market = version("market-stall-permit", "{\"a\":1}");
    world
        .store
        .publish(&market, AuditActor::System, at(1))
        .await
        .unwrap();
    assert_eq!(world.store.version(&market.hash).await.unwrap(), market);
    let current = world.store.current_versions().await.unwrap();
    assert_eq!(
        current,
        [market.hash, world.version],
        "in the order of the services' ids"
    );
    let unknown = version("nobody", "").hash;
    let missing = world.store.version(&unknown).await;
    assert!(matches!(missing, Err(StoreError::NotFound(Subject::Version))));
}

/// Publishing again what was replaced brings it back, with the time of its first publication.
pub async fn an_older_version_comes_back(backend: &dyn Backend) {
    let world = World::new(backend).await;
    let newer = version("transit-permit", "{\"newer\":true}");
    let by = AuditActor::Person(world.officer);
    for minute in [1, 2] {
        world.store.publish(&newer, by, at(minute)).await.unwrap();
    }
    let query = AuditQuery {
        limit: 2,
        ..AuditQuery::default()
    };
    let lines = world.store.audit(&query).await.unwrap();
    let (line, before) = (&lines[0].1, &lines[1].1);
    assert_eq!(line.action.known(), Some(&newer.publication(by, at(1)).action));
    assert_eq!((line.actor.known(), line.at), (Some(&by), at(1)));
    assert_ne!(line.action, before.action, "it was current already");
    assert_eq!(world.store.current_versions().await.unwrap(), [newer.hash]);
    let mut older = world.store.version(&world.version).await.unwrap();
    older.published_at = at(2);
    world
        .store
        .publish(&older, AuditActor::System, at(2))
        .await
        .unwrap();
    let current = world.store.current_versions().await.unwrap();
    assert_eq!(current, [world.version]);
    let kept = world.store.version(&world.version).await.unwrap();
    assert_eq!(kept.published_at, at(0));
}

/// What permits were ever issued under stays known, in the order of publication, though another version is current since.
pub async fn types_of_permits_stay_known(backend: &dyn Backend) {
    let world = World::new(backend).await;
    let typed = |service: &str, kind: u32, minute: i64| {
        let json = format!("{{\"permit\":{{\"title\":\"\\u0000é\",\"type\":{kind}}}}}");
        let mut version = version(service, &json);
        version.published_at = at(minute);
        version
    };
    let versions = [
        typed("fishing", 901, 1),
        typed("fishing", 902, 2),
        typed("hunting", 903, 3),
    ];
    for (minute, version) in (1..).zip(&versions) {
        let published = world.store.publish(version, AuditActor::System, at(minute));
        published.await.unwrap();
    }
    let known = world.store.permit_types().await.unwrap();
    let expected = versions
        .iter()
        .zip([901, 902, 903])
        .map(|(version, permit_type)| TypedVersion {
            permit_type,
            service: version.service.clone(),
            hash: version.hash,
        });
    assert_eq!(known, expected.collect::<Vec<_>>());
}

/// The first purpose holds, also after a restart; and a store that serves says so until it is closed.
pub async fn a_database_has_one_purpose(backend: &dyn Backend) {
    let world = World::new(backend).await;
    assert_eq!(world.store.dedicate(Purpose::Demo).await.unwrap(), Purpose::Demo);
    assert_eq!(
        world.store.dedicate(Purpose::Service).await.unwrap(),
        Purpose::Demo
    );
    world.store.check(at(0)).await.unwrap();
    world.store.close().await;
    assert!(matches!(
        world.store.check(at(0)).await,
        Err(StoreError::Unavailable(_))
    ));
    let again = backend.open().await;
    assert_eq!(again.dedicate(Purpose::Service).await.unwrap(), Purpose::Demo);
}

/// The first node's mark is kept until it is replaced; a database that is for nothing yet has none.
pub async fn a_database_knows_its_secret(backend: &dyn Backend) {
    let world = World::new(backend).await;
    let [first, other] = [SecretMark([1; 32]), SecretMark([2; 32])];
    assert!(matches!(
        world.store.keep_secret_mark(first).await,
        Err(StoreError::Contradiction(_))
    ));
    world.store.dedicate(Purpose::Service).await.unwrap();
    assert_eq!(world.store.secret_mark().await.unwrap(), None);
    assert_eq!(world.store.keep_secret_mark(first).await.unwrap(), first);
    assert_eq!(world.store.keep_secret_mark(other).await.unwrap(), first);
    let day = jiff::civil::date(2026, 3, 21);
    let begun = world.store.reserve_indexes(day, 1).await.unwrap();
    let transition = world.transition(1);
    let look_up = transition.look_ups.clone().unwrap().remove(0);
    let id = world.store.submit(transition).await.unwrap().id;
    world.store.replace_secret_mark(other).await.unwrap();
    assert_eq!(world.store.applications_by(look_up, 9).await.unwrap(), []);
    let missing = world.store.look_ups_missing(None, 9).await.unwrap().missing;
    assert_eq!(missing, [id], "the old secret's hashes are made anew");
    let next = world.store.reserve_indexes(day, 1).await.unwrap();
    assert_ne!(next.list, begun.list, "the old secret's list is closed");
    let again = backend.open().await;
    assert_eq!(again.secret_mark().await.unwrap(), Some(other));
    assert_eq!(again.keep_secret_mark(first).await.unwrap(), other);
}
