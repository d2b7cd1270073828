//! `/` and `/s/{service}`

use axum::http::StatusCode;

use crate::world::{SHIPPED, World, shipped};

#[tokio::test]
async fn the_catalogue_lists_every_service_in_both_languages() {
    let mut world = World::with(&SHIPPED.map(shipped)).await;
    let spanish = world.get("/").await;
    assert_eq!(spanish.status, StatusCode::OK);
    for service in SHIPPED {
        assert!(
            spanish.body.contains(&format!("href=\"/s/{service}\"")),
            "{service}"
        );
    }
    assert!(spanish.body.contains("Pase personal de tránsito"));
    assert!(
        world
            .get("/?lang=en")
            .await
            .body
            .contains("Personal transit permit")
    );
    assert!(
        world.get("/").await.body.contains("Personal transit permit"),
        "the switch is kept"
    );
}

#[tokio::test]
async fn a_service_is_found_by_the_beginnings_of_its_words() {
    let mut world = World::with(&SHIPPED.map(shipped)).await;
    for (typed, found) in [
        ("transito", &["transit-permit"][..]),
        ("PASE+TRÁNS", &["transit-permit"]),
        ("licencia+conduc", &["driver-licence-revalidation"]),
        ("conduc+licencia", &["driver-licence-revalidation"]),
        ("licence", &["driver-licence-revalidation"]),
        ("ransito", &[]),
    ] {
        let page = world.get(&format!("/?q={typed}")).await;
        for service in SHIPPED {
            let listed = page.body.contains(&format!("href=\"/s/{service}\""));
            assert_eq!(listed, found.contains(&service), "{typed}: {service}");
        }
        assert_eq!(
            page.body.contains("Ver todos los trámites"),
            found.is_empty(),
            "{typed}"
        );
    }
}

#[tokio::test]
async fn a_services_page_says_what_one_must_know_before_starting() {
    let mut world = World::new().await;
    let page = world.get("/s/transit-permit").await;
    assert_eq!(page.status, StatusCode::OK);
    for words in [
        "Gratis",
        "Al instante",
        "36 horas",
        "Qué necesitas",
        "En persona",
        "Cusco",
        "Base legal",
        "Empezar",
    ] {
        assert!(page.body.contains(words), "{words} is not in {}", page.body);
    }
    assert_eq!(
        world.get("/s/no-such-service").await.status,
        StatusCode::NOT_FOUND
    );
}

#[tokio::test]
async fn whoever_has_begun_is_offered_to_go_on() {
    let mut world = World::new().await;
    world.post("/s/transit-permit/apply", &[]).await;
    let page = world.get("/s/transit-permit").await;
    assert!(page.body.contains("Continuar mi solicitud") && page.body.contains("Empezar de nuevo"));
    assert_eq!(
        world.get("/s/transit-permit/apply").await.location(),
        "/s/transit-permit/apply/reason"
    );
}
