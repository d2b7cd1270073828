//! Permits.

use permit::{PermitId, PermitNumber};
use review::{Command, MaybeNewer, Message};

use super::world::{at, person};
use super::{Backend, World};
use crate::{
    AuditAction, AuditActor, AuditQuery, AuditRecord, Delivery, Expected, MassRevocation, PermitChange,
    PermitLine, PermitRow, PermitStatus, Resigning, RevokedBy, StoreError, Subject, VehicleHash,
};

fn change(world: &World, permit: &PermitRow, from: PermitStatus, to: PermitStatus) -> PermitChange {
    PermitChange {
        permit: permit.id,
        application: permit.application,
        from,
        to,
        line: Some(PermitLine {
            at: at(10),
            actor: AuditActor::Person(world.officer),
            reason: "false declaration".into(),
        }),
        outbox: vec![world.mail(permit.application, Message::Revoked, 10)],
    }
}

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

/// The list, the log and the outbox have the change; whoever saw another status is told, and nothing is sent.
pub async fn a_change_needs_the_status_that_was_seen(backend: &dyn Backend) {
    let world = World::new(backend).await;
    let permit = world.approved(1).await;
    assert!(world.store.list_changes(permit.list).await.unwrap().is_empty());
    let suspend = change(&world, &permit, PermitStatus::Active, PermitStatus::Suspended);
    world.store.change_permit(&suspend).await.unwrap();
    let late = world
        .store
        .change_permit(&PermitChange {
            to: PermitStatus::Revoked,
            ..suspend
        })
        .await;
    let expected = Expected::Permit(PermitStatus::Active);
    assert!(
        matches!(late, Err(StoreError::Conflict { subject: Subject::Permit, expected: e }) if e == expected)
    );
    let changes = world.store.list_changes(permit.list).await.unwrap();
    assert_eq!(changes, [(permit.index, PermitStatus::Suspended)]);
    let log = world
        .store
        .audit(&AuditQuery {
            limit: 1,
            ..AuditQuery::default()
        })
        .await
        .unwrap();
    let (from, to) = (PermitStatus::Active, PermitStatus::Suspended);
    let action = AuditAction::PermitChanged {
        permit: permit.number,
        from,
        to,
        reason: "false declaration".into(),
    };
    assert_eq!(log[0].1.action, action);
    assert_eq!(world.store.outbox_of(permit.application).await.unwrap().len(), 1);
    let again = change(&world, &permit, PermitStatus::Suspended, PermitStatus::Active);
    world.store.change_permit(&again).await.unwrap();
    assert!(world.store.list_changes(permit.list).await.unwrap().is_empty());
    let unknown = PermitChange {
        permit: PermitId(world.dice()),
        ..again
    };
    assert!(matches!(
        world
            .store
            .change_permit(&PermitChange { from, to, ..unknown })
            .await,
        Err(StoreError::NotFound(Subject::Permit))
    ));
}

/// No way back from a revocation.
pub async fn a_revoked_permit_stays_revoked(backend: &dyn Backend) {
    let world = World::new(backend).await;
    let permit = world.approved(1).await;
    let revoke = change(&world, &permit, PermitStatus::Active, PermitStatus::Revoked);
    world.store.change_permit(&revoke).await.unwrap();
    let undo = change(&world, &permit, PermitStatus::Revoked, PermitStatus::Active);
    assert!(matches!(
        world.store.change_permit(&undo).await,
        Err(StoreError::Contradiction(_))
    ));
    assert_eq!(
        world.store.permit(&permit.id).await.unwrap().status,
        PermitStatus::Revoked
    );
}

/// One action for everything that somebody approved: others' and expired permits stay, holders are told once.
pub async fn everything_an_officer_approved_is_revoked(backend: &dyn Backend) {
    let world = World::new(backend).await;
    let second = person(2, "Túpac", "tupac@example.org");
    world
        .store
        .add_person(&second, &world.log(AuditAction::PersonAdded(second.id)))
        .await
        .unwrap();
    let (one, two) = (world.approved(1).await, world.approved(2).await);
    let expired = world.approved(-24 * 60).await;
    let suspend = change(&world, &two, PermitStatus::Active, PermitStatus::Suspended);
    world
        .store
        .change_permit(&PermitChange {
            outbox: Vec::new(),
            ..suspend
        })
        .await
        .unwrap();
    let revocation = MassRevocation {
        which: RevokedBy::Approver(world.officer),
        actor: AuditActor::Person(second.id),
        reason: "sold approvals".into(),
        at: at(10),
    };
    let counted = world.store.count_revocable(&revocation.which, at(10)).await;
    assert_eq!(counted.unwrap(), 2);
    assert_eq!(world.store.revoke_all(&revocation).await.unwrap(), 2);
    assert_eq!(
        world.store.revoke_all(&revocation).await.unwrap(),
        0,
        "doing it again is fine"
    );
    let counted = world.store.count_revocable(&revocation.which, at(10)).await;
    assert_eq!(counted.unwrap(), 0);
    for permit in [&one, &two] {
        assert_eq!(
            world.store.permit(&permit.id).await.unwrap().status,
            PermitStatus::Revoked
        );
        let mail = world.store.outbox_of(permit.application).await.unwrap();
        assert_eq!(mail.len(), 1);
        assert_eq!(
            (mail[0].entry.message.clone(), mail[0].delivery),
            (MaybeNewer::Known(Message::Revoked), Delivery::Due(at(10)))
        );
    }
    assert_eq!(
        world.store.permit(&expired.id).await.unwrap().status,
        PermitStatus::Active
    );
    let nobody = MassRevocation {
        which: RevokedBy::Approver(second.id),
        ..revocation
    };
    assert_eq!(world.store.revoke_all(&nobody).await.unwrap(), 0);
}

