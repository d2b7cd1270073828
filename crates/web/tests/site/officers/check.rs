//! `/o/check`

use axum::http::StatusCode;
use permit::PermitNumber;
use store::{AuditAction, AuditActor, AuditEntry, AuditQuery};

use super::permits::approved;
use crate::world::World;

#[tokio::test]
async fn a_verifier_sees_what_the_code_says_and_leaves_a_line() {
    let (mut world, permits, _) = approved().await;
    let id = world.employ("victor", &["verifier"]).await;
    let home = world.log_in("victor").await;
    assert!(
        home.body.contains("Verificar un permiso por su número"),
        "{}",
        home.body
    );
    let number = permits[0].number.to_string();
    let typed = number.to_lowercase();
    let found = world.post("/o/check", &[("number", &typed)]).await;
    for words in ["Válido", "Permiso de prueba", &number, "verdict verdict--valid"] {
        assert!(found.body.contains(words), "{words}: {}", found.body);
    }
    assert!(
        !found.body.contains("/o/permits/"),
        "the office is not a verifier's"
    );
    let nobodys = PermitNumber::draw(&[3; 56]).unwrap().to_string();
    let unknown = world.post("/o/check", &[("number", &nobodys)]).await;
    assert!(
        unknown.body.contains("No hay un permiso con ese número."),
        "{}",
        unknown.body
    );
    let mistyped = world.post("/o/check", &[("number", "7K2")]).await;
    assert!(
        mistyped.body.contains("Ese número tiene un error."),
        "{}",
        mistyped.body
    );
    let query = AuditQuery {
        by: Some(id),
        before: None,
        limit: 9,
        ..Default::default()
    };
    let log = world.store.audit(&query).await.unwrap();
    let found: Vec<_> = log
        .iter()
        .filter_map(|(_, entry)| match entry.action.known() {
            Some(AuditAction::PermitLookedUp {
                by_plate: false,
                found,
            }) => Some(found.clone()),
            _ => None,
        })
        .collect();
    assert_eq!(
        found,
        [vec![], vec![permits[0].number]],
        "newest first; a number that is none asks nothing"
    );
}

#[tokio::test]
async fn a_verifier_of_another_service_finds_nothing() {
    let (mut world, permits, _) = approved().await;
    world.employ("otro", &["verifier@another-service"]).await;
    world.log_in("otro").await;
    finds_nothing(&mut world, permits[0].number).await;
}

#[tokio::test]
async fn what_was_erased_by_law_is_not_found() {
    let (mut world, permits, _) = approved().await;
    let entry = AuditEntry {
        at: world.app.now(),
        actor: AuditActor::System,
        action: AuditAction::Erased(permits[0].application),
    };
    world.store.erase(permits[0].application, &entry).await.unwrap();
    world.employ("victor", &["verifier"]).await;
    world.log_in("victor").await;
    finds_nothing(&mut world, permits[0].number).await;
}

/// The office says what the scanner says, in its colour and shape, and tells what was replaced from what was revoked.
#[tokio::test]
async fn what_was_taken_back_looks_like_it() {
    let (mut world, permits, _) = approved().await;
    for (permit, to, word) in [
        (&permits[0], store::PermitStatus::Revoked, "<h1>Anulado</h1>"),
        (&permits[1], store::PermitStatus::Replaced, "<h1>Reemplazado</h1>"),
    ] {
        world.change_as_before(permit, to, None).await;
        world.employ(to.name(), &["verifier"]).await;
        world.log_in(to.name()).await;
        let number = permit.number.to_string();
        let found = world.post("/o/check", &[("number", &number)]).await;
        for told in ["verdict verdict--revoked", "<svg class=\"verdict-sign\"", word] {
            assert!(found.body.contains(told), "{told}: {}", found.body);
        }
    }
}

async fn finds_nothing(world: &mut World, number: PermitNumber) {
    let reply = world.post("/o/check", &[("number", &number.to_string())]).await;
    assert!(
        reply.body.contains("No hay un permiso con ese número."),
        "{}",
        reply.body
    );
}

#[tokio::test]
async fn numbers_are_not_tried_out() {
    let (mut world, permits, _) = approved().await;
    world.employ("victor", &["verifier"]).await;
    world.log_in("victor").await;
    let number = permits[0].number.to_string();
    for _ in 0..120 {
        assert_eq!(
            world.post("/o/check", &[("number", &number)]).await.status,
            StatusCode::OK
        );
    }
    let stopped = world.post("/o/check", &[("number", &number)]).await;
    assert_eq!(stopped.status, StatusCode::TOO_MANY_REQUESTS);
}
