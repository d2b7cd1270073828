//! What applications are found by.

use review::{ApplicationId, Command};
use tokio::task::JoinSet;
use uuid::Uuid;

use super::{Backend, World};
use crate::{AuditAction, LookUp, LookedThrough, StoreError, Transition};

/// A submission without anything to find it by, as a program of the release before makes it.
async fn kept_before(world: &World) -> ApplicationId {
    let transition = Transition {
        look_ups: None,
        ..world.transition(1)
    };
    world.store.submit(transition).await.unwrap().id
}

async fn found(world: &World, look_up: LookUp) -> Vec<ApplicationId> {
    world.store.applications_by(look_up, 10).await.unwrap()
}

async fn revision(world: &World, id: ApplicationId) -> u64 {
    world.store.case(id).await.unwrap().application.revision
}

/// Fills in an application as it is now.
async fn fill_in(world: &World, id: ApplicationId, look_ups: Vec<LookUp>) {
    let revision = revision(world, id).await;
    world
        .store
        .fill_in_look_ups(id, revision, look_ups)
        .await
        .unwrap();
}

/// All that are missing, looked through in small pages.
async fn missing(world: &World) -> Vec<ApplicationId> {
    let (mut missing, mut after) = (Vec::new(), None);
    loop {
        let page = world.store.look_ups_missing(after, 2).await.unwrap();
        missing.extend(page.missing);
        if page.last.is_none() {
            return missing;
        }
        assert!(page.last > after, "it goes on");
        after = page.last;
    }
}

/// Everything that an application names leads to it, and to all others that name the same.
pub async fn lead_to_applications(backend: &dyn Backend) {
    let world = World::new(backend).await;
    let shared = world.look_ups().remove(0);
    let mut ids = Vec::new();
    for minute in 1..=3 {
        let mut transition = world.transition(minute);
        let own = transition.look_ups.clone().unwrap();
        transition.look_ups.as_mut().unwrap().extend([shared, shared]);
        let id = world.store.submit(transition).await.unwrap().id;
        for look_up in own {
            assert_eq!(found(&world, look_up).await, [id]);
        }
        ids.push(id);
    }
    ids.sort();
    assert_eq!(found(&world, shared).await, ids);
    assert_eq!(world.store.applications_by(shared, 2).await.unwrap(), ids[..2]);
    let of_nobody = world.look_ups().remove(0);
    assert_eq!(found(&world, of_nobody).await, []);
}

/// A transition that brings answers replaces them; any other, and one that is refused, leaves them.
pub async fn change_with_the_answers(backend: &dyn Backend) {
    let world = World::new(backend).await;
    let transition = world.transition(1);
    let before = transition.look_ups.clone().unwrap();
    let id = world.store.submit(transition).await.unwrap().id;
    let seen = world.store.case(id).await.unwrap();
    world.act(id, Command::Claim, world.officer, 2).await.unwrap();
    assert_eq!(found(&world, before[1]).await, [id]);

    let mut late = world.filed(&seen, Command::Claim, world.officer, 3);
    late.look_ups = Some(world.look_ups());
    let refused = late.look_ups.clone().unwrap();
    assert!(matches!(
        world.store.commit(late).await,
        Err(StoreError::Conflict { .. })
    ));
    assert_eq!(found(&world, before[1]).await, [id]);
    assert_eq!(found(&world, refused[1]).await, []);

    let after = [world.look_ups(), vec![before[0]]].concat();
    let case = world.store.case(id).await.unwrap();
    let mut answered = world.filed(&case, Command::Release, world.officer, 4);
    answered.look_ups = Some(after.clone());
    world.store.commit(answered).await.unwrap();
    for &look_up in &after {
        assert_eq!(found(&world, look_up).await, [id]);
    }
    for &look_up in &before[1..] {
        assert_eq!(found(&world, look_up).await, []);
    }

    let case = world.store.case(id).await.unwrap();
    let mut answered = world.filed(&case, Command::Claim, world.officer, 5);
    answered.look_ups = Some(Vec::new());
    world.store.commit(answered).await.unwrap();
    for &look_up in &after {
        assert_eq!(found(&world, look_up).await, []);
    }
    assert_eq!(missing(&world).await, []);
}

