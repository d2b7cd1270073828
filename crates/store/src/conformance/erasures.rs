//! Requests to erase by law, what is over, and what was erased.

use forms::{OfficeId, ServiceId};
use review::{ApplicationId, Command};
use uuid::Uuid;

use super::world::at;
use super::{Backend, World};
use crate::{
    AuditAction, AuditActor, AuditQuery, ErasedApplication, Erasure, ErasureEnd, ErasureGround, ErasureId,
    ErasureOutcome, ErasureQuery, ErasureScope, OverQuery, StoreError, Subject,
};

/// What the applicant asks at that minute.
pub(super) fn asked(world: &World, application: ApplicationId, minute: i64) -> Erasure {
    Erasure {
        id: ErasureId(Uuid::from_bytes(world.dice())),
        application,
        service: world.service.clone(),
        office: None,
        asked_by: AuditActor::Applicant,
        asked_at: at(minute),
        ground: ErasureGround::Holder,
        words: Some("I moved away.".into()),
        proposed: None,
        ended: None,
        revision: 0,
    }
}

/// The same as somebody of the office was for it.
pub(super) fn proposed(world: &World, erasure: &Erasure, minute: i64) -> Erasure {
    Erasure {
        proposed: Some((world.officer, at(minute))),
        ..erasure.clone()
    }
}

/// The same as it was refused.
pub(super) fn refused(world: &World, erasure: &Erasure, minute: i64) -> Erasure {
    Erasure {
        ended: Some(ErasureEnd {
            by: Some(world.officer),
            at: at(minute),
            outcome: ErasureOutcome::Refused,
            refusal: Some("The law says five years.".into()),
        }),
        ..erasure.clone()
    }
}

/// Each with its line in the log; another one only once the first has ended, and none of what is erased or not there.
pub async fn one_is_open_at_a_time(backend: &dyn Backend) {
    let world = World::new(backend).await;
    let (id, other) = (world.submitted(1).await, world.submitted(2).await);
    let first = asked(&world, id, 10);
    let log = world.log(AuditAction::ErasureAsked(id));
    world.store.ask_erasure(&first, &log).await.unwrap();
    world
        .store
        .ask_erasure(&asked(&world, other, 9), &log)
        .await
        .unwrap();
    let second = asked(&world, id, 11);
    let taken = world.store.ask_erasure(&second, &log).await;
    assert!(
        matches!(taken, Err(StoreError::AlreadyExists(Subject::Erasure))),
        "{taken:?}"
    );

    let refused = refused(&world, &first, 12);
    let ended = world.log(AuditAction::ErasureRefused(id));
    world.store.change_erasure(&refused, None, &ended).await.unwrap();
    world.store.ask_erasure(&second, &log).await.unwrap();
    let kept = world.store.erasures_of(id).await.unwrap();
    let ended = Erasure {
        revision: 1,
        ..refused
    };
    assert_eq!(kept, [ended, second.clone()]);
    let everything = ErasureQuery {
        scopes: vec![ErasureScope::default()],
        page: 0,
        rows: 10,
    };
    let open = world.store.open_erasures(&everything).await.unwrap();
    assert_eq!((open.rows.len(), open.total), (2, 2));
    assert_eq!((open.rows[0].application, &open.rows[1]), (other, &second));

    world
        .store
        .erase(id, &world.log(AuditAction::Erased(id)))
        .await
        .unwrap();
    for gone in [id, ApplicationId(Uuid::from_u128(9))] {
        let none = world.store.ask_erasure(&asked(&world, gone, 20), &log).await;
        assert!(
            matches!(none, Err(StoreError::NotFound(Subject::Application))),
            "{none:?}"
        );
    }
    let query = AuditQuery {
        limit: 10,
        ..AuditQuery::default()
    };
    let lines = world.store.audit(&query).await.unwrap();
    let told = |action| {
        lines
            .iter()
            .filter(|(_, line)| line.action.known() == Some(&action))
            .count()
    };
    assert_eq!(told(AuditAction::ErasureAsked(id)), 3);
    assert_eq!(told(AuditAction::ErasureRefused(id)), 1);
}

