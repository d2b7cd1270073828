//! `/admin/services/…`: an owner changes a file, sees what differs and whom it would have touched, and publishes it; and pauses a
//! service.

use axum::http::StatusCode;

use crate::world::World;

const TRANSIT: &str = include_str!("../../../../forms/transit-permit.yaml");
const FILE: &str = "/admin/services/transit-permit/file";

async fn owner() -> World {
    let mut world = World::new().await;
    world.employ("olga", &["service-owner@transit-permit"]).await;
    world.log_in("olga").await;
    world
}

/// A textarea's text, as a browser sends it.
fn typed(source: &str) -> String {
    source.replace('\n', "\r\n")
}

#[tokio::test]
async fn an_owner_changes_one_line_sees_what_differs_and_publishes_it() {
    let mut world = owner().await;
    let page = world.get(FILE).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.body);
    let seen = page.field("seen").unwrap();
    let edited = typed(&TRANSIT.replacen("valid: 36h", "valid: 48h", 1));
    let page = world
        .post(FILE, &[("file", &edited), ("seen", &seen), ("do", "check")])
        .await;
    for part in [
        "permit › valid",
        "<del>36h</del>",
        "<ins>48h</ins>",
        "A quién afecta",
        "value=\"publish\"",
    ] {
        assert!(page.body.contains(part), "{part} in {}", page.body);
    }
    let published = world.get("/s/transit-permit").await;
    assert!(published.body.contains("36 horas"), "checking publishes nothing");
    let done = world
        .send_form(FILE, &[("file", &edited), ("seen", &seen), ("do", "publish")])
        .await;
    assert_eq!(done.location(), "/admin/services/transit-permit?notice=published");
    let page = world.get("/s/transit-permit").await;
    assert!(page.body.contains("48 horas"), "{}", page.body);

    let page = world.get("/admin/services/transit-permit").await;
    assert!(
        page.body.contains("Vigente") && page.body.contains("olga"),
        "{}",
        page.body
    );
    let versions: Vec<&str> = page
        .body
        .split("href=\"/admin/services/transit-permit/versions/")
        .skip(1)
        .filter_map(|rest| rest.split('"').next())
        .collect();
    assert_eq!(versions.len(), 2);
    let current = page
        .body
        .split("Vigente")
        .next()
        .unwrap()
        .rsplit("/versions/")
        .next()
        .unwrap();
    let current = current.split('"').next().unwrap();
    let earlier = versions.iter().find(|version| **version != current).unwrap();
    let path = format!("/admin/services/transit-permit/versions/{earlier}");
    let page = world.get(&path).await;
    assert!(page.body.contains("<ins>36h</ins>"), "{}", page.body);
    let seen = page.field("seen").unwrap();
    let back = world.send_form(&path, &[("seen", &seen)]).await;
    assert_eq!(back.location(), "/admin/services/transit-permit?notice=published");
    assert!(world.get("/s/transit-permit").await.body.contains("36 horas"));
}

#[tokio::test]
async fn a_file_that_is_wrong_is_shown_again_with_its_line_and_nothing_is_published() {
    let mut world = owner().await;
    let seen = world.get(FILE).await.field("seen").unwrap();
    for (from, to, told) in [
        ("valid: 36h", "valid: 36 parsecs", "service.yaml:"),
        (
            "service: transit-permit",
            "service: another-permit",
            "another-permit",
        ),
        ("languages: [es, en]", "languages: [es, en, fr]", "fr"),
        ("type: 1\n", "type: 0\n", "service.yaml:"),
    ] {
        assert!(TRANSIT.contains(from), "{from}");
        let edited = typed(&TRANSIT.replacen(from, to, 1));
        for what in ["check", "publish"] {
            let page = world
                .post(FILE, &[("file", &edited), ("seen", &seen), ("do", what)])
                .await;
            assert!(page.body.contains(told), "{told} in {}", page.body);
            assert!(!page.body.contains("value=\"publish\""), "{to}: {}", page.body);
            let line = to.trim().replace('\'', "&#39;");
            assert!(page.body.contains(&line), "what was typed is there again");
        }
    }
    let empty = world
        .post(FILE, &[("file", ""), ("seen", &seen), ("do", "check")])
        .await;
    assert!(empty.body.contains("El archivo está vacío"), "{}", empty.body);
    let same = world
        .post(FILE, &[("file", TRANSIT), ("seen", &seen), ("do", "check")])
        .await;
    assert!(same.body.contains("nada cambia"), "{}", same.body);
    let page = world.get("/admin/services/transit-permit").await;
    assert_eq!(page.body.matches("/versions/").count(), 1);
}

/// A step whose role nobody has takes cases and gives none back.
#[tokio::test]
async fn a_step_that_nobody_could_decide_at_is_told_before_it_is_published() {
    let mut world = owner().await;
    let seen = world.get(FILE).await.field("seen").unwrap();
    let check = async |world: &mut World, role: &str| {
        let file = TRANSIT.replacen("role: officer, deadline", &format!("role: {role}, deadline"), 1);
        let fields = [("file", &*file), ("seen", &seen), ("do", "check")];
        world.post(FILE, &fields).await.body
    };
    let told = "Nadie tiene el rol";
    let body = check(&mut world, "astrologer").await;
    assert!(body.contains(told) && body.contains("«astrologer»"), "{body}");
    assert!(
        body.contains("value=\"publish\""),
        "it may be published all the same"
    );
    world.employ("astra", &["astrologer@transit-permit"]).await;
    let body = check(&mut world, "astrologer").await;
    assert!(!body.contains("«astrologer»"), "{body}");
}

