//! What becomes of a draft when a newer version of its service is published.

use engine::{
    applications::drafts::{DraftState, OpenDraft},
    authorise::Caller,
    peer::Peer,
};
use forms::{Answers, DraftPolicy, Service, changed::Fact};
use jiff::SignedDuration;

use crate::applying::{SOURCE, answers, published};
use crate::world::World;

/// The service with another cost, which says this of drafts.
fn dearer(policy: &str) -> Service {
    let source = SOURCE.replacen("drafts: pin", &format!("drafts: {policy}"), 1);
    let source = source.replacen(
        "cost: {es: Gratis, en: Free}",
        "cost: {es: S/ 10, en: 10 soles}",
        1,
    );
    forms::read("dearer.yaml", &source).unwrap()
}

/// Somebody's draft with all its answers, overtaken by the newer version.
async fn overtaken(newer: &Service) -> (World, Service, String) {
    let (world, older) = published().await;
    let current = world.engine.services.current(older.id.as_str()).unwrap();
    let secret = world
        .engine
        .begin_draft(&current, answers(&older), "es")
        .await
        .unwrap();
    world
        .engine
        .publish(&Caller::operator(), &newer.clone().into())
        .await
        .unwrap();
    (world, older, secret)
}

async fn state(world: &World, service: &Service, secret: &str) -> DraftState {
    world
        .engine
        .draft(Some(secret), service.id.as_str())
        .await
        .unwrap()
}

fn open(state: DraftState) -> OpenDraft {
    match state {
        DraftState::Open(open) => open,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn the_newer_version_says_under_which_a_draft_goes_on() {
    for (policy, goes_on) in [("pin", "older"), ("fast-forward", "newer"), ("cutoff", "nowhere")] {
        let newer = dearer(policy);
        let (world, older, secret) = overtaken(&newer).await;
        let (found, draft) = match state(&world, &older, &secret).await {
            DraftState::Open(open) if open.service().hash() == older.hash() => ("older", open),
            DraftState::Open(open) => ("newer", open),
            DraftState::Outdated(open) => ("nowhere", open),
            other => panic!("{policy}: {other:?}"),
        };
        assert_eq!(found, goes_on, "{policy}");
        let since = draft.since().unwrap_or_else(|| panic!("{policy} tells nothing"));
        assert!(
            since.changed.facts == [Fact::Cost] && since.newer.hash == newer.hash(),
            "{policy}"
        );
        assert_eq!(*draft.answers(), answers(&older), "{policy}");
    }
}

/// An answer that is kept does not hide the change; being told does.
#[tokio::test]
async fn a_draft_is_of_the_newer_version_once_its_applicant_was_told() {
    let newer = dearer("fast-forward");
    let (world, older, secret) = overtaken(&newer).await;
    let mut draft = open(state(&world, &older, &secret).await);
    world
        .engine
        .keep_draft(&mut draft, answers(&older), "es")
        .await
        .unwrap();
    let mut draft = open(state(&world, &older, &secret).await);
    assert_eq!(
        draft.since().map(|since| since.policy),
        Some(DraftPolicy::FastForward)
    );
    draft.told();
    world
        .engine
        .keep_draft(&mut draft, answers(&older), "es")
        .await
        .unwrap();
    let draft = open(state(&world, &older, &secret).await);
    assert!(draft.since().is_none() && draft.published().hash == newer.hash());
}

#[tokio::test]
async fn whoever_begins_again_takes_what_they_typed_along() {
    for policy in ["pin", "cutoff"] {
        let newer = dearer(policy);
        let (world, older, secret) = overtaken(&newer).await;
        let id = older.id.as_str();
        let begun = world
            .engine
            .begin_anew(Peer::UNKNOWN, Some(&secret), id, "es")
            .await
            .unwrap();
        assert_eq!(begun.published.hash, newer.hash());
        let draft = open(state(&world, &older, &begun.secret).await);
        assert!(draft.since().is_none());
        assert_eq!(*draft.answers(), answers(&older), "{policy}");
        world.pass(SignedDuration::from_mins(11));
        assert!(matches!(state(&world, &older, &secret).await, DraftState::Gone));
        // Where there is none, an empty one is begun.
        let begun = world
            .engine
            .begin_anew(Peer::UNKNOWN, Some(&secret), id, "es")
            .await
            .unwrap();
        let draft = open(state(&world, &older, &begun.secret).await);
        assert_eq!(*draft.answers(), Answers::default());
    }
}
