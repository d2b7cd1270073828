//! Credentials.

use review::MaybeNewer;
use serde_json::json;

use super::world::{at, person};
use super::{Backend, World};
use crate::{AuditAction, AuditQuery, Credential, Person, Proof, StoreError, Subject, TokenHash};

/// One of the world's officer, made in a minute, that ends in another or never.
pub(super) fn made(world: &World, proof: Proof, minute: i64, ends: Option<i64>) -> Credential {
    Credential {
        key: TokenHash(world.dice()),
        person: world.officer,
        proof: proof.into(),
        created_at: at(minute),
        expires_at: ends.map(at),
        revision: 0,
    }
}

pub(super) fn totp(last_step: u64) -> Proof {
    Proof::Totp {
        sealed: "c2VhbGVk".into(),
        last_step,
    }
}

async fn lines(world: &World) -> usize {
    let query = AuditQuery {
        limit: 100,
        ..AuditQuery::default()
    };
    world.store.audit(&query).await.unwrap().len()
}

/// What goes, what comes and the line of the log are one step, which says how many were there to go.
pub async fn are_exchanged_together(backend: &dyn Backend) {
    let world = World::new(backend).await;
    let codes = Proof::RecoveryCodes {
        left: vec!["a".into(), "b".into()],
    };
    let first = [made(&world, totp(7), 1, None), made(&world, codes, 2, None)];
    let log = world.log(AuditAction::SecondFactorAdded(world.officer));
    let before = lines(&world).await;
    let none = world.store.exchange_credentials(&[], &first, Some(&log)).await;
    assert_eq!(none.unwrap(), 0);
    assert_eq!(lines(&world).await, before + 1);
    let kept = world.store.credentials_of(world.officer, at(3)).await.unwrap();
    assert_eq!(kept, first);
    let nobody = person(99, "", "").id;
    assert_eq!(world.store.credentials_of(nobody, at(3)).await.unwrap(), []);

    let taken = Credential {
        created_at: at(4),
        ..first[1].clone()
    };
    let refused = world
        .store
        .exchange_credentials(&[first[0].key], &[taken], Some(&log))
        .await;
    assert!(
        matches!(refused, Err(StoreError::AlreadyExists(Subject::Credential))),
        "{refused:?}"
    );
    let kept = world.store.credential(&first[0].key, at(4)).await.unwrap();
    assert_eq!(kept.as_ref(), Some(&first[0]), "nothing of a refused step stays");
    assert_eq!(lines(&world).await, before + 1);

    let next = made(&world, totp(0), 5, None);
    let keys = [first[0].key, first[1].key, TokenHash(world.dice())];
    let removed = world
        .store
        .exchange_credentials(&keys, std::slice::from_ref(&next), None)
        .await;
    assert_eq!(removed.unwrap(), 2);
    assert_eq!(
        world.store.credentials_of(world.officer, at(5)).await.unwrap(),
        [next]
    );
}

/// Of any number who take one at once, one does, with what they add and their line in the log; what is there already is not added.
pub async fn one_is_traded_by_one(backend: &dyn Backend) {
    let world = World::new(backend).await;
    let begun = || made(&world, Proof::BegunLogIn { is_known: false }, 1, Some(60));
    let log = world.log(AuditAction::SecondFactorAdded(world.officer));
    let (one, other) = (begun(), begun());
    let both = [one.clone(), other.clone()];
    world.store.exchange_credentials(&[], &both, None).await.unwrap();
    let before = lines(&world).await;
    let takers = (0..8).map(|_| {
        let (store, taken, log) = (world.store.clone(), one.key, log.clone());
        let new = made(&world, totp(7), 2, None);
        tokio::spawn(async move {
            let traded = store
                .trade_credential(&taken, std::slice::from_ref(&new), Some(&log))
                .await;
            traded.map(|()| new)
        })
    });
    let mut traded = Vec::new();
    for taker in takers.collect::<Vec<_>>() {
        match taker.await.unwrap() {
            Ok(new) => traded.push(new),
            Err(StoreError::Conflict { .. }) => {}
            Err(error) => panic!("{error:?}"),
        }
    }
    assert_eq!(traded.len(), 1);
    assert_eq!(lines(&world).await, before + 1);

    let taken = Credential {
        person: world.officer,
        ..traded[0].clone()
    };
    let refused = world
        .store
        .trade_credential(&other.key, &[taken], Some(&log))
        .await;
    assert!(
        matches!(refused, Err(StoreError::AlreadyExists(Subject::Credential))),
        "{refused:?}"
    );
    assert_eq!(lines(&world).await, before + 1);
    let kept = world.store.credentials_of(world.officer, at(3)).await.unwrap();
    assert_eq!(
        kept,
        [other, traded.remove(0)],
        "nothing of a refused trade stays"
    );
}

