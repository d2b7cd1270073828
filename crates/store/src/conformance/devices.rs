//! Phones that police check permits with.

use jiff::SignedDuration;
use uuid::Uuid;

use super::world::at;
use super::{Backend, World};
use crate::{
    AuditAction, AuditActor, AuditQuery, AuditRecord, Checkpoint, Device, DeviceId, DeviceKey, Enrolled,
    Enrolment, Expected, Place, StoreError, Subject, TokenHash,
};

/// An offer that ends at the tenth minute.
pub(super) fn offer(world: &World, name: &str) -> Enrolment {
    Enrolment {
        token: TokenHash(world.dice()),
        name: name.into(),
        checkpoint: Some(Checkpoint {
            name: "Puente Ñaña".into(),
            place: Place::near(-12.05, -77.04),
        }),
        phrase: "tres cóndores".into(),
        made_by: world.officer,
        expires_at: at(10),
        device: None,
    }
}

/// A phone that was enrolled at the first minute.
pub(super) async fn enrolled(world: &World, name: &str) -> Device {
    let offer = offer(world, name);
    let log = world.log(AuditAction::DeviceOffered(name.into()));
    world.store.offer_enrolment(&offer, &log).await.unwrap();
    let (key, id) = (DeviceKey(world.dice()), DeviceId(Uuid::from_bytes(world.dice())));
    match world.store.enrol(&offer.token, key, id, at(1)).await.unwrap() {
        Enrolled::Now(device) => device,
        other => panic!("{other:?}"),
    }
}

/// An offer is taken once: the same key may ask again, another is told, and time ends it.
pub async fn an_offer_is_taken_once(backend: &dyn Backend) {
    let world = World::new(backend).await;
    let offer = offer(&world, "Norte 1");
    let log = world.log(AuditAction::DeviceOffered("Norte 1".into()));
    world.store.offer_enrolment(&offer, &log).await.unwrap();
    let again = world.store.offer_enrolment(&offer, &log).await;
    assert!(matches!(
        again,
        Err(StoreError::AlreadyExists(Subject::Enrolment))
    ));

    assert_eq!(world.store.enrolment(&offer.token).await.unwrap(), offer);

    let (mine, theirs) = (DeviceKey(world.dice()), DeviceKey(world.dice()));
    let draw = || DeviceId(Uuid::from_bytes(world.dice()));
    let enrol = |key, minute| world.store.enrol(&offer.token, key, draw(), at(minute));
    let Enrolled::Now(device) = enrol(mine, 9).await.unwrap() else {
        panic!("it is the first");
    };
    assert_eq!((&device.name, device.key), (&offer.name, mine));
    assert_eq!(
        (&device.checkpoint, &device.phrase),
        (&offer.checkpoint, &offer.phrase)
    );
    assert_eq!((device.enrolled_by, device.enrolled_at), (world.officer, at(9)));
    assert_eq!(world.store.device(device.id).await.unwrap(), device);
    let taken = Enrolment {
        device: Some(device.id),
        ..offer.clone()
    };
    assert_eq!(world.store.enrolment(&offer.token).await.unwrap(), taken);
    let nothing = world.store.enrolment(&TokenHash([0; 32])).await;
    assert!(matches!(nothing, Err(StoreError::NotFound(Subject::Enrolment))));

    let same = Enrolled::AlreadyThisKey(device.clone());
    assert_eq!(enrol(mine, 9).await.unwrap(), same);
    assert_eq!(enrol(mine, 11).await.unwrap(), same, "also when its time is over");
    assert_eq!(enrol(theirs, 9).await.unwrap(), Enrolled::Used);
    assert_eq!(
        world.store.devices().await.unwrap(),
        std::slice::from_ref(&device)
    );
    let unknown = world.store.enrol(&TokenHash([0; 32]), mine, draw(), at(9)).await;
    assert_eq!(unknown.unwrap(), Enrolled::Unknown);

    let lines = world
        .store
        .audit(&AuditQuery {
            limit: 2,
            ..AuditQuery::default()
        })
        .await
        .unwrap();
    let (last, before) = (&lines[0].1, &lines[1].1);
    assert_eq!(last.actor, AuditActor::Device(device.id));
    assert_eq!(last.action, AuditAction::DeviceEnrolled(device.id));
    assert_eq!(before, &log.into(), "the refused ones left no line");
}

