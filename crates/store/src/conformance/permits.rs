//! Permits.

use std::sync::Arc;

use permit::{PermitId, PermitNumber};
use review::Command;
use tokio::task::JoinSet;

use super::world::at;
use super::{Backend, World};
use crate::{
    AuditAction, AuditQuery, Expected, PermitRow, PermitStatus, Resigning, StoreError, Subject, VehicleHash,
};

/// By id, by number and by application; what is not there is not found.
pub async fn a_permit_reads_back_whole(backend: &dyn Backend) {
    let world = World::new(backend).await;
    let permit = world.approved(1).await;
    assert_eq!(world.store.permit(&permit.id).await.unwrap(), permit);
    assert_eq!(
        world.store.permit_by_number(&permit.number).await.unwrap(),
        permit
    );
    assert_eq!(
        world.store.permits_of(permit.application).await.unwrap(),
        [permit]
    );
    let missing = world.store.permit(&PermitId(world.dice())).await;
    assert!(matches!(missing, Err(StoreError::NotFound(Subject::Permit))));
    let number = PermitNumber::draw(&world.dice::<56>()).unwrap();
    let missing = world.store.permit_by_number(&number).await;
    assert!(matches!(missing, Err(StoreError::NotFound(Subject::Permit))));
}

/// The list, the log and the outbox have the change; whoever saw another status is told, and nothing is kept or sent.
pub async fn a_change_needs_the_status_that_was_seen(backend: &dyn Backend) {
    let world = World::new(backend).await;
    let permit = world.approved(1).await;
    assert!(world.store.list_changes(permit.list).await.unwrap().is_empty());
    let (active, suspended, revoked) = (
        PermitStatus::Active,
        PermitStatus::Suspended,
        PermitStatus::Revoked,
    );
    world.change_permit(&permit, active, suspended, 10).await.unwrap();
    let late = world.change_permit(&permit, active, revoked, 10).await;
    let expected = Expected::Permit(active);
    assert!(
        matches!(late, Err(StoreError::Conflict { subject: Subject::Permit, expected: e }) if e == expected)
    );
    let changes = world.store.list_changes(permit.list).await.unwrap();
    assert_eq!(changes, [(permit.index, suspended)]);
    let log = world
        .store
        .audit(&AuditQuery {
            limit: 1,
            ..AuditQuery::default()
        })
        .await
        .unwrap();
    let action = AuditAction::PermitChanged {
        permit: permit.number,
        from: active,
        to: suspended,
        reason: "false declaration".into(),
    };
    assert_eq!(log[0].1.action, action);
    assert_eq!(world.store.outbox_of(permit.application).await.unwrap().len(), 1);
    world.change_permit(&permit, suspended, active, 11).await.unwrap();
    assert!(world.store.list_changes(permit.list).await.unwrap().is_empty());
    let unknown = PermitRow {
        id: PermitId(world.dice()),
        ..permit
    };
    assert!(matches!(
        world.change_permit(&unknown, active, suspended, 12).await,
        Err(StoreError::NotFound(Subject::Permit))
    ));
}

/// No way back from a revocation.
pub async fn a_revoked_permit_stays_revoked(backend: &dyn Backend) {
    let world = World::new(backend).await;
    let permit = world.approved(1).await;
    let (active, revoked) = (PermitStatus::Active, PermitStatus::Revoked);
    world.change_permit(&permit, active, revoked, 10).await.unwrap();
    assert!(matches!(
        world.change_permit(&permit, revoked, active, 11).await,
        Err(StoreError::Contradiction(_))
    ));
    assert_eq!(world.store.permit(&permit.id).await.unwrap().status, revoked);
}

