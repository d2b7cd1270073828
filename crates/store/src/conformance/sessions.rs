//! Sessions.

use super::world::at;
use super::{Backend, World};
use crate::{AuditAction, Person, Session, TokenHash};

async fn open(world: &World) -> Session {
    let session = Session {
        token: TokenHash(world.dice()),
        person: world.officer,
        created_at: at(0),
        expires_at: at(60),
    };
    world
        .store
        .open_session(&session, &world.log(AuditAction::LoggedIn))
        .await
        .unwrap();
    session
}

/// A session brings its person; a closed one is gone, and another of the same person is not.
pub async fn open_and_close(backend: &dyn Backend) {
    let world = World::new(backend).await;
    let (one, two) = (open(&world).await, open(&world).await);
    let (session, person) = world.store.session(&one.token, at(1)).await.unwrap().unwrap();
    assert_eq!((&session, person.name.as_str()), (&one, "Rosa"));
    world.store.close_session(&one.token).await.unwrap();
    world.store.close_session(&one.token).await.unwrap();
    assert_eq!(world.store.session(&one.token, at(1)).await.unwrap(), None);
    assert!(world.store.session(&two.token, at(1)).await.unwrap().is_some());
    world.store.close_sessions_of(world.officer).await.unwrap();
    assert_eq!(world.store.session(&two.token, at(1)).await.unwrap(), None);
}

/// Time, a new password and disabling end sessions; another name does not.
pub async fn end_by_themselves_and_with_the_person(backend: &dyn Backend) {
    let world = World::new(backend).await;
    let session = open(&world).await;
    assert_eq!(
        world.store.session(&session.token, at(60)).await.unwrap(),
        None,
        "its time is over"
    );
    let log = world.log(AuditAction::PersonChanged(world.officer));
    let person = world.store.person(world.officer).await.unwrap();
    world
        .store
        .change_person(
            &Person {
                name: "Rosa Flores".into(),
                ..person
            },
            &log,
        )
        .await
        .unwrap();
    assert!(
        world
            .store
            .session(&session.token, at(1))
            .await
            .unwrap()
            .is_some()
    );
    let person = world.store.person(world.officer).await.unwrap();
    world
        .store
        .change_person(
            &Person {
                password_hash: "$new".into(),
                ..person
            },
            &log,
        )
        .await
        .unwrap();
    assert_eq!(
        world.store.session(&session.token, at(1)).await.unwrap(),
        None,
        "another password"
    );
    let session = open(&world).await;
    let person = world.store.person(world.officer).await.unwrap();
    world
        .store
        .change_person(
            &Person {
                disabled_at: Some(at(1)),
                ..person
            },
            &log,
        )
        .await
        .unwrap();
    assert_eq!(
        world.store.session(&session.token, at(1)).await.unwrap(),
        None,
        "disabled"
    );
    let session = open(&world).await;
    assert_eq!(
        world.store.session(&session.token, at(1)).await.unwrap(),
        None,
        "opened by a disabled person"
    );
    world.store.sweep(at(60)).await.unwrap();
    assert_eq!(
        world.store.session(&session.token, at(1)).await.unwrap(),
        None,
        "swept"
    );
}
