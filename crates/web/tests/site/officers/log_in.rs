//! `/o/log-in`, `/o/log-out`

use axum::http::StatusCode;
use jiff::SignedDuration;
use store::{AuditAction, AuditQuery};

use crate::{staff::PASSWORD, world::World};

#[tokio::test]
async fn the_right_password_leads_where_one_wanted_to_go() {
    let mut world = World::new().await;
    let olga = world.employ("olga", &["officer"]).await;
    assert_eq!(
        world.get("/o/permits").await.location(),
        "/o/log-in?then=/o/permits"
    );
    let page = world.get("/o/log-in?then=/o/permits").await;
    assert_eq!(page.field("then").as_deref(), Some("/o/permits"));
    let fields = [
        ("email", "OLGA@oficina.test "),
        ("password", PASSWORD),
        ("then", "/o/permits"),
    ];
    assert_eq!(world.post("/o/log-in", &fields).await.location(), "/o/permits");
    assert!(world.get("/o/permits").await.body.contains("Salir (olga)"));
    let fields = [
        ("email", "olga@oficina.test"),
        ("password", PASSWORD),
        ("then", "//evil.example/o"),
    ];
    world.get("/o/log-in").await;
    assert_eq!(world.post("/o/log-in", &fields).await.location(), "/o");
    let query = AuditQuery {
        by: Some(olga),
        before: None,
        limit: 9,
        ..Default::default()
    };
    let log = world.store.audit(&query).await.unwrap();
    assert!(
        log.iter().all(|(_, entry)| entry.action == AuditAction::LoggedIn) && log.len() == 2,
        "{log:?}"
    );
}

#[tokio::test]
async fn an_unknown_address_is_answered_like_a_wrong_password() {
    let mut world = World::new().await;
    let olga = world.employ("olga", &["officer"]).await;
    let wrong = world.try_log_in("olga@oficina.test", "papas sin ocopa").await;
    let unknown = world.try_log_in("nadie@oficina.test", "papas sin ocopa").await;
    let spaces = world
        .try_log_in("olga@oficina.test", &format!("{PASSWORD} "))
        .await;
    assert_eq!(
        (wrong.status, unknown.status, spaces.status),
        (StatusCode::OK, StatusCode::OK, StatusCode::OK)
    );
    assert!(
        wrong.body.contains("El correo o la contraseña no son correctos"),
        "{}",
        wrong.body
    );
    assert_eq!(wrong.body, unknown.body.replace("nadie@", "olga@"));
    assert!(wrong.headers.get("set-cookie").is_none());
    let log = world
        .store
        .audit(&AuditQuery {
            limit: 9,
            ..AuditQuery::default()
        })
        .await
        .unwrap();
    let refused = log
        .iter()
        .filter(|(_, entry)| entry.action == AuditAction::LogInRefused(olga))
        .count();
    assert_eq!(refused, 2, "{log:?}");
    let all = log
        .iter()
        .filter(|(_, entry)| matches!(entry.action.known(), Some(AuditAction::LogInRefused(_))));
    assert_eq!(
        all.count(),
        3,
        "an unknown address is written down like a known one: {log:?}"
    );
}

#[tokio::test]
async fn only_failures_count() {
    let mut world = World::new().await;
    world.employ("olga", &["officer"]).await;
    for _ in 0..12 {
        let reply = world.try_log_in("olga@oficina.test", PASSWORD).await;
        assert_eq!(reply.status, StatusCode::SEE_OTHER, "{}", reply.body);
    }
}

#[tokio::test]
async fn a_stranger_elsewhere_does_not_shut_an_officer_out() {
    let mut world = World::behind_proxy().await;
    world.employ("olga", &["officer"]).await;
    world.from = Some("203.0.113.7");
    for _ in 0..11 {
        world.try_log_in("olga@oficina.test", "x").await;
    }
    let stranger = world.try_log_in("olga@oficina.test", PASSWORD).await;
    assert_eq!(stranger.status, StatusCode::TOO_MANY_REQUESTS);
    world.from = Some("192.0.2.1");
    let olga = world.try_log_in("olga@oficina.test", PASSWORD).await;
    assert_eq!(olga.status, StatusCode::SEE_OTHER, "{}", olga.body);
}

