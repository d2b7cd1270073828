//! Erasure by law.

use review::chain;
use review::{
    Application, Command, Link, Message, PermitReason, PermitRef, PermitRequest, Replacement,
    ReplacementReason,
};

use super::devices::enrolled;
use super::drafts::draft;
use super::incidents::{closing, report};
use super::scans::scan;
use super::world::{answers, at};
use super::{Backend, World};
use crate::{
    AuditAction, Case, Contact, Draft, PermitChange, PermitStatus, QueueFilter, QueueScope, Report,
    ScanQuery, StoreError, Subject, Transition,
};

/// Everything that names the holder goes; status, decisions, the chain and its head stay. What was loaded before comes too late.
pub async fn personal_data_go_and_the_chain_stays(backend: &dyn Backend) {
    let world = World::new(backend).await;
    let permit = world.approved(1).await;
    let id = permit.application;
    let before = world.store.case(id).await.unwrap();
    let mut told = world.unmoved(&before);
    told.outbox = vec![world.mail(id, Message::Approved, 1)];
    world.store.commit(told.clone()).await.unwrap();
    let heads = world.store.heads(None, 10).await.unwrap();

    let log = world.log(AuditAction::Erased(id));
    world.store.erase(id, &log).await.unwrap();
    world.store.erase(id, &log).await.unwrap();

    let case = world.store.case(id).await.unwrap();
    assert_eq!(case.application.status, before.application.status);
    assert_eq!(case.application.decisions, before.application.decisions);
    assert!(case.application.answers.is_empty() && case.contact == crate::Contact::default());
    assert_eq!(case.erased_at, Some(log.at));
    assert_eq!(case, before.erased(&[], log.at));
    let history = world.store.history(id).await.unwrap();
    assert!(history.iter().all(|link| matches!(link, Link::Erased(_))));
    chain::verify(&history).unwrap();
    assert_eq!(world.store.heads(None, 10).await.unwrap(), heads);
    let kept = world.store.permit(&permit.id).await.unwrap();
    assert!(kept.signed.is_empty() && kept.printed == crate::Printed::default());
    assert!(world.store.outbox_of(id).await.unwrap().is_empty());
    let search = Some(crate::Search::of("quispe"));
    let filter = QueueFilter {
        scopes: vec![QueueScope::everything()],
        search,
        rows: 10,
        ..QueueFilter::default()
    };
    assert_eq!(world.store.queue(&filter).await.unwrap().total, 0);
    let moved = world.store.commit(told).await;
    assert!(matches!(
        moved,
        Err(StoreError::Conflict {
            subject: Subject::Application,
            ..
        })
    ));
}

/// A permit changes after it was erased, with an event and without a word about anybody.
pub async fn its_permit_is_revoked_afterwards(backend: &dyn Backend) {
    let world = World::new(backend).await;
    let permit = world.approved(1).await;
    let id = permit.application;
    world
        .store
        .erase(id, &world.log(AuditAction::Erased(id)))
        .await
        .unwrap();
    let case = world.store.case(id).await.unwrap();
    let (active, revoked) = (PermitStatus::Active, PermitStatus::Revoked);
    let command = Command::RevokePermit(PermitRequest {
        permit: PermitRef(permit.id.0),
        seen: active,
        reason: PermitReason::Order,
        note: None,
    });
    let filed = world.filed(&case, command, world.officer, 9);
    let transition = Transition {
        case: Case {
            contact: Contact::default(),
            erased_at: case.erased_at,
            ..filed.case
        },
        permit_change: Some(PermitChange {
            line: None,
            ..world.permit_change(&permit, active, revoked, 9)
        }),
        ..filed
    };
    for forbidden in [
        Transition {
            case: Case {
                contact: world.transition(1).case.contact,
                ..transition.case.clone()
            },
            ..transition.clone()
        },
        Transition {
            case: Case {
                application: Application {
                    answers: answers("Ana"),
                    ..transition.case.application.clone()
                },
                ..transition.case.clone()
            },
            ..transition.clone()
        },
        Transition {
            outbox: vec![world.mail(id, Message::Revoked, 9)],
            ..transition.clone()
        },
    ] {
        let refused = world.store.commit(forbidden).await;
        assert!(matches!(refused, Err(StoreError::Contradiction(_))));
    }
    world.store.commit(transition).await.unwrap();
    assert_eq!(world.store.permit(&permit.id).await.unwrap().status, revoked);
    let kept = world.store.case(id).await.unwrap();
    assert_eq!((kept.contact, kept.erased_at), (case.contact, case.erased_at));
    let history = world.store.history(id).await.unwrap();
    assert!(matches!(history.last(), Some(Link::Whole(_))));
    chain::verify(&history).unwrap();
}

