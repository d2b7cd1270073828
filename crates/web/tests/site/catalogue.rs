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
async fn a_service_is_found_by_the_words_that_people_have_for_it() {
    let mut world = World::with(&SHIPPED.map(shipped)).await;
    for (typed, found) in [
        ("transito", &["transit-permit"][..]),
        ("PASE+TRÁNS", &["transit-permit"]),
        ("licencia+conduc", &["driver-licence-revalidation"]),
        ("conduc+licencia", &["driver-licence-revalidation"]),
        ("licence", &["driver-licence-revalidation"]),
        // A letter is missing, two are wrong, and two have changed places.
        ("ransito", &["transit-permit"]),
        ("lisensia", &["driver-licence-revalidation"]),
        ("licecnia", &["driver-licence-revalidation"]),
        // What the service is called elsewhere.
        ("brevete", &["driver-licence-revalidation"]),
        ("vendedor+ambulante", &["market-stall-permit"]),
        ("toque+de+queda", &["transit-permit"]),
        ("pasaporte", &[]),
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

/// Whoever pastes a page into the search is answered as soon as anybody.
#[tokio::test]
async fn a_long_search_looks_for_its_first_words() {
    let mut world = World::with(&SHIPPED.map(shipped)).await;
    let long = format!("/?q=licencia{}", "+xyzzyplugh".repeat(600));
    let page = world.get(&long).await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.body.contains("No encontramos"), "{}", page.body);
    let page = world.get(&format!("/?q=licencia{}pase", "+".repeat(300))).await;
    assert!(
        page.body.contains("/s/driver-licence-revalidation"),
        "{}",
        page.body
    );
}

/// A card says what one wants to know first; what is for an emergency stands first, and the rest by who issues it.
#[tokio::test]
async fn the_catalogue_says_of_each_service_what_it_costs_how_long_it_takes_and_for_whom_it_is() {
    let mut world = World::with(&SHIPPED.map(shipped)).await;
    let page = world.get("/").await.body;
    for service in SHIPPED.map(shipped) {
        let about = &service.about;
        for text in [&about.cost, &about.takes, &about.audience] {
            let said = format!("<dd>{}</dd>", text.in_language(&"es".into()));
            assert!(page.contains(&said), "{said} in {page}");
        }
    }
    let headings: Vec<_> = page
        .split("<h2>")
        .skip(1)
        .filter_map(|rest| rest.split("</h2>").next())
        .collect();
    let ends = headings
        .iter()
        .position(|heading| *heading == "¿Ya hiciste una solicitud?")
        .unwrap();
    assert_eq!(
        headings[..ends],
        [
            "En una emergencia",
            "Ministerio de Transportes y Comunicaciones",
            "Municipalidad Distrital",
        ]
    );
    let mut alone = World::with(&[shipped("market-stall-permit")]).await;
    let page = alone.get("/").await.body;
    assert!(!page.contains("Municipalidad Distrital</h2>"), "{page}");
}

/// Who goes in person finds the office on a map, and calls before.
#[tokio::test]
async fn an_office_is_found() {
    let office = "channels: {in_person: [{office: lima, name: {es: Lima, en: Lima}, address: {es: Jirón 1, en: Jirón 1}, position: \"-12.046374, -77.042793\", phone: \"(01) 315 1300\", hours: {es: De 8 a 13, en: 8 to 13}}]}";
    let source = include_str!("every-type.yaml").replace("channels: {online: true}", office);
    let service = forms::read("every-type.yaml", &source).unwrap();
    let mut world = World::with(&[service]).await;
    let page = world.get("/s/every-type").await.body;
    for part in [
        "href=\"https://www.openstreetmap.org/?mlat=-12.046374&#38;mlon=-77.042793#map=17/-12.046374/-77.042793\" rel=\"noreferrer\"",
        "Ver en un mapa",
        "href=\"tel:",
    ] {
        assert!(page.contains(part), "{part} in {page}");
    }
}

/// What the last decisions took is told once there are enough of them, and by the minute.
#[tokio::test]
async fn how_long_it_takes_now_is_told() {
    let service = crate::world::every_type();
    let mut world = World::with(std::slice::from_ref(&service)).await;
    let told = "De las últimas 10 que revisó una persona, la mitad se resolvió en";
    world.employ("rosa", &["officer"]).await;
    for number in 1..=10 {
        let reference = world.apply(&service).await;
        world.log_in("rosa").await;
        let page = world.get("/s/every-type").await.body;
        assert!(!page.contains("De las últimas"), "{number} {page}");
        world.on_case(&reference, "claim", &[]).await;
        world
            .on_case(&reference, "decide", &[("decision", "approve")])
            .await;
    }
    world.clock.pass(jiff::SignedDuration::from_mins(1));
    let page = world.get("/s/every-type").await.body;
    assert!(page.contains(told), "{page}");
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