#[tokio::test]
async fn whoever_goes_on_trying_waits() {
    let mut world = World::new().await;
    world.employ("olga", &["officer"]).await;
    world.employ("oscar", &["officer"]).await;
    for _ in 0..10 {
        assert_eq!(
            world.try_log_in("olga@oficina.test", "x").await.status,
            StatusCode::OK
        );
    }
    let late = world.try_log_in("olga@oficina.test", PASSWORD).await;
    assert_eq!(
        (late.status, late.headers["retry-after"].to_str().unwrap()),
        (StatusCode::TOO_MANY_REQUESTS, "30")
    );
    assert!(late.body.contains("Espera 30 segundos"), "{}", late.body);
    assert!(late.body.contains("Hubo demasiados intentos"), "{}", late.body);
    assert_eq!(
        world.try_log_in("oscar@oficina.test", PASSWORD).await.location(),
        "/o",
        "a colleague is not locked out"
    );
    world.forget_cookies();
    world.clock.pass(SignedDuration::from_secs(30));
    assert_eq!(
        world.try_log_in("olga@oficina.test", "x").await.status,
        StatusCode::OK
    );
    let late = world.try_log_in("olga@oficina.test", PASSWORD).await;
    assert_eq!(
        late.headers["retry-after"].to_str().unwrap(),
        "60",
        "each pause is twice the one before"
    );
    world.clock.pass(SignedDuration::from_mins(1));
    for _ in 0..2 {
        world.forget_cookies();
        let right = world.try_log_in("olga@oficina.test", PASSWORD).await;
        assert_eq!(right.location(), "/o", "a try that was right opens no pause");
    }
}

/// Whoever guesses at an account, from however many networks, does not stop the browser in which its owner has logged in before.
#[tokio::test]
async fn a_known_browser_passes_an_account_that_is_guessed_at() {
    let mut world = World::behind_proxy().await;
    world.employ("olga", &["officer"]).await;
    world.from = Some("192.0.2.1");
    world.log_in("olga").await;
    world.post("/o/log-out", &[]).await;
    let known = world.cookies();
    for guess in 0..100 {
        world.forget_cookies();
        let from = format!("198.51.{guess}.7");
        world.from = Some(from.leak());
        world.try_log_in("olga@oficina.test", "x").await;
    }
    let elsewhere = world.try_log_in("olga@oficina.test", PASSWORD).await;
    assert_eq!(elsewhere.status, StatusCode::TOO_MANY_REQUESTS);
    world.restore_cookies(known.clone());
    let olga = world.try_log_in("olga@oficina.test", PASSWORD).await;
    assert_eq!(olga.status, StatusCode::SEE_OTHER, "{}", olga.body);
    for _ in 0..11 {
        world.restore_cookies(known.clone());
        world.try_log_in("olga@oficina.test", "x").await;
    }
    let guessed = world.try_log_in("olga@oficina.test", PASSWORD).await;
    assert_eq!(
        guessed.status,
        StatusCode::TOO_MANY_REQUESTS,
        "the known browser itself has its number of tries"
    );
}

#[tokio::test]
async fn a_session_that_is_not_used_ends_after_half_an_hour() {
    let mut world = World::new().await;
    world.employ("olga", &["officer"]).await;
    world.log_in("olga").await;
    for _ in 0..5 {
        world.clock.pass(SignedDuration::from_mins(29));
        assert_eq!(world.get("/o").await.status, StatusCode::OK);
    }
    let cookies = world.cookies();
    world.clock.pass(SignedDuration::from_mins(30));
    assert_eq!(world.get("/o").await.location(), "/o/log-in?then=/o");
    world.clock.pass(SignedDuration::from_mins(-30));
    world.restore_cookies(cookies);
    assert_eq!(
        world.get("/o").await.location(),
        "/o/log-in?then=/o",
        "it is over for good"
    );
}

