//! An application that is kept, while its applicant never heard of it: the node died before it could answer or mark the draft.

use axum::http::StatusCode;
use engine::{applications::drafts::DraftState, secret};
use forms::samples;
use jiff::SignedDuration;
use store::DraftId;

use crate::world::{World, shipped};

/// Somebody at “check your answers”, whose application is there already; its address.
async fn kept_unheard(world: &mut World) -> String {
    let service = shipped("transit-permit");
    let answers = samples::sample(&service, world.app.today());
    world.fill(&service, &answers, |_| {}).await;
    let cookies = world.cookies();
    let draft = &cookies[&("/".to_owned(), "__Host-draft-transit-permit".to_owned())];
    let id = DraftId(secret::hash(&secret::from_text(draft).unwrap()));
    let unmarked = world.store.draft(&id, world.app.now()).await.unwrap().unwrap();
    let state = world.app.draft_to_send(Some(draft), "transit-permit").await;
    let DraftState::Open(open) = state.unwrap() else {
        panic!("it was not sent yet");
    };
    let kept = world
        .app
        .send_draft(engine::peer::Peer::UNKNOWN, open, answers, "es")
        .await
        .unwrap();
    world.store.save_draft(&unmarked).await.unwrap();
    format!("/a/{}", kept.reference)
}

#[tokio::test]
async fn who_presses_again_finds_it_whatever_would_be_said_of_it_by_now() {
    let mut world = World::new().await;
    let address = kept_unheard(&mut world).await;
    // By now its day has passed: as a new one it would be refused.
    world.clock.pass(SignedDuration::from_hours(3 * 24));
    let sent = world.post("/s/transit-permit/apply/submit", &[]).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.body);
    assert_eq!(sent.location(), format!("{address}?sent=1"));
}

#[tokio::test]
async fn who_checks_their_answers_again_is_led_to_it() {
    let mut world = World::new().await;
    let address = kept_unheard(&mut world).await;
    let check = world.get("/s/transit-permit/apply/check").await;
    assert_eq!(check.location(), format!("{address}?sent=1"));
}