#[tokio::test]
async fn who_was_overtaken_is_told_and_takes_nothing_back() {
    let mut world = owner().await;
    let seen = world.get(FILE).await.field("seen").unwrap();
    let other = TRANSIT.replacen("valid: 36h", "valid: 72h", 1);
    world
        .send_form(FILE, &[("file", &other), ("seen", &seen), ("do", "publish")])
        .await;
    let late = TRANSIT.replacen("valid: 36h", "valid: 48h", 1);
    let page = world
        .post(FILE, &[("file", &late), ("seen", &seen), ("do", "publish")])
        .await;
    assert!(
        page.body.contains("Alguien publicó otra versión"),
        "{}",
        page.body
    );
    assert!(page.body.contains("valid: 48h"), "what was typed is there again");
    assert!(
        world.get("/s/transit-permit").await.body.contains("3 días")
            || world.get("/s/transit-permit").await.body.contains("72 horas")
    );
}

#[tokio::test]
async fn whom_a_file_would_have_touched_is_told_before_it_is_published() {
    let mut world = owner().await;
    let service = crate::world::shipped("transit-permit");
    for _ in 0..3 {
        world.forget_cookies();
        world.apply(&service).await;
    }
    world.clock.pass(jiff::SignedDuration::from_secs(5));
    world.log_in("olga").await;
    let seen = world.get(FILE).await.field("seen").unwrap();
    let rule = "  rules:\n    - {when: \"true\", then: reject, because: not-clear}\n";
    let edited = TRANSIT.replacen("  rules:\n", rule, 1);
    let page = world
        .post(FILE, &[("file", &edited), ("seen", &seen), ("do", "check")])
        .await;
    assert!(
        page.body.contains("3 de 3 solicitudes de los últimos 30 días"),
        "{}",
        page.body
    );
    assert!(
        page.body
            .contains("rechazada al instante: Lo que explicaste no alcanza para decidir."),
        "{}",
        page.body
    );
}

#[tokio::test]
async fn a_pause_is_read_by_the_public_in_their_language_and_ends() {
    let mut world = owner().await;
    let path = "/admin/services/transit-permit";
    let to = "/admin/services/transit-permit/pause";
    let page = world
        .post(
            to,
            &[("say-es", "Volvemos <pronto>."), ("until", "2020-01-01T10:00")],
        )
        .await;
    for part in [
        "Escribe lo que la gente debe saber",
        "todavía no haya pasado",
        "Volvemos &#60;pronto&#62;.",
    ] {
        assert!(page.body.contains(part), "{part} in {}", page.body);
    }
    let said = [
        ("say-es", "Volvemos <pronto>."),
        ("say-en", "Back soon."),
        ("until", ""),
    ];
    let done = world.send_form(to, &said).await;
    assert_eq!(done.location(), format!("{path}?notice=paused"));
    let public = world.get("/s/transit-permit").await;
    assert!(
        public
            .body
            .contains("<p lang=\"es\">Volvemos &#60;pronto&#62;.</p>"),
        "{}",
        public.body
    );
    assert!(
        !public.body.contains("/s/transit-permit/apply"),
        "{}",
        public.body
    );
    let english = world.get("/s/transit-permit?lang=en").await;
    assert!(english.body.contains("Back soon."), "{}", english.body);
    let resumed = world
        .send_form("/admin/services/transit-permit/resume", &[])
        .await;
    assert_eq!(resumed.location(), format!("{path}?notice=resumed"));
    assert!(
        world
            .get("/s/transit-permit?lang=es")
            .await
            .body
            .contains("/s/transit-permit/apply")
    );
}

#[tokio::test]
async fn a_new_service_is_an_administrators_to_publish() {
    let mut world = owner().await;
    assert_eq!(
        world.get("/admin/new-service").await.status,
        StatusCode::FORBIDDEN
    );
    world.employ("andres", &["administrator"]).await;
    world.log_in("andres").await;
    assert_eq!(world.get("/admin/new-service").await.status, StatusCode::OK);
    let first = TRANSIT
        .replacen("service: transit-permit", "service: night-permit", 1)
        .replacen("type: 1\n", "type: 77\n", 1);
    let page = world
        .post("/admin/new-service", &[("file", &first), ("do", "check")])
        .await;
    assert!(page.body.contains("Es un servicio nuevo"), "{}", page.body);
    let done = world
        .send_form("/admin/new-service", &[("file", &first), ("do", "publish")])
        .await;
    assert_eq!(done.location(), "/admin/services/night-permit?notice=published");
    let exists = world
        .post("/admin/new-service", &[("file", TRANSIT), ("do", "publish")])
        .await;
    assert!(exists.body.contains("Ya existe un servicio"), "{}", exists.body);
    let taken = first.replacen("service: night-permit", "service: third-permit", 1);
    let taken = world
        .post("/admin/new-service", &[("file", &taken), ("do", "publish")])
        .await;
    assert!(
        taken
            .body
            .contains("El tipo de permiso 77 es del servicio «night-permit»"),
        "{}",
        taken.body
    );
}