/// One action for what a service issued from a time on, until another.
pub async fn everything_a_service_issued_in_a_time_is_revoked(backend: &dyn Backend) {
    let world = World::new(backend).await;
    let mut permits = Vec::new();
    for minute in 1..=4 {
        permits.push(world.approved(minute).await);
    }
    let revocation = MassRevocation {
        which: RevokedBy::Service {
            service: world.service.clone(),
            from: at(2),
            until: at(4),
        },
        actor: AuditActor::System,
        reason: "issued by a wrong rule".into(),
        at: at(10),
    };
    let counted = world.store.count_revocable(&revocation.which, at(10)).await;
    assert_eq!(counted.unwrap(), 2);
    assert_eq!(world.store.revoke_all(&revocation).await.unwrap(), 2);
    let mut statuses = Vec::new();
    for permit in &permits {
        statuses.push(world.store.permit(&permit.id).await.unwrap().status);
    }
    let (active, revoked) = (PermitStatus::Active, PermitStatus::Revoked);
    assert_eq!(statuses, [active, revoked, revoked, active]);
    let log = world
        .store
        .audit(&AuditQuery {
            limit: 1,
            ..AuditQuery::default()
        })
        .await
        .unwrap();
    assert!(matches!(
        log[0].1.action.known(),
        Some(AuditAction::PermitsRevoked { count: 2, .. })
    ));
}

/// A second permit at the same place of a list is refused, and with it the transition that would issue it.
pub async fn a_taken_place_is_told(backend: &dyn Backend) {
    let world = World::new(backend).await;
    let first = world.approved(1).await;
    let id = world.submitted(2).await;
    world.act(id, Command::Claim, world.officer, 3).await.unwrap();
    let case = world.store.case(id).await.unwrap();
    let mut transition = world.filed(&case, Command::Approve { note: None }, world.officer, 4);
    let permit = world.permit(&transition.application, 4).await;
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
    transition.permit_change = Some(change(
        &world,
        &older,
        PermitStatus::Active,
        PermitStatus::Replaced,
    ));
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
    let mut transition = world.filed(&case, Command::Approve { note: None }, world.officer, minute);
    let permit = PermitRow {
        vehicle: Some(vehicle),
        ..world.permit(&transition.application, minute).await
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
    world
        .store
        .change_permit(&change(
            &world,
            &older,
            PermitStatus::Active,
            PermitStatus::Revoked,
        ))
        .await
        .unwrap();
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
        let change = change(&world, permit, PermitStatus::Active, to);
        world.store.change_permit(&change).await.unwrap();
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

/// A signature is put in the place of the one that was seen, with its letter and its line, once.
pub async fn are_signed_anew_once(backend: &dyn Backend) {
    let world = World::new(backend).await;
    let permit = world.approved(1).await;
    let resigning = Resigning {
        permit: permit.id,
        application: permit.application,
        seen: permit.signed.clone(),
        signed: vec![0xd2, 0x85],
        outbox: vec![world.mail(permit.application, Message::Approved, 2)],
    };
    let log = world.log(AuditAction::PermitSignedAnew(permit.number));
    let letters = world.store.outbox_of(permit.application).await.unwrap().len();
    world.store.resign_permit(&resigning, &log).await.unwrap();
    world.store.resign_permit(&resigning, &log).await.unwrap();
    let kept = world.store.permit(&permit.id).await.unwrap();
    assert_eq!(
        kept,
        PermitRow {
            signed: resigning.signed.clone(),
            ..permit.clone()
        }
    );
    assert_eq!(
        world.store.outbox_of(permit.application).await.unwrap().len(),
        letters + 1
    );
    let late = Resigning {
        signed: vec![0xd2, 0x86],
        ..resigning.clone()
    };
    let late = world.store.resign_permit(&late, &log).await;
    let expected = Expected::Signature;
    assert!(
        matches!(late, Err(StoreError::Conflict { subject: Subject::Permit, expected: e }) if e == expected)
    );
    let lines = world
        .store
        .audit(&AuditQuery {
            limit: 100,
            ..AuditQuery::default()
        })
        .await
        .unwrap();
    assert_eq!(
        lines
            .iter()
            .filter(|(_, line)| *line == AuditRecord::from(log.clone()))
            .count(),
        1
    );

    let revocation = change(&world, &permit, PermitStatus::Active, PermitStatus::Revoked);
    world.store.change_permit(&revocation).await.unwrap();
    let revoked = Resigning {
        seen: resigning.signed.clone(),
        signed: vec![0xd2, 0x87],
        ..resigning.clone()
    };
    let revoked = world.store.resign_permit(&revoked, &log).await;
    assert!(
        matches!(revoked, Err(StoreError::Conflict { .. })),
        "whose permit was revoked a moment ago is sent none"
    );

    let unknown = Resigning {
        permit: PermitId(world.dice()),
        ..resigning.clone()
    };
    let unknown = world.store.resign_permit(&unknown, &log).await;
    assert!(matches!(unknown, Err(StoreError::NotFound(Subject::Permit))));
    world
        .store
        .erase(
            permit.application,
            &world.log(AuditAction::Erased(permit.application)),
        )
        .await
        .unwrap();
    let erased = Resigning {
        seen: Vec::new(),
        ..resigning
    };
    let erased = world.store.resign_permit(&erased, &log).await;
    assert!(
        matches!(erased, Err(StoreError::Conflict { .. })),
        "what the law erased is not signed again"
    );
}
