//! Sessions.

use super::world::{at, person};
use super::{Backend, World};
use crate::{AuditAction, Person, Session, TokenHash};

async fn open(world: &World) -> Session {
    let session = Session {
        token: TokenHash(world.dice()),
        person: world.officer,
        created_at: at(0),
        expires_at: at(60),
        seen_at: Some(at(0)),
        proven_at: None,
        browser: Some("Firefox, Linux".into()),
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
    world.store.close_sessions_of(world.officer, None).await.unwrap();
    assert_eq!(world.store.session(&two.token, at(1)).await.unwrap(), None);
}

/// A person's are listed, the newest first, and all but one can be ended.
pub async fn are_listed_and_ended_but_one(backend: &dyn Backend) {
    let world = World::new(backend).await;
    let one = open(&world).await;
    let later = Session {
        token: TokenHash(world.dice()),
        created_at: at(5),
        browser: None,
        ..one.clone()
    };
    let over = Session {
        token: TokenHash(world.dice()),
        expires_at: at(6),
        ..one.clone()
    };
    for session in [&later, &over] {
        let log = world.log(AuditAction::LoggedIn);
        world.store.open_session(session, &log).await.unwrap();
    }
    let listed = world.store.sessions_of(world.officer, at(6)).await.unwrap();
    assert_eq!(listed, [later.clone(), one.clone()]);
    let nobody = person(99, "", "").id;
    assert_eq!(world.store.sessions_of(nobody, at(6)).await.unwrap(), []);
    let own = Some(&one.token);
    world.store.close_sessions_of(world.officer, own).await.unwrap();
    assert_eq!(
        world.store.sessions_of(world.officer, at(6)).await.unwrap(),
        [one]
    );
}

/// What is kept of a session's use: when it was last seen, never going back, and when a second factor was shown in it. Of one that
/// an earlier release began nothing is known until it is used.
pub async fn know_their_last_use(backend: &dyn Backend) {
    let world = World::new(backend).await;
    let before = Session {
        token: TokenHash(world.dice()),
        seen_at: None,
        ..open(&world).await
    };
    let log = world.log(AuditAction::LoggedIn);
    world.store.open_session(&before, &log).await.unwrap();
    let kept = async || {
        let found = world.store.session(&before.token, at(1)).await.unwrap();
        found.unwrap().0
    };
    assert_eq!(kept().await, before);
    for (used, seen) in [(3, 3), (9, 9), (4, 9)] {
        world.store.session_used(&before, at(used)).await.unwrap();
        assert_eq!(kept().await.seen_at, Some(at(seen)), "used at {used}");
    }
    world.store.session_proven(&before.token, at(10)).await.unwrap();
    let expected = Session {
        seen_at: Some(at(9)),
        proven_at: Some(at(10)),
        ..before.clone()
    };
    assert_eq!(kept().await, expected);
    let listed = world.store.sessions_of(world.officer, at(10)).await.unwrap();
    assert!(listed.contains(&expected), "{listed:?}");
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
