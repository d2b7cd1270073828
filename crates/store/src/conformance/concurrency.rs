//! Many at once.

use std::collections::BTreeSet;
use std::sync::Arc;

use review::{ApplicationId, Command, Message, PersonId};
use tokio::task::JoinSet;
use uuid::Uuid;

use super::world::person;
use super::{Backend, World};
use crate::{AuditAction, QueueScope, StoreError, Subject};

const MANY: usize = 64;

/// Everybody takes the oldest case that nobody else has taken meanwhile; no two have the same.
pub async fn sixty_four_tasks_claim_different_cases(backend: &dyn Backend) {
    let world = Arc::new(World::new(backend).await);
    for minute in 1..=64 {
        world.submitted(minute).await;
    }
    let mut tasks = JoinSet::new();
    for _ in 0..MANY {
        let world = Arc::clone(&world);
        tasks.spawn(async move { claim_next(&world).await });
    }
    let claimed: BTreeSet<ApplicationId> = tasks.join_all().await.into_iter().collect();
    assert_eq!(claimed.len(), MANY);
    assert!(
        world
            .store
            .claim_candidates(&[QueueScope::everything()], None, 1)
            .await
            .unwrap()
            .is_empty()
    );
}

async fn claim_next(world: &World) -> ApplicationId {
    loop {
        let candidates = world
            .store
            .claim_candidates(&[QueueScope::everything()], None, 64)
            .await
            .unwrap();
        assert!(!candidates.is_empty(), "there is a case for everybody");
        for id in candidates {
            let case = world.store.case(id).await.unwrap();
            if case.application.status.name() != "Queued" {
                continue;
            }
            match world
                .store
                .commit(world.filed(&case, Command::Claim, world.officer, 100))
                .await
            {
                Ok(()) => return id,
                Err(StoreError::Conflict { .. }) => {}
                Err(other) => panic!("{other}"),
            }
        }
    }
}

/// Two decide the same case as they both have seen it: one is kept, the other is told.
pub async fn one_of_two_deciders_wins(backend: &dyn Backend) {
    let world = World::new(backend).await;
    let second = person(2, "Túpac", "tupac@example.org");
    world
        .store
        .add_person(&second, &world.log(AuditAction::PersonAdded(second.id)))
        .await
        .unwrap();
    let id = world.submitted(1).await;
    let seen = world.store.case(id).await.unwrap();
    let claim = |by: PersonId| world.store.commit(world.filed(&seen, Command::Claim, by, 2));
    let (one, other) = tokio::join!(claim(world.officer), claim(second.id));
    let (won, lost): (Vec<_>, Vec<_>) = [one, other].into_iter().partition(Result::is_ok);
    assert_eq!((won.len(), lost.len()), (1, 1));
    assert!(matches!(
        lost[0],
        Err(StoreError::Conflict {
            subject: Subject::Application,
            ..
        })
    ));
    let history = world.store.history(id).await.unwrap();
    assert_eq!(history.len() as u64, seen.application.revision + 1);
}

/// Among submissions that arrive together, one whose reference is taken and one of an unknown version fail
/// alone.
pub async fn submissions_together_each_get_their_own_result(backend: &dyn Backend) {
    let world = Arc::new(World::new(backend).await);
    let first = world.transition(0);
    world.store.submit(first.clone()).await.unwrap();
    let mut tasks = JoinSet::new();
    for number in 0..MANY {
        let world = Arc::clone(&world);
        let mut submission = world.transition(1);
        match number {
            20 => submission.case.reference = first.case.reference,
            40 => submission.case.application.version = forms::ContentHash([0; 32]),
            _ => {}
        }
        tasks.spawn(async move { (number, world.store.submit(submission).await) });
    }
    for (number, result) in tasks.join_all().await {
        match number {
            20 => assert!(matches!(
                result,
                Err(StoreError::AlreadyExists(Subject::Reference))
            )),
            40 => assert!(matches!(result, Err(StoreError::Contradiction(_)))),
            _ => assert!(result.unwrap().first, "submission {number}"),
        }
    }
    assert_eq!(world.store.heads(None, 100).await.unwrap().len(), 1 + MANY - 2);
}

/// Among transitions that arrive together, one that rests on an older row and one whose message is there
/// already fail alone.
pub async fn transitions_together_each_get_their_own_result(backend: &dyn Backend) {
    let world = Arc::new(World::new(backend).await);
    let mut tasks = JoinSet::new();
    for number in 0..MANY {
        let mut submission = world.transition(1);
        let id = submission.case.application.id;
        let mail = world.mail(id, Message::Received, 1);
        submission.outbox = vec![mail.clone()];
        world.store.submit(submission).await.unwrap();
        let mut claim = world.filed(
            &world.store.case(id).await.unwrap(),
            Command::Claim,
            world.officer,
            2,
        );
        match number {
            20 => world.act(id, Command::Claim, world.officer, 2).await.unwrap(),
            40 => claim.outbox = vec![mail],
            _ => {}
        }
        let store = Arc::clone(&world.store);
        tasks.spawn(async move { (number, id, store.commit(claim).await) });
    }
    for (number, id, result) in tasks.join_all().await {
        let status = world.store.case(id).await.unwrap().application.status.name();
        match number {
            20 => assert!(matches!(result, Err(StoreError::Conflict { .. }))),
            40 => {
                assert!(matches!(result, Err(StoreError::AlreadyExists(Subject::Mail))));
                assert_eq!(status, "Queued");
            }
            _ => assert_eq!((result.unwrap(), status), ((), "Claimed"), "transition {number}"),
        }
        assert_eq!(world.store.outbox_of(id).await.unwrap().len(), 1);
    }
}

/// However many send the same submission at once, one writes it and all get its result.
pub async fn a_submission_at_once_from_many_is_one(backend: &dyn Backend) {
    let world = Arc::new(World::new(backend).await);
    let id = world.transition(0).case.application.id;
    let mut tasks = JoinSet::new();
    for _ in 0..MANY {
        let world = Arc::clone(&world);
        let transition = world.transition_of(id, 1);
        tasks.spawn(async move { world.store.submit(transition).await.unwrap() });
    }
    let results = tasks.join_all().await;
    let ids: BTreeSet<Uuid> = results.iter().map(|submitted| submitted.id.0).collect();
    assert_eq!(ids.len(), 1);
    assert_eq!(results.iter().filter(|submitted| submitted.first).count(), 1);
}
