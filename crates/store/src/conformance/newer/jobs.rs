//! Jobs.

use jiff::SignedDuration;
use review::MaybeNewer;
use serde_json::json;

use super::super::World;
use super::super::jobs::enqueued;
use super::super::world::at;
use super::{NewerRow, Shared};

/// A job of an unknown kind, and one of a known kind with an unknown field, are read and not taken.
pub async fn a_job_is_left_to_that_release(shared: &dyn Shared) {
    let world = World::new(shared).await;
    let instructions = [
        json!({"kind": "replace-permit", "permit": "7A"}),
        json!({
            "kind": "revoke-permits", "which": {"Approver": world.officer}, "reason": "fraud", "note": "sold",
            "silently": true
        }),
    ];
    let mut ids = Vec::new();
    for instruction in &instructions {
        let id = enqueued(&world, 1).await.id;
        let instruction = instruction.clone();
        shared.write(NewerRow::Job { id, instruction }).await;
        ids.push(id);
    }
    let ours = enqueued(&world, 2).await;
    let lease = SignedDuration::from_mins(5);
    let due = world.store.due_jobs(at(3), lease, 10).await.unwrap();
    assert_eq!(due.iter().map(|due| due.job.id).collect::<Vec<_>>(), [ours.id]);
    for (id, instruction) in ids.into_iter().zip(instructions) {
        let kept = world.store.job(id).await.unwrap();
        assert_eq!(kept.instruction, MaybeNewer::read(instruction));
        assert_eq!(kept.attempts, 0);
    }
}
