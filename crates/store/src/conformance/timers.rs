//! Timers.

use jiff::SignedDuration;
use review::{ApplicationId, Command, TimerKind, TimerName};

use super::world::at;
use super::{Backend, World};
use crate::{Retry, Timer};

const LEASE: SignedDuration = SignedDuration::from_mins(5);

fn timer(application: ApplicationId, kind: TimerKind, minute: i64) -> Timer {
    let name = TimerName {
        kind,
        step: "check".into(),
        visit: 2,
    };
    Timer {
        application,
        name,
        at: at(minute),
        command: Command::Lapse,
    }
}

/// Submits a case with timers at these minutes, the first a deadline, the second for an answer.
async fn with_timers(world: &World, minutes: &[i64]) -> ApplicationId {
    let mut submission = world.transition(0);
    let id = submission.case.application.id;
    let kinds = [TimerKind::Deadline, TimerKind::Answer];
    submission.timers = kinds
        .into_iter()
        .zip(minutes)
        .map(|(kind, minute)| timer(id, kind, *minute))
        .collect();
    world.store.submit(submission).await.unwrap();
    id
}

/// What is due comes oldest first, to one taker alone; once done it never comes again.
pub async fn a_timer_is_taken_by_one_and_done(backend: &dyn Backend) {
    let world = World::new(backend).await;
    let id = with_timers(&world, &[3, 1]).await;
    assert!(world.store.due_timers(at(0), LEASE, 10).await.unwrap().is_empty());
    let due = world.store.due_timers(at(4), LEASE, 10).await.unwrap();
    let timers: Vec<_> = due.iter().map(|due| due.timer.clone()).collect();
    assert_eq!(
        timers,
        [timer(id, TimerKind::Answer, 1), timer(id, TimerKind::Deadline, 3)]
    );
    assert!(world.store.due_timers(at(4), LEASE, 10).await.unwrap().is_empty());
    world.store.timer_done(&due[0]).await.unwrap();
    let left = world.store.due_timers(at(9), LEASE, 10).await.unwrap();
    assert_eq!(
        (left.len(), left[0].attempts, &left[0].timer),
        (1, 2, &timers[1]),
        "its lease ran out"
    );
}

/// The worker that carries out the old timer does not remove the new one of the same name.
pub async fn one_set_anew_survives_the_old_ones_end(backend: &dyn Backend) {
    let world = World::new(backend).await;
    let id = with_timers(&world, &[1]).await;
    let old = world.store.due_timers(at(1), LEASE, 10).await.unwrap().remove(0);
    let case = world.store.case(id).await.unwrap();
    let mut transition = world.unmoved(&case);
    transition.timers = vec![timer(id, TimerKind::Deadline, 60)];
    world.store.commit(transition).await.unwrap();
    world.store.timer_done(&old).await.unwrap();
    let new = world.store.due_timers(at(60), LEASE, 10).await.unwrap().remove(0);
    assert_eq!((new.timer, new.attempts), (timer(id, TimerKind::Deadline, 60), 1));
}

/// A transition forgets the timers of before and sets its own.
pub async fn are_cancelled_with_a_transition(backend: &dyn Backend) {
    let world = World::new(backend).await;
    let id = with_timers(&world, &[1, 2]).await;
    let case = world.store.case(id).await.unwrap();
    let mut transition = world.unmoved(&case);
    transition.cancel_timers = true;
    transition.timers = vec![timer(id, TimerKind::Answer, 30)];
    world.store.commit(transition).await.unwrap();
    let due = world.store.due_timers(at(99), LEASE, 10).await.unwrap();
    let timers: Vec<_> = due.into_iter().map(|due| due.timer).collect();
    assert_eq!(timers, [timer(id, TimerKind::Answer, 30)]);
}

/// A failure waits for its time; the last one is dead and visible.
pub async fn a_failure_is_tried_again_then_given_up(backend: &dyn Backend) {
    let world = World::new(backend).await;
    with_timers(&world, &[1]).await;
    let due = world.store.due_timers(at(1), LEASE, 10).await.unwrap().remove(0);
    world
        .store
        .timer_failed(&due, "no signer", Retry::At(at(10)), at(2))
        .await
        .unwrap();
    assert!(world.store.due_timers(at(9), LEASE, 10).await.unwrap().is_empty());
    let due = world.store.due_timers(at(10), LEASE, 10).await.unwrap().remove(0);
    assert_eq!(due.attempts, 2);
    world
        .store
        .timer_failed(&due, "still no signer", Retry::Never, at(11))
        .await
        .unwrap();
    assert!(
        world
            .store
            .due_timers(at(999), LEASE, 10)
            .await
            .unwrap()
            .is_empty()
    );
    let dead = world.store.dead_timers(10).await.unwrap();
    assert_eq!(
        (dead.len(), dead[0].last_error.as_deref()),
        (1, Some("still no signer"))
    );
}