/// Each sees their own, page by page, however many of others' are older.
pub async fn are_listed_to_who_may_see_them(backend: &dyn Backend) {
    let world = World::new(backend).await;
    let of = |service: &str, office: Option<&str>| {
        let (service, office) = (service.to_owned(), office.map(OfficeId::from));
        move |erasure: Erasure| Erasure {
            service: service.as_str().into(),
            office,
            ..erasure
        }
    };
    let mut kept = Vec::new();
    for (minute, placed) in (1..).zip([
        of("taxis", None),
        of("taxis", Some("15")),
        of("stalls", Some("15")),
        of("stalls", None),
        of("stalls", Some("08")),
    ]) {
        let erasure = placed(asked(&world, world.submitted(minute).await, minute));
        let log = world.log(AuditAction::ErasureAsked(erasure.application));
        world.store.ask_erasure(&erasure, &log).await.unwrap();
        kept.push(erasure.application);
    }
    let scope = |service: Option<&str>, office: Option<&str>| ErasureScope {
        service: service.map(ServiceId::from),
        office: office.map(OfficeId::from),
    };
    let stalls = scope(Some("stalls"), None);
    for (scopes, page, rows, seen, total) in [
        (vec![stalls.clone()], 0, 2, &[2, 3][..], 3),
        (vec![stalls.clone()], 1, 2, &[4], 3),
        (vec![stalls.clone()], 2, 2, &[], 3),
        (vec![scope(None, Some("15"))], 0, 9, &[1, 2], 2),
        (vec![scope(Some("stalls"), Some("15"))], 0, 9, &[2], 1),
        (
            vec![scope(Some("taxis"), Some("08")), stalls],
            0,
            9,
            &[2, 3, 4],
            3,
        ),
        (
            vec![scope(None, None), scope(None, Some("15"))],
            0,
            9,
            &[0, 1, 2, 3, 4],
            5,
        ),
        (Vec::new(), 0, 9, &[], 0),
    ] {
        let query = ErasureQuery { scopes, page, rows };
        let found = world.store.open_erasures(&query).await.unwrap();
        let listed: Vec<ApplicationId> = found.rows.iter().map(|row| row.application).collect();
        let expected: Vec<ApplicationId> = seen.iter().map(|at| kept[*at]).collect();
        assert_eq!((listed, found.total), (expected, total), "{query:?}");
    }
}

/// Of two who decide at once, one is told of the other.
pub async fn are_changed_at_the_revision_seen(backend: &dyn Backend) {
    let world = World::new(backend).await;
    let id = world.submitted(1).await;
    let seen = asked(&world, id, 10);
    let log = world.log(AuditAction::ErasureAsked(id));
    world.store.ask_erasure(&seen, &log).await.unwrap();
    world
        .store
        .change_erasure(&proposed(&world, &seen, 11), None, &log)
        .await
        .unwrap();
    let late = world
        .store
        .change_erasure(&refused(&world, &seen, 12), None, &log)
        .await;
    assert!(
        matches!(
            late,
            Err(StoreError::Conflict {
                subject: Subject::Erasure,
                ..
            })
        ),
        "{late:?}"
    );
    let kept = world.store.erasures_of(id).await.unwrap().remove(0);
    assert_eq!(kept.proposed, Some((world.officer, at(11))));
    let ended = refused(&world, &kept, 13);
    world.store.change_erasure(&ended, None, &log).await.unwrap();
    let again = Erasure { revision: 2, ..ended };
    let over = world.store.change_erasure(&again, None, &log).await;
    assert!(matches!(over, Err(StoreError::Conflict { .. })), "{over:?}");
}