/// Of two who have seen the same, the second is told; so is who changes what has gone.
pub async fn change_at_the_revision_seen(backend: &dyn Backend) {
    let world = World::new(backend).await;
    let seen = made(&world, totp(7), 1, None);
    world
        .store
        .exchange_credentials(&[], std::slice::from_ref(&seen), None)
        .await
        .unwrap();
    let changed = Credential {
        proof: totp(8).into(),
        ..seen.clone()
    };
    world.store.change_credential(&changed, None).await.unwrap();
    let before = lines(&world).await;
    let log = world.log(AuditAction::LoggedIn);
    let late = world.store.change_credential(&changed, Some(&log)).await;
    let conflict = |result: Result<(), StoreError>| {
        matches!(
            result,
            Err(StoreError::Conflict {
                subject: Subject::Credential,
                ..
            })
        )
    };
    assert!(conflict(late));
    assert_eq!(lines(&world).await, before, "a refused change leaves no line");
    let kept = world.store.credential(&seen.key, at(2)).await.unwrap();
    let expected = Credential {
        revision: 1,
        ..changed
    };
    assert_eq!(kept.as_ref(), Some(&expected));
    world
        .store
        .exchange_credentials(&[seen.key], &[], None)
        .await
        .unwrap();
    assert!(conflict(world.store.change_credential(&expected, None).await));
}

/// What has an end is over then, and goes with the password; a second factor stays.
pub async fn end_by_themselves_and_with_the_password(backend: &dyn Backend) {
    let world = World::new(backend).await;
    let lasting = made(&world, totp(7), 1, None);
    let link = made(&world, Proof::PasswordLink, 1, Some(30));
    let browser = made(&world, Proof::KnownBrowser, 2, Some(600));
    let ceremony = Proof::PasskeyCeremony {
        beside: "00ff".into(),
        state: "{}".into(),
    };
    let ceremony = made(&world, ceremony, 3, Some(30));
    let passkey = Proof::Passkey {
        name: "Llavero".into(),
        key: "{}".into(),
        last_used_at: Some(at(2)),
    };
    let passkey = made(&world, passkey, 3, None);
    let all = [
        lasting.clone(),
        link.clone(),
        browser.clone(),
        ceremony,
        passkey.clone(),
    ];
    world.store.exchange_credentials(&[], &all, None).await.unwrap();
    let found = world.store.credential(&link.key, at(29)).await.unwrap();
    assert_eq!(found.as_ref(), Some(&link));
    assert_eq!(world.store.credential(&link.key, at(30)).await.unwrap(), None);
    world.store.sweep(at(30)).await.unwrap();
    assert_eq!(
        world.store.credential(&link.key, at(1)).await.unwrap(),
        None,
        "swept"
    );
    assert_eq!(
        world.store.credentials_of(world.officer, at(31)).await.unwrap(),
        [lasting.clone(), browser, passkey.clone()]
    );
    let log = world.log(AuditAction::PasswordSet(world.officer));
    let rosa = world.store.person(world.officer).await.unwrap();
    let changed = Person {
        password_hash: "$new".into(),
        ..rosa
    };
    world.store.change_person(&changed, &log).await.unwrap();
    assert_eq!(
        world.store.credentials_of(world.officer, at(31)).await.unwrap(),
        [lasting, passkey]
    );
}

/// What this release does not know is read as it was written, and not lost.
pub async fn of_a_newer_release_are_kept(backend: &dyn Backend) {
    let world = World::new(backend).await;
    let newer = Credential {
        proof: MaybeNewer::read(json!({"kind": "palm", "vein": [1, 2]})),
        ..made(&world, totp(7), 1, None)
    };
    assert!(newer.proof.known().is_none());
    world
        .store
        .exchange_credentials(&[], std::slice::from_ref(&newer), None)
        .await
        .unwrap();
    assert_eq!(
        world.store.credential(&newer.key, at(2)).await.unwrap(),
        Some(newer)
    );
}
