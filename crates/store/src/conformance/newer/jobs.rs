//! Jobs.

use jiff::SignedDuration;
use review::MaybeNewer;
use serde_json::{Value, json};

use super::super::World;
use super::super::jobs::enqueued;
use super::super::world::at;
use super::{NewerRow, Shared};
use crate::Instruction;

/// A job of an unknown kind, ones of a known kind with an unknown field or with unknown progress, and one that ended in an
/// unknown way are read and not taken, and hold up no other.
pub async fn a_job_is_left_to_that_release(shared: &dyn Shared) {
    let world = World::new(shared).await;
    let known = json!({
        "kind": "revoke-permits", "which": {"Approver": world.officer}, "reason": "fraud", "note": "sold"
    });
    let mut silently = known.clone();
    silently["silently"] = json!(true);
    let plain = json!({"total": 7, "done": 0, "refused": 0, "done_before": 0});
    let rows: [(Value, Value, Option<&'static str>); 4] = [
        (
            json!({"kind": "renumber-permits", "permit": "7A"}),
            plain.clone(),
            None,
        ),
        (silently, plain.clone(), None),
        (known.clone(), json!({"total": 7, "cursor": {"list": 3}}), None),
        (known, plain, Some("postponed")),
    ];
    let mut ids = Vec::new();
    for (instruction, progress, result) in rows.clone() {
        let id = enqueued(&world, 1).await.id;
        let row = NewerRow::Job {
            id,
            instruction,
            progress,
            result,
        };
        shared.write(row).await;
        ids.push(id);
    }
    let ours = enqueued(&world, 2).await;
    let lease = SignedDuration::from_mins(5);
    let mut taken = Vec::new();
    for _ in 0..4 {
        let due = world.store.due_jobs(at(3), lease, 1).await.unwrap();
        taken.extend(due.iter().map(|due| due.job.id));
    }
    assert_eq!(taken, [ours.id]);
    let revocations = world
        .store
        .jobs(Instruction::REVOKE_PERMITS, None, 10)
        .await
        .unwrap();
    assert_eq!(revocations.len(), 4, "whatever else they say");
    for (id, (instruction, progress, result)) in ids.into_iter().zip(rows) {
        let kept = world.store.job(id).await.unwrap();
        assert_eq!(kept.instruction, MaybeNewer::read(instruction));
        assert_eq!(kept.progress, MaybeNewer::read(progress));
        assert_eq!(kept.ended.is_some(), result.is_some());
        assert_eq!(kept.attempts, 0);
    }
}