/// A repetition's own are thrown away with the rest of it.
pub async fn of_a_repeated_submission_are_the_firsts(backend: &dyn Backend) {
    let world = World::new(backend).await;
    let first = world.transition(1);
    let other = world.transition_of(first.case.application.id, 2);
    let (kept, thrown_away) = (first.look_ups.clone().unwrap(), other.look_ups.clone().unwrap());
    let id = world.store.submit(first).await.unwrap().id;
    world.store.submit(other).await.unwrap();
    for (&kept, &thrown_away) in kept.iter().zip(&thrown_away) {
        assert_eq!(found(&world, kept).await, [id]);
        assert_eq!(found(&world, thrown_away).await, []);
    }
}

/// What is filed together, new or changed, has each its own.
pub async fn filed_together_are_each_their_own(backend: &dyn Backend) {
    let world = World::new(backend).await;
    let (mut changing, mut gone) = (Vec::new(), Vec::new());
    for minute in 1..=12 {
        let first = world.transition(minute);
        let before = first.look_ups.clone().unwrap();
        let id = world.store.submit(first).await.unwrap().id;
        let case = world.store.case(id).await.unwrap();
        let mut transition = world.filed(&case, Command::Claim, world.officer, 20);
        if minute % 3 > 0 {
            transition.look_ups = Some(world.look_ups());
            gone.extend(before);
        }
        changing.push(transition);
    }
    let (mut expected, mut tasks) = (Vec::new(), JoinSet::new());
    for transition in changing {
        expected.push((
            transition.case.application.id,
            transition.look_ups.clone().unwrap_or_default(),
        ));
        let store = world.store.clone();
        tasks.spawn(async move { store.commit(transition).await.unwrap() });
    }
    for minute in 30..60 {
        let transition = world.transition(minute);
        expected.push((
            transition.case.application.id,
            transition.look_ups.clone().unwrap(),
        ));
        let store = world.store.clone();
        tasks.spawn(async move { store.submit(transition).await.map(drop).unwrap() });
    }
    tasks.join_all().await;
    for look_up in gone {
        assert_eq!(found(&world, look_up).await, []);
    }
    for (id, look_ups) in expected {
        for look_up in look_ups {
            assert_eq!(found(&world, look_up).await, [id]);
        }
    }
    assert_eq!(missing(&world).await, []);
}

/// What was kept before there were any is found page by page and filled in once; it is not found again, even where there
/// is nothing to keep.
pub async fn are_filled_in_once(backend: &dyn Backend) {
    let world = World::new(backend).await;
    assert_eq!(
        world.store.look_ups_missing(None, 2).await.unwrap(),
        LookedThrough::default()
    );
    let mut before = Vec::new();
    for minute in 1..=3 {
        before.push(kept_before(&world).await);
        world.submitted(minute).await;
    }
    before.sort();
    assert_eq!(missing(&world).await, before);

    let kept = world.look_ups();
    fill_in(&world, before[0], kept.clone()).await;
    let late = world.look_ups();
    fill_in(&world, before[0], late.clone()).await;
    fill_in(&world, before[0], Vec::new()).await;
    fill_in(&world, before[1], Vec::new()).await;
    fill_in(&world, before[1], late.clone()).await;
    assert_eq!(missing(&world).await, before[2..]);
    for (&kept, &late) in kept.iter().zip(&late) {
        assert_eq!(found(&world, kept).await, [before[0]]);
        assert_eq!(found(&world, late).await, []);
    }

    let answered = world.look_ups();
    let case = world.store.case(before[2]).await.unwrap();
    let mut transition = world.filed(&case, Command::Claim, world.officer, 5);
    transition.look_ups = Some(answered.clone());
    world.store.commit(transition).await.unwrap();
    fill_in(&world, before[2], late.clone()).await;
    assert_eq!(found(&world, answered[0]).await, [before[2]]);
    assert_eq!(found(&world, late[0]).await, []);

    let stranger = ApplicationId(Uuid::from_u128(77));
    world
        .store
        .fill_in_look_ups(stranger, 1, late.clone())
        .await
        .unwrap();
    assert_eq!(found(&world, late[0]).await, []);
    assert_eq!(missing(&world).await, []);
}