/// Erasing ends the request that is open, in the name of who confirms, and leaves no words in any.
pub async fn end_with_the_erasure(backend: &dyn Backend) {
    let world = World::new(backend).await;
    let (id, other) = (world.submitted(1).await, world.submitted(2).await);
    let log = world.log(AuditAction::ErasureAsked(id));
    let first = asked(&world, id, 10);
    world.store.ask_erasure(&first, &log).await.unwrap();
    let first = refused(&world, &first, 11);
    world.store.change_erasure(&first, None, &log).await.unwrap();
    let second = asked(&world, id, 12);
    let theirs = asked(&world, other, 13);
    for request in [&second, &theirs] {
        world.store.ask_erasure(request, &log).await.unwrap();
    }
    let first = Erasure { revision: 1, ..first };
    let done = world.log(AuditAction::Erased(id));
    world.store.erase(id, &done).await.unwrap();
    world.store.erase(id, &done).await.unwrap();
    let by = Some(world.officer);
    let kept = world.store.erasures_of(id).await.unwrap();
    assert_eq!(kept, [first.erased(by, done.at), second.erased(by, done.at)]);
    assert_eq!(kept[1].ended.as_ref().unwrap().outcome, ErasureOutcome::Erased);
    assert_eq!(world.store.erasures_of(other).await.unwrap(), [theirs]);
}

/// What an operator keeps beside the backups: in order, a page at a time.
pub async fn what_was_erased_is_listed(backend: &dyn Backend) {
    let world = World::new(backend).await;
    let mut expected = Vec::new();
    for minute in 1..4 {
        let id = world.submitted(minute).await;
        world.submitted(minute).await;
        let log = world.log(AuditAction::Erased(id));
        world.store.erase(id, &log).await.unwrap();
        let reference = world.store.case(id).await.unwrap().reference;
        expected.push(ErasedApplication {
            id,
            reference,
            at: log.at,
        });
    }
    expected.sort_by_key(|erased| erased.id);
    let first = world.store.erased_applications(None, 2).await.unwrap();
    assert_eq!(first, expected[..2]);
    let rest = world
        .store
        .erased_applications(Some(first[1].id), 2)
        .await
        .unwrap();
    assert_eq!(rest, expected[2..]);
}

/// Closed, of that service, decided and run out before that time, not erased, and nobody's sample: in the order in which they were
/// submitted, page by page.
pub async fn what_may_be_over_is_found(backend: &dyn Backend) {
    let world = World::new(backend).await;
    let day = 24 * 60;
    let withdrawn = |minute| {
        let world = &world;
        async move {
            let id = world.submitted(minute).await;
            world
                .act(id, Command::Claim, world.officer, minute)
                .await
                .unwrap();
            let reject = Command::Reject {
                reason: "unreadable".into(),
                note: None,
            };
            world.act(id, reject, world.officer, minute + 1).await.unwrap();
            id
        }
    };
    let third = withdrawn(30).await;
    let first = withdrawn(10).await;
    let second = world.approved(20).await.application;
    world.submitted(5).await;
    let erased = withdrawn(15).await;
    let log = world.log(AuditAction::Erased(erased));
    world.store.erase(erased, &log).await.unwrap();
    let query = |before, after, limit| OverQuery {
        service: world.service.clone(),
        before: at(before),
        after,
        limit,
    };
    let over = |query| {
        let store = &world.store;
        async move { store.applications_over(&query).await.unwrap() }
    };
    assert_eq!(over(query(10, None, 9)).await, []);
    assert_eq!(
        over(query(11, None, 9)).await,
        [],
        "submitted before, decided after"
    );
    assert_eq!(
        over(query(40, None, 9)).await,
        [first, third],
        "the permit holds still"
    );
    assert_eq!(
        over(query(20 + day, None, 9)).await,
        [first, third],
        "until then exactly"
    );
    let all = query(21 + day, None, 9);
    assert_eq!(over(all).await, [first, second, third]);
    assert_eq!(over(query(21 + day, None, 2)).await, [first, second]);
    assert_eq!(over(query(21 + day, Some(second), 2)).await, [third]);
    let another = OverQuery {
        service: "market-stall".into(),
        ..query(21 + day, None, 9)
    };
    assert_eq!(over(another).await, []);
}
