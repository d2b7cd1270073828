//! What a mass revocation concerns.

use permit::PermitId;
use review::{PermitRef, PersonId};
use uuid::Uuid;

use super::world::at;
use super::{Backend, World};
use crate::{JobCursor, PermitStatus, RevokedBy};

/// What a mass revocation concerns, page by page, each once: what is issued or changed meanwhile is passed over.
async fn revocable(world: &World, which: &RevokedBy, minute: i64) -> Vec<PermitId> {
    let (mut found, mut after) = (Vec::new(), None);
    loop {
        let page = world
            .store
            .revocable_permits(which, at(minute), after, 2)
            .await
            .unwrap();
        let Some(last) = page.last() else { return found };
        after = Some(JobCursor {
            application: last.application,
            permit: Some(PermitRef(last.id.0)),
        });
        for permit in page {
            found.push(permit.id);
            if found.len() == 1 {
                let revoked = PermitStatus::Revoked;
                world
                    .change_permit(&permit, permit.status, revoked, minute)
                    .await
                    .unwrap();
                world.approved(minute + 1).await;
            }
        }
    }
}

/// Of what the officer approved in the minutes 1 to 5, what is of a service or of a time.
async fn narrowed_down(world: &World) {
    let own = world.service.clone();
    for (service, from, until, expected) in [
        (None, None, None, 5),
        (Some(own.clone()), None, None, 5),
        (Some("another".into()), None, None, 0),
        (None, Some(3), Some(5), 2),
        (None, None, Some(2), 1),
        (Some(own), Some(5), None, 1),
    ] {
        let which = RevokedBy::Approvals {
            person: world.officer,
            service,
            from: from.map(at),
            until: until.map(at),
        };
        let counted = world.store.count_revocable(&which, at(10)).await.unwrap();
        let found = world
            .store
            .revocable_permits(&which, at(10), None, 10)
            .await
            .unwrap();
        assert_eq!((counted, found.len() as u64), (expected, expected), "{which:?}");
    }
}

/// Everything that somebody approved by then: others', expired and revoked permits are not among it.
pub async fn what_an_officer_approved_is_found(backend: &dyn Backend) {
    let world = World::new(backend).await;
    let mut expected = Vec::new();
    for minute in 1..=5 {
        expected.push(world.approved(minute).await);
    }
    world.approved(-24 * 60).await;
    let gone = world.approved(6).await;
    let (active, suspended, revoked) = (
        PermitStatus::Active,
        PermitStatus::Suspended,
        PermitStatus::Revoked,
    );
    world.change_permit(&gone, active, revoked, 7).await.unwrap();
    let held = &expected[4];
    world.change_permit(held, active, suspended, 7).await.unwrap();
    let which = RevokedBy::Approver(world.officer);
    assert_eq!(world.store.count_revocable(&which, at(10)).await.unwrap(), 5);
    narrowed_down(&world).await;
    let turned = world
        .store
        .revoked_permits(&which, at(10), None, 10)
        .await
        .unwrap();
    let turned: Vec<_> = turned.iter().map(|permit| (permit.id, permit.status)).collect();
    assert_eq!(turned, [(gone.id, revoked)]);
    let mut found = revocable(&world, &which, 10).await;
    found.sort();
    let mut expected: Vec<_> = expected.iter().map(|permit| permit.id).collect();
    expected.sort();
    assert_eq!(found, expected);
    let nobody = RevokedBy::Approver(PersonId(Uuid::from_u128(99)));
    assert!(revocable(&world, &nobody, 10).await.is_empty());
}

/// Everything that a service issued from a time on, until another.
pub async fn what_a_service_issued_in_a_time_is_found(backend: &dyn Backend) {
    let world = World::new(backend).await;
    let mut permits = Vec::new();
    for minute in [1, 2, 2, 2, 3, 4] {
        permits.push(world.approved(minute).await.id);
    }
    let which = RevokedBy::Service {
        service: world.service.clone(),
        from: at(2),
        until: at(4),
    };
    assert_eq!(world.store.count_revocable(&which, at(10)).await.unwrap(), 4);
    let mut found = revocable(&world, &which, 10).await;
    assert_eq!(found.last(), Some(&permits[4]), "the oldest first");
    found.sort();
    let mut expected = permits[1..5].to_vec();
    expected.sort();
    assert_eq!(found, expected);
    let revoked = world
        .store
        .revoked_permits(&which, at(10), None, 10)
        .await
        .unwrap();
    assert_eq!(revoked.len(), 1);
    assert_eq!(revoked[0].status, PermitStatus::Revoked);
    let last = JobCursor {
        application: revoked[0].application,
        permit: Some(PermitRef(revoked[0].id.0)),
    };
    let after = world.store.revoked_permits(&which, at(10), Some(last), 10).await;
    assert!(after.unwrap().is_empty());
}