#[tokio::test]
async fn who_logs_out_stays_out() {
    let mut world = World::new().await;
    world.employ("olga", &["officer"]).await;
    world.log_in("olga").await;
    let cookies = world.cookies();
    assert_eq!(
        world.post("/o/log-out", &[]).await.location(),
        "/o/log-in?notice=out"
    );
    assert!(
        world
            .get("/o/log-in?notice=out")
            .await
            .body
            .contains("Sesión cerrada")
    );
    world.restore_cookies(cookies);
    assert_eq!(
        world.get("/o").await.location(),
        "/o/log-in?then=/o",
        "the old cookie opens nothing"
    );
}

#[tokio::test]
async fn a_session_ends_after_a_working_day_and_says_so_in_a_form() {
    let mut world = World::new().await;
    world.employ("olga", &["officer"]).await;
    world.log_in("olga").await;
    for _ in 0..20 {
        assert_eq!(world.get("/o").await.status, StatusCode::OK);
        world.clock.pass(SignedDuration::from_mins(29));
    }
    world.get("/o").await;
    world.clock.pass(SignedDuration::from_mins(20));
    let reply = world.post("/o/next", &[]).await;
    assert_eq!(reply.status, StatusCode::UNAUTHORIZED);
    assert!(
        reply.body.contains("Tu sesión terminó") && reply.body.contains("href=\"/o/log-in?then=/o\""),
        "{}",
        reply.body
    );
}

#[tokio::test]
async fn a_form_of_another_session_is_refused() {
    let mut world = World::new().await;
    world.employ("olga", &["officer"]).await;
    world.employ("oscar", &["officer"]).await;
    world.log_in("olga").await;
    world.forget_cookies();
    world.try_log_in("oscar@oficina.test", PASSWORD).await;
    let reply = world.post("/o/next", &[]).await;
    assert_eq!(reply.status, StatusCode::FORBIDDEN);
    assert!(
        reply.body.contains("No pudimos comprobar de dónde vino"),
        "{}",
        reply.body
    );
}

/// Whoever is logged in unawares to another's account works for them. Browsers that say nothing of where a form comes from show that
/// it is ours by its token, which goes with a cookie of their own.
#[tokio::test]
async fn a_log_in_that_is_not_from_our_page_is_refused() {
    let mut world = World::new().await;
    world.employ("olga", &["officer"]).await;
    let fields = [("email", "olga@oficina.test"), ("password", PASSWORD)];
    for (what, reply) in [
        ("no page was opened", world.post("/o/log-in", &fields).await),
        ("a page of another browser", {
            world.get("/o/log-in").await;
            world.forget_cookies();
            world.post("/o/log-in", &fields).await
        }),
    ] {
        assert_eq!(reply.status, StatusCode::FORBIDDEN, "{what}");
        assert!(reply.headers.get("set-cookie").is_none(), "{what}");
        assert!(
            reply.body.contains("href=\"/o/log-in\""),
            "{what}: {}",
            reply.body
        );
    }
    world.get("/o/log-in").await;
    assert_eq!(world.post("/o/log-in", &fields).await.location(), "/o");
}

#[tokio::test]
async fn whoever_comes_by_the_door_is_led_to_their_own_work() {
    let mut world = World::new().await;
    for (role, first) in [
        ("officer", "/o"),
        ("supervisor", "/o"),
        ("verifier", "/o/check"),
        ("service-owner", "/admin/services"),
        ("administrator", "/admin/people"),
        ("auditor", "/o/permits"),
    ] {
        world.employ(role, &[role]).await;
        world.forget_cookies();
        let door = world.get("/o").await;
        assert_eq!(door.location(), "/o/log-in?then=/o");
        world.get(&door.location()).await;
        let email = format!("{role}@oficina.test");
        let fields = [("email", email.as_str()), ("password", PASSWORD), ("then", "/o")];
        let led = world.post("/o/log-in", &fields).await.location();
        assert_eq!(led, first, "{role}");
        assert_eq!(world.get(&led).await.status, StatusCode::OK, "{role}");
    }
}