/// Answers that are no longer the application's are not kept, and it stays missing: a program of before may have changed them
/// and kept nothing.
pub async fn of_answers_that_changed_are_not_filled_in(backend: &dyn Backend) {
    let world = World::new(backend).await;
    let id = kept_before(&world).await;
    let (seen, late) = (revision(&world, id).await, world.look_ups());
    world.act(id, Command::Claim, world.officer, 2).await.unwrap();
    world
        .store
        .fill_in_look_ups(id, seen, late.clone())
        .await
        .unwrap();
    assert_eq!(found(&world, late[0]).await, []);
    assert_eq!(missing(&world).await, [id]);
    fill_in(&world, id, late.clone()).await;
    assert_eq!(found(&world, late[0]).await, [id]);
    assert_eq!(missing(&world).await, []);
}

/// Applications of several runs of the table are found together, whoever shares what: a store may sort them by when they came.
pub async fn lead_to_applications_of_every_time(backend: &dyn Backend) {
    let world = World::new(backend).await;
    let (shared, mut tasks) = (world.look_ups()[0], JoinSet::new());
    for minute in 0..4_200 {
        let mut transition = world.transition(minute);
        if minute % 700 == 0 {
            transition.look_ups.as_mut().unwrap().push(shared);
        }
        let store = world.store.clone();
        tasks.spawn(async move { store.submit(transition).await.map(drop).unwrap() });
    }
    tasks.join_all().await;
    let all = found(&world, shared).await;
    assert_eq!(all.len(), 6);
    for id in all {
        let case = world.store.case(id).await.unwrap();
        let mut answered = world.filed(&case, Command::Claim, world.officer, 5_000);
        answered.look_ups = Some(world.look_ups());
        world.store.commit(answered).await.unwrap();
    }
    assert_eq!(found(&world, shared).await, []);
}

/// Many at once fill in the same application, as several nodes do: one of them is kept whole.
pub async fn are_filled_in_by_one_of_many(backend: &dyn Backend) {
    let world = World::new(backend).await;
    let id = kept_before(&world).await;
    let revision = revision(&world, id).await;
    let (mut tried, mut tasks) = (Vec::new(), JoinSet::new());
    for _ in 0..8 {
        let (store, look_ups) = (world.store.clone(), world.look_ups());
        tried.push(look_ups.clone());
        tasks.spawn(async move { store.fill_in_look_ups(id, revision, look_ups).await.unwrap() });
    }
    tasks.join_all().await;
    let mut whole = 0;
    for look_ups in tried {
        let mut kept = 0;
        for &look_up in &look_ups {
            kept += found(&world, look_up).await.len();
        }
        assert!(kept == 0 || kept == look_ups.len(), "{kept}");
        whole += usize::from(kept > 0);
    }
    assert_eq!(whole, 1);
}

/// Erasure takes them away, and nothing brings them back.
pub async fn go_with_erasure(backend: &dyn Backend) {
    let world = World::new(backend).await;
    let transition = world.transition(1);
    let gone = transition.look_ups.clone().unwrap();
    let id = world.store.submit(transition).await.unwrap().id;
    let other = kept_before(&world).await;
    for id in [id, other] {
        let log = world.log(AuditAction::Erased(id));
        world.store.erase(id, &log).await.unwrap();
        fill_in(&world, id, gone.clone()).await;
        for &look_up in &gone {
            assert_eq!(found(&world, look_up).await, []);
        }
        world.store.erase(id, &log).await.unwrap();
    }
    assert_eq!(missing(&world).await, []);
}
