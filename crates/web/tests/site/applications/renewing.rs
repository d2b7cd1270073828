//! `/a/{reference}/permit`: applying again, once at a time.

use axum::http::StatusCode;
use review::{Command, Conditions};

use super::replacing::{SOURCE, sent_again};
use crate::world::World;

/// An approved application of a service whose permits may be renewed at once, and which an officer decides.
async fn approved() -> (World, String) {
    let decided = SOURCE.replace(
        "rules: [{when: 'true', then: approve, because: fine}]",
        "rules: []",
    );
    let source = decided.replace("  prints: []", "  renewal: {opens: 60d}\n  prints: []");
    let service = forms::read("stall.yaml", &source).unwrap_or_else(|wrong| panic!("{wrong}"));
    let mut world = World::with(std::slice::from_ref(&service)).await;
    let reference = world.apply(&service).await;
    approve(&world, &reference).await;
    (world, reference)
}

async fn approve(world: &World, reference: &str) {
    world
        .command(reference, vec![Command::Claim, Command::APPROVE])
        .await;
}

/// Applies again with the same answers, and answers the new reference.
async fn renewed(world: &mut World, reference: &str) -> String {
    world.get(&format!("/a/{reference}")).await;
    let begun = world
        .post(&format!("/a/{reference}/permit"), &[("purpose", "renewal")])
        .await;
    assert_eq!(begun.location(), "/s/stall/apply");
    world.get("/s/stall/apply/check").await;
    sent_again(world, 25).await
}

/// Whether its page offers to renew, and which application it leads to instead.
async fn offered(world: &mut World, reference: &str, newer: &str) -> (bool, bool) {
    let page = world.get(&format!("/a/{reference}")).await.body;
    let leads = page.contains("Ya hiciste un pedido sobre este permiso.")
        && page.contains(&format!("href=\"/a/{newer}\""));
    (page.contains(&format!("action=\"/a/{reference}/permit\"")), leads)
}

#[tokio::test]
async fn who_has_applied_again_is_led_there_and_not_asked_again() {
    let (mut world, first) = approved().await;
    assert_eq!(offered(&mut world, &first, "-").await, (true, false));
    let second = renewed(&mut world, &first).await;
    assert_eq!(offered(&mut world, &first, &second).await, (false, true));
    let again = world
        .post(&format!("/a/{first}/permit"), &[("purpose", "renewal")])
        .await;
    assert_eq!(again.status, StatusCode::CONFLICT);
    approve(&world, &second).await;
    assert_eq!(offered(&mut world, &first, &second).await, (false, true));
    assert_eq!(
        offered(&mut world, &second, "-").await,
        (true, false),
        "the newer one is renewed in its turn"
    );
}

#[tokio::test]
async fn what_came_to_nothing_is_no_renewal() {
    let (mut world, first) = approved().await;
    let second = renewed(&mut world, &first).await;
    world.get(&format!("/a/{second}/withdraw")).await;
    let withdrawn = world.post(&format!("/a/{second}/withdraw"), &[]).await;
    assert_eq!(withdrawn.location(), format!("/a/{second}"));
    assert_eq!(offered(&mut world, &first, &second).await, (true, false));
    let third = renewed(&mut world, &first).await;
    assert_eq!(offered(&mut world, &first, &third).await, (false, true));
}

#[tokio::test]
async fn what_is_sent_for_somebody_else_renews_nothing() {
    let (mut world, first) = approved().await;
    world.get(&format!("/a/{first}")).await;
    world
        .post(&format!("/a/{first}/permit"), &[("purpose", "renewal")])
        .await;
    world.get("/s/stall/apply/who?change=1").await;
    let typed = [
        ("name", "Beto Ríos"),
        ("email", "beto@ejemplo.pe"),
        ("document.kind", "dni"),
        ("document.number", "40404040"),
    ];
    let saved = world.post("/s/stall/apply/who?change=1", &typed).await;
    assert_eq!(saved.location(), "/s/stall/apply/check");
    let other = sent_again(&mut world, 25).await;
    assert_eq!(world.case(&other).await.application.begun_from, None);
    assert_eq!(offered(&mut world, &first, &other).await, (true, false));
}

/// Whoever decides the next one sees what was set for the one before, and sets it again or not.
#[tokio::test]
async fn what_the_office_set_is_shown_to_whoever_decides_the_renewal() {
    let source = SOURCE
        .replace(
            "rules: [{when: 'true', then: approve, because: fine}]",
            "rules: []",
        )
        .replace(
            "  conditions: []",
            "  conditions: {choose: {glass: Bebidas solo en plástico.}}",
        )
        .replace("  prints: []", "  renewal: {opens: 60d}\n  prints: []");
    let service = forms::read("stall.yaml", &source).unwrap_or_else(|wrong| panic!("{wrong}"));
    for (chosen, told) in [(vec!["glass".into()], true), (Vec::new(), false)] {
        let mut world = World::with(std::slice::from_ref(&service)).await;
        let first = world.apply(&service).await;
        let conditions = Conditions {
            chosen,
            written: Vec::new(),
        };
        let yes = Command::Approve {
            note: None,
            conditions,
        };
        world.command(&first, vec![Command::Claim, yes]).await;
        let second = renewed(&mut world, &first).await;
        world.employ("olga", &["officer"]).await;
        world.log_in("olga").await;
        let page = world.get(&format!("/o/cases/{second}")).await.body;
        assert_eq!(page.contains("Condiciones del permiso anterior"), told, "{page}");
        assert!(!page.contains("Condiciones puestas"), "{page}");
    }
}
