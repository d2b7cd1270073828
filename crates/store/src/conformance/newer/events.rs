//! Events, and fields of an application.

use review::chain::{self, Head};
use review::{ApplicationId, Command, Hash, Link, NewerEvent, NotWhole, whole_history};
use serde_json::{Value, json};

use super::super::World;
use super::{NewerRow, Shared, event_after};
use crate::{AuditAction, StoreError, Subject};

/// The application's JSON once a newer release has taken that event in.
fn state_after(case: &crate::Case, event: &NewerEvent) -> Value {
    let mut state = serde_json::to_value(&case.application).unwrap();
    state["revision"] = event.erased.sequence.into();
    state["head"] = event.erased.hash.to_string().into();
    state
}

/// A submitted case whose history a newer release has gone on with; in its row are `fields` that this one does not know.
pub(super) async fn gone_on(
    shared: &dyn Shared,
    world: &World,
    fields: &Value,
) -> (ApplicationId, NewerEvent) {
    let id = world.submitted(1).await;
    let case = world.store.case(id).await.unwrap();
    let end = Head::of(&world.store.history(id).await.unwrap()).unwrap();
    let event = event_after(&end, 2);
    let mut state = state_after(&case, &event);
    for (name, value) in fields.as_object().unwrap() {
        state[name] = value.clone();
    }
    let row = NewerRow::Event {
        event: event.clone(),
        state,
    };
    shared.write(row).await;
    (id, event)
}

/// An event that is not known reads as it was written, at the end of a chain that holds.
pub async fn an_event_is_kept_as_it_is(shared: &dyn Shared) {
    let world = World::new(shared).await;
    let (id, event) = gone_on(shared, &world, &json!({})).await;
    let history = world.store.history(id).await.unwrap();
    assert_eq!(history.last(), Some(&Link::Newer(event.clone())));
    chain::verify(&history).unwrap();
    let newer = NotWhole::Newer {
        sequence: 3,
        kind: "permit-lent".into(),
    };
    assert_eq!(whole_history(&history), Err(newer));
    let head = Head {
        application: id,
        sequence: 3,
        hash: event.erased.hash,
    };
    assert_eq!(world.store.heads(None, 10).await.unwrap(), [head]);
}

/// This release goes on from there: its event follows, and the fields that it does not know stay in the row.
pub async fn a_history_goes_on_after_it(shared: &dyn Shared) {
    let world = World::new(shared).await;
    let lent = json!({"lent": {"at": "2026-03-22T08:00:00Z", "revision": 3}});
    let (id, event) = gone_on(shared, &world, &lent).await;
    world.act(id, Command::Claim, world.officer, 3).await.unwrap();
    let history = world.store.history(id).await.unwrap();
    chain::verify(&history).unwrap();
    let claimed = history[3].header();
    assert_eq!((claimed.sequence, claimed.previous), (4, event.erased.hash));
    let case = world.store.case(id).await.unwrap();
    assert_eq!(case.application.status.name(), "Claimed");
    assert_eq!(
        (case.application.revision, Some(case.application.head)),
        (4, hash_of(&history))
    );
    assert_eq!(case.application.newer["lent"], lent["lent"]);
    let late = world.filed(&case, Command::Release, world.officer, 4);
    world.act(id, Command::Release, world.officer, 4).await.unwrap();
    assert!(matches!(
        world.store.commit(late).await,
        Err(StoreError::Conflict {
            subject: Subject::Application,
            ..
        })
    ));
}

fn hash_of(history: &[Link]) -> Option<Hash> {
    history.last().map(Link::hash)
}

/// The law erases what it says too; a row with fields that may tell of the person is left to that release.
pub async fn it_is_erased(shared: &dyn Shared) {
    let world = World::new(shared).await;
    let (id, event) = gone_on(shared, &world, &json!({})).await;
    let heads = world.store.heads(None, 10).await.unwrap();
    world
        .store
        .erase(id, &world.log(AuditAction::Erased(id)))
        .await
        .unwrap();
    let history = world.store.history(id).await.unwrap();
    assert_eq!(history.last(), Some(&Link::Erased(event.erased)));
    chain::verify(&history).unwrap();
    assert_eq!(world.store.heads(None, 10).await.unwrap(), heads);

    let (id, _) = gone_on(shared, &world, &json!({"lent": 1})).await;
    let (case, history) = (
        world.store.case(id).await.unwrap(),
        world.store.history(id).await.unwrap(),
    );
    let refused = world.store.erase(id, &world.log(AuditAction::Erased(id))).await;
    assert!(
        matches!(refused, Err(StoreError::Newer(Subject::Application))),
        "{refused:?}"
    );
    assert_eq!(world.store.case(id).await.unwrap(), case);
    assert_eq!(world.store.history(id).await.unwrap(), history);
}
