//! Timers.

use jiff::SignedDuration;
use review::{ApplicationId, Command, MaybeNewer, TimerKind, TimerName};
use serde_json::{Value, json};

use super::super::World;
use super::super::moving::all_of;
use super::super::world::at;
use super::{NewerRow, Shared};
use crate::{AuditAction, KeptTimer, Kind, Record, Retry, Timer};

const LEASE: SignedDuration = SignedDuration::from_mins(5);

fn name(visit: u64) -> TimerName {
    TimerName {
        kind: TimerKind::Deadline,
        step: "check".into(),
        visit,
    }
}

fn own(visit: u64) -> Value {
    serde_json::to_value(name(visit)).unwrap()
}

fn lapse() -> Value {
    json!({"command": "lapse"})
}

/// Names and commands of which this release does not know the command, the kind, and a field.
fn unknown() -> [(Value, Value); 3] {
    [
        (own(1), json!({"command": "expire", "permit": "7A"})),
        (json!({"kind": "expiry", "permit": "7A"}), lapse()),
        (own(3), json!({"command": "lapse", "because": "silence"})),
    ]
}

fn timer(application: ApplicationId, visit: u64) -> Timer {
    Timer {
        application,
        name: name(visit),
        at: at(i64::try_from(visit).unwrap()),
        command: Command::Lapse,
    }
}

/// A case with those, and then with two timers that this release knows.
async fn with_timers(shared: &dyn Shared, world: &World) -> ApplicationId {
    let mut transition = world.transition(0);
    let id = transition.case.application.id;
    transition.timers = (1..=5).map(|visit| timer(id, visit)).collect();
    world.store.submit(transition).await.unwrap();
    for (visit, (name_of_it, command)) in (1..).zip(unknown()) {
        let row = NewerRow::Timer {
            application: id,
            known: name(visit),
            name: name_of_it,
            command,
        };
        shared.write(row).await;
    }
    id
}

/// A timer that this release cannot carry out waits for the one that can, in nobody's way and as if never taken.
pub async fn a_timer_is_left_to_that_release(shared: &dyn Shared) {
    let world = World::new(shared).await;
    let id = with_timers(shared, &world).await;
    // The third is taken and given back, since its names are known; the others take nobody's place.
    let due = world.store.due_timers(at(9), LEASE, 3).await.unwrap();
    assert_eq!(
        due.iter().map(|due| &due.timer.name).collect::<Vec<_>>(),
        [&name(4), &name(5)]
    );
    assert_eq!(world.store.due_timers(at(9), LEASE, 9).await.unwrap(), []);
    world.store.timer_done(&due[0]).await.unwrap();
    world
        .store
        .timer_failed(&due[1], "no signer", Retry::Never, at(9))
        .await
        .unwrap();
    let row = NewerRow::Timer {
        application: id,
        known: name(5),
        name: own(5),
        command: json!({"command": "expire"}),
    };
    shared.write(row).await;

    let kept = timers_of(&world, id).await;
    for (kept, (name, command)) in kept.iter().zip(&unknown()) {
        assert_eq!(serde_json::to_value(&kept.name).unwrap(), *name);
        assert_eq!(serde_json::to_value(&kept.command).unwrap(), *command);
        assert_eq!((kept.attempts, kept.dead_at), (0, None));
    }
    let dead = world.store.dead_timers(9).await.unwrap();
    assert_eq!(dead, kept[3..]);
    assert_eq!(dead[0].command, MaybeNewer::read(json!({"command": "expire"})));

    // The release that knows them need not wait for a lease of this one.
    let known = NewerRow::Timer {
        application: id,
        known: name(3),
        name: own(3),
        command: lapse(),
    };
    shared.write(known).await;
    assert_eq!(world.store.due_timers(at(9), LEASE, 9).await.unwrap().len(), 1);
}

/// Who moves a case on forgets the timers of before, and cannot tell whether that release's are over. The law forgets all.
pub async fn a_timer_of_that_release_outlives_a_transition(shared: &dyn Shared) {
    let world = World::new(shared).await;
    let id = with_timers(shared, &world).await;
    let case = world.store.case(id).await.unwrap();
    let mut claimed = world.filed(&case, Command::Claim, world.officer, 6);
    claimed.cancel_timers = true;
    claimed.timers = vec![timer(id, 6)];
    world.store.commit(claimed).await.unwrap();
    let left: Vec<_> = timers_of(&world, id)
        .await
        .into_iter()
        .map(|kept| kept.name)
        .collect();
    let [unknown_command, unknown_kind, _] = unknown();
    assert_eq!(
        left,
        [
            MaybeNewer::read(unknown_command.0),
            MaybeNewer::read(unknown_kind.0),
            name(6).into()
        ]
    );
    world
        .store
        .erase(id, &world.log(AuditAction::Erased(id)))
        .await
        .unwrap();
    assert_eq!(timers_of(&world, id).await, []);
}

async fn timers_of(world: &World, id: ApplicationId) -> Vec<KeptTimer> {
    let records = all_of(Kind::Applications, &*world.store).await;
    let timers = records.into_iter().find_map(|record| match record {
        Record::Application(kept_application) if kept_application.id() == id => Some(kept_application.timers),
        _ => None,
    });
    timers.unwrap()
}