/// Changes that arrive together are each kept, but for the one that rests on another status.
pub async fn changed_together_each_get_their_own_result(backend: &dyn Backend) {
    let world = World::new(backend).await;
    let (active, suspended, revoked) = (
        PermitStatus::Active,
        PermitStatus::Suspended,
        PermitStatus::Revoked,
    );
    let mut transitions = Vec::new();
    for minute in 1..=16 {
        let permit = world.approved(minute).await;
        let case = world.store.case(permit.application).await.unwrap();
        let from = if minute == 7 { suspended } else { active };
        let mut transition = world.unmoved(&case);
        transition.permit_change = Some(world.permit_change(&permit, from, revoked, 20));
        transitions.push((minute, permit, transition));
    }
    let mut tasks = JoinSet::new();
    for (minute, permit, transition) in transitions {
        let store = Arc::clone(&world.store);
        tasks.spawn(async move {
            let result = store.commit(transition).await;
            (minute, store.permit(&permit.id).await.unwrap().status, result)
        });
    }
    for (minute, status, result) in tasks.join_all().await {
        if minute == 7 {
            assert!(matches!(result, Err(StoreError::Conflict { .. })));
        } else {
            result.unwrap();
        }
        let expected = if minute == 7 { active } else { revoked };
        assert_eq!(status, expected, "{minute}");
    }
}

/// A second permit at the same place of a list is refused, and with it the transition that would issue it.
pub async fn a_taken_place_is_told(backend: &dyn Backend) {
    let world = World::new(backend).await;
    let first = world.approved(1).await;
    let id = world.submitted(2).await;
    world.act(id, Command::Claim, world.officer, 3).await.unwrap();
    let case = world.store.case(id).await.unwrap();
    let mut transition = world.filed(&case, Command::APPROVE, world.officer, 4);
    let permit = world.permit(&transition.case.application, 4).await;
    transition.permit = Some(PermitRow {
        list: first.list,
        index: first.index,
        ..permit
    });
    let refused = world.store.commit(transition).await;
    assert!(matches!(refused, Err(StoreError::AlreadyExists(Subject::Index))));
    assert_eq!(world.store.case(id).await.unwrap().application, case.application);
}

/// The newer permit and the end of the older are one transaction.
pub async fn a_newer_permit_replaces_the_older(backend: &dyn Backend) {
    let world = World::new(backend).await;
    let older = world.approved(1).await;
    let case = world.store.case(older.application).await.unwrap();
    let mut transition = world.unmoved(&case);
    let newer = world.permit(&case.application, 20).await;
    transition.permit = Some(newer.clone());
    let (active, replaced) = (PermitStatus::Active, PermitStatus::Replaced);
    transition.permit_change = Some(world.permit_change(&older, active, replaced, 20));
    world.store.commit(transition).await.unwrap();
    let kept = world.store.permits_of(older.application).await.unwrap();
    assert_eq!(
        kept,
        [
            PermitRow {
                status: PermitStatus::Replaced,
                ..older
            },
            newer
        ]
    );
}

/// A permit that is issued for a vehicle.
pub(super) async fn issued_for(world: &World, vehicle: VehicleHash, minute: i64) -> PermitRow {
    let id = world.submitted(minute).await;
    world
        .act(id, Command::Claim, world.officer, minute)
        .await
        .unwrap();
    let case = world.store.case(id).await.unwrap();
    let mut transition = world.filed(&case, Command::APPROVE, world.officer, minute);
    let permit = PermitRow {
        vehicle: Some(vehicle),
        ..world.permit(&transition.case.application, minute).await
    };
    transition.permit = Some(permit.clone());
    world.store.commit(transition).await.unwrap();
    permit
}