/// Nobody takes an offer that is over; a day later it is forgotten.
pub async fn an_offer_ends(backend: &dyn Backend) {
    let world = World::new(backend).await;
    let offer = offer(&world, "Norte 1");
    let log = world.log(AuditAction::DeviceOffered("Norte 1".into()));
    world.store.offer_enrolment(&offer, &log).await.unwrap();
    let key = DeviceKey(world.dice());
    let id = DeviceId(Uuid::from_bytes(world.dice()));
    let enrol = |minute| world.store.enrol(&offer.token, key, id, at(minute));
    assert_eq!(enrol(10).await.unwrap(), Enrolled::Expired);
    world.store.sweep(at(9 + 24 * 60)).await.unwrap();
    assert_eq!(enrol(10).await.unwrap(), Enrolled::Expired);
    world.store.sweep(at(10 + 24 * 60)).await.unwrap();
    assert_eq!(enrol(10).await.unwrap(), Enrolled::Unknown);
    assert!(world.store.devices().await.unwrap().is_empty());
}

/// Of many who scan the same QR at once, one has it.
pub async fn one_of_many_takes_an_offer(backend: &dyn Backend) {
    let world = World::new(backend).await;
    let offer = offer(&world, "Norte 1");
    let log = world.log(AuditAction::DeviceOffered("Norte 1".into()));
    world.store.offer_enrolment(&offer, &log).await.unwrap();
    let tries = (0..8).map(|_| {
        let (store, token) = (world.store.clone(), offer.token);
        let (key, id) = (DeviceKey(world.dice()), DeviceId(Uuid::from_bytes(world.dice())));
        tokio::spawn(async move { store.enrol(&token, key, id, at(1)).await.unwrap() })
    });
    let tries: Vec<_> = tries.collect();
    let mut taken = 0;
    for one in tries {
        match one.await.unwrap() {
            Enrolled::Now(_) => taken += 1,
            other => assert_eq!(other, Enrolled::Used),
        }
    }
    assert_eq!(taken, 1);
    assert_eq!(world.store.devices().await.unwrap().len(), 1);
}

/// A change is of the revision that was seen and leaves a line; key, origin and sightings stay, and moving is dated.
pub async fn change_at_the_revision_seen(backend: &dyn Backend) {
    let world = World::new(backend).await;
    let device = enrolled(&world, "Norte 1").await;
    let mut log = world.log(AuditAction::DeviceChanged(device.id));
    log.at = at(30);
    let renamed = Device {
        name: "Norte 2".into(),
        phrase: "dos llamas".into(),
        key: DeviceKey([9; 65]),
        ..device.clone()
    };
    world.store.change_device(&renamed, &log).await.unwrap();
    let kept = world.store.device(device.id).await.unwrap();
    assert_eq!(
        kept,
        Device {
            name: "Norte 2".into(),
            phrase: "dos llamas".into(),
            revision: 1,
            ..device.clone()
        },
        "placed where it was since it was enrolled"
    );
    let late = world.store.change_device(&renamed, &log).await;
    let expected = Expected::Revision(0);
    assert!(
        matches!(late, Err(StoreError::Conflict { subject: Subject::Device, expected: e }) if e == expected)
    );

    let moved = Device {
        checkpoint: None,
        revoked_at: Some(at(31)),
        ..kept
    };
    world.store.change_device(&moved, &log).await.unwrap();
    let kept = world.store.device(device.id).await.unwrap();
    assert_eq!(
        kept,
        Device {
            placed_at: at(30),
            revision: 2,
            ..moved
        }
    );

    let unknown = Device {
        id: DeviceId(Uuid::from_u128(7)),
        ..kept
    };
    let unknown = world.store.change_device(&unknown, &log).await;
    assert!(matches!(unknown, Err(StoreError::NotFound(Subject::Device))));
    let unknown = world.store.device(DeviceId(Uuid::from_u128(7))).await;
    assert!(matches!(unknown, Err(StoreError::NotFound(Subject::Device))));
    let lines = world
        .store
        .audit(&AuditQuery {
            limit: 10,
            ..AuditQuery::default()
        })
        .await
        .unwrap();
    assert_eq!(
        lines
            .iter()
            .filter(|(_, line)| *line == AuditRecord::from(log.clone()))
            .count(),
        2
    );
}

/// That a phone spoke is written once a minute, and is no change that anybody could have missed.
pub async fn are_seen_to_the_minute(backend: &dyn Backend) {
    let world = World::new(backend).await;
    let device = enrolled(&world, "Norte 1").await;
    assert_eq!(device.seen_at, None);
    for (second, seen) in [(0, 0), (59, 0), (60, 60), (61, 60), (30, 60), (600, 600)] {
        let time = |second| at(5) + SignedDuration::from_secs(second);
        world.store.seen(device.id, time(second)).await.unwrap();
        let kept = world.store.device(device.id).await.unwrap();
        assert_eq!((kept.seen_at, kept.revision), (Some(time(seen)), 0), "{second}");
    }
    world
        .store
        .seen(DeviceId(Uuid::from_u128(7)), at(5))
        .await
        .unwrap();
}