/// What was scanned stays as a number at a checkpoint, what was reported as a fact; neither leads to the permit, and
/// nothing that comes later is tied to it.
pub async fn what_was_checked_is_nobodys(backend: &dyn Backend) {
    let world = World::new(backend).await;
    let (permit, other) = (world.approved(1).await, world.approved(1).await);
    let phone = enrolled(&world, "Norte 1").await;
    let seen = [scan(&world, &permit, 20), scan(&world, &other, 21)];
    world.store.keep_scans(phone.id, &seen, at(30)).await.unwrap();
    let told = [
        report(&world, &phone, &permit, 30),
        report(&world, &phone, &permit, 31),
        report(&world, &phone, &other, 32),
    ];
    for told in &told {
        world.store.report(told).await.unwrap();
    }
    let log = world.log(AuditAction::IncidentClosed(told[0].id));
    world
        .store
        .close_incident(told[0].id, &closing(&world, 40), &log)
        .await
        .unwrap();

    let log = world.log(AuditAction::Erased(permit.application));
    world.store.erase(permit.application, &log).await.unwrap();
    world
        .store
        .keep_scans(phone.id, &[scan(&world, &permit, 50)], at(51))
        .await
        .unwrap();
    let late = report(&world, &phone, &permit, 52);
    world.store.report(&late).await.unwrap();

    assert!(world.store.scans_of(&permit.id, 10).await.unwrap().is_empty());
    assert!(world.store.incidents_of(&permit.id).await.unwrap().is_empty());
    assert_eq!(world.store.scans_of(&other.id, 10).await.unwrap().len(), 1);
    assert_eq!(
        world.store.incidents_of(&other.id).await.unwrap()[0].report,
        told[2]
    );
    let all = ScanQuery {
        from: at(0),
        until: at(100),
        services: Some(vec![world.service.clone()]),
    };
    let tally = world.store.tally_scans(&all).await.unwrap();
    assert_eq!(tally.iter().map(|row| row.count).sum::<u64>(), 3);
    for told in &told[..2] {
        let kept = world.store.incident(told.id).await.unwrap();
        let bare = Report {
            permit: None,
            note: None,
            code: None,
            ..told.clone()
        };
        assert_eq!(kept.report, bare);
        assert_eq!(kept.service, Some(world.service.clone()));
        assert!(kept.closed.is_none_or(|closing| closing.note.is_none()));
    }
    assert_eq!(world.store.incident(late.id).await.unwrap().report.permit, None);
}

/// Which permit stands in the place of which is told by ids for ever, though the event that told it is empty.
pub async fn what_stands_in_the_place_of_what_stays(backend: &dyn Backend) {
    let world = World::new(backend).await;
    let (earlier, newer) = (world.approved(1).await, world.approved(2).await);
    let case = world.store.case(earlier.application).await.unwrap();
    let replacement = Replacement {
        permit: PermitRef(earlier.id.0),
        by: PermitRef(newer.id.0),
        reason: ReplacementReason::Loss,
    };
    let (active, replaced) = (PermitStatus::Active, PermitStatus::Replaced);
    let command = Command::ReplacePermit {
        permit: replacement.permit,
        seen: active,
        by: replacement.by,
        reason: replacement.reason,
    };
    let transition = Transition {
        permit_change: Some(PermitChange {
            line: None,
            ..world.permit_change(&earlier, active, replaced, 9)
        }),
        ..world.filed(&case, command, world.officer, 9)
    };
    world.store.commit(transition).await.unwrap();
    let told = |case: &Case, history: &[Link]| case.application.replacement(history, replacement.permit);
    for _ in 0..2 {
        let case = world.store.case(earlier.application).await.unwrap();
        let history = world.store.history(earlier.application).await.unwrap();
        assert_eq!(told(&case, &history), Some(replacement));
        let log = world.log(AuditAction::Erased(earlier.application));
        world.store.erase(earlier.application, &log).await.unwrap();
    }
}

/// What was begun with its answers, or sent as it, is forgotten, and no other draft.
pub async fn drafts_of_it_go(backend: &dyn Backend) {
    let world = World::new(backend).await;
    let id = world.submitted(1).await;
    let of_it = Draft {
        begun_from: Some(id),
        ..draft(&world)
    };
    let of_none = Draft {
        begun_from: None,
        ..draft(&world)
    };
    let reference = world.store.case(id).await.unwrap().reference;
    let sent_as_it = Draft {
        sent: Some(reference),
        begun_from: None,
        ..draft(&world)
    };
    let all = [of_it, draft(&world), of_none, sent_as_it];
    for draft in &all {
        world.store.save_draft(draft).await.unwrap();
        assert!(world.store.draft(&draft.id, at(1)).await.unwrap().is_some());
    }
    world.store.forget_drafts_of(id, &reference).await.unwrap();
    for (draft, stays) in all.iter().zip([false, true, true, false]) {
        let kept = world.store.draft(&draft.id, at(1)).await.unwrap();
        assert_eq!(kept.is_some(), stays);
    }
}