/// A plate finds its vehicle's permits, newest first, whatever became of them; one that the law erased is not found.
pub async fn are_found_by_plate(backend: &dyn Backend) {
    let world = World::new(backend).await;
    let (mine, theirs) = (VehicleHash([1; 32]), VehicleHash([2; 32]));
    let older = issued_for(&world, mine, 1).await;
    let newer = issued_for(&world, mine, 2).await;
    let erased = issued_for(&world, mine, 3).await;
    let other = issued_for(&world, theirs, 4).await;
    world.approved(5).await;
    let found = world.store.permits_by_plate(&mine, 10).await.unwrap();
    assert_eq!(found, [erased.clone(), newer.clone(), older.clone()]);
    let (active, revoked) = (PermitStatus::Active, PermitStatus::Revoked);
    world.change_permit(&older, active, revoked, 10).await.unwrap();
    let log = world.log(AuditAction::Erased(erased.application));
    world.store.erase(erased.application, &log).await.unwrap();
    assert_eq!(world.store.permit(&erased.id).await.unwrap().vehicle, None);
    let found = world.store.permits_by_plate(&mine, 10).await.unwrap();
    let revoked = PermitRow {
        status: PermitStatus::Revoked,
        ..older
    };
    assert_eq!(found, [newer.clone(), revoked]);
    assert_eq!(world.store.permits_by_plate(&mine, 1).await.unwrap(), [newer]);
    assert_eq!(world.store.permits_by_plate(&theirs, 10).await.unwrap(), [other]);
    assert!(
        world
            .store
            .permits_by_plate(&VehicleHash([3; 32]), 10)
            .await
            .unwrap()
            .is_empty()
    );
}

/// Pages of what still holds or may hold again, each once.
pub async fn are_paged_for_signing_anew(backend: &dyn Backend) {
    let world = World::new(backend).await;
    let mut holding = Vec::new();
    for _ in 0..5 {
        holding.push(world.approved(100).await);
    }
    let suspended = world.approved(100).await;
    let revoked = world.approved(100).await;
    let erased = world.approved(100).await;
    world.approved(1).await;
    for (permit, to) in [
        (&suspended, PermitStatus::Suspended),
        (&revoked, PermitStatus::Revoked),
    ] {
        world
            .change_permit(permit, PermitStatus::Active, to, 110)
            .await
            .unwrap();
    }
    let log = world.log(AuditAction::Erased(erased.application));
    world.store.erase(erased.application, &log).await.unwrap();
    holding.push(PermitRow {
        status: PermitStatus::Suspended,
        ..suspended
    });
    holding.sort_by_key(|permit| permit.id);

    let now = at(1 + 24 * 60);
    let mut paged = Vec::new();
    loop {
        let after = paged.last().map(|permit: &PermitRow| permit.id);
        let page = world.store.permits_after(after.as_ref(), now, 4).await.unwrap();
        if page.is_empty() {
            break;
        }
        assert!(page.len() <= 4);
        paged.extend(page);
    }
    assert_eq!(paged, holding);
}

/// A signature is put in the place of the one that was seen, of a permit that holds or may hold again.
pub async fn are_signed_anew_once(backend: &dyn Backend) {
    let world = World::new(backend).await;
    let permit = world.approved(1).await;
    let resigning = |seen: &[u8], signed: u8| Resigning {
        permit: permit.id,
        seen: seen.to_vec(),
        signed: vec![0xd2, signed],
    };
    let sign = async |resigning: Resigning| {
        let case = world.store.case(permit.application).await.unwrap();
        let mut transition = world.unmoved(&case);
        transition.resigning = Some(resigning);
        world.store.commit(transition).await
    };
    sign(resigning(&permit.signed, 1)).await.unwrap();
    let kept = world.store.permit(&permit.id).await.unwrap();
    assert_eq!(kept.signed, [0xd2, 1]);
    let late = sign(resigning(&permit.signed, 2)).await;
    let expected = Expected::Signature;
    assert!(
        matches!(late, Err(StoreError::Conflict { subject: Subject::Permit, expected: e }) if e == expected)
    );
    sign(resigning(&[0xd2, 1], 3)).await.unwrap();

    let (active, revoked) = (PermitStatus::Active, PermitStatus::Revoked);
    world.change_permit(&permit, active, revoked, 2).await.unwrap();
    assert!(
        matches!(
            sign(resigning(&[0xd2, 3], 4)).await,
            Err(StoreError::Conflict { .. })
        ),
        "whose permit was revoked a moment ago is sent none"
    );
    let unknown = Resigning {
        permit: PermitId(world.dice()),
        ..resigning(&[], 5)
    };
    assert!(matches!(
        sign(unknown).await,
        Err(StoreError::NotFound(Subject::Permit))
    ));
    let kept = world.store.permit(&permit.id).await.unwrap();
    assert_eq!(kept.signed, [0xd2, 3]);
}
