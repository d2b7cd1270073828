//! `/o/account`, `/o/log-in/code`, `/o/log-in/set-up`, `/o/password`, `/o/prove`

use axum::http::StatusCode;
use jiff::SignedDuration;
use totp_rs::{Builder, Secret};

use crate::{
    staff::PASSWORD,
    world::{Reply, World},
};

/// The code that an app shows now, which read a page that sets one up.
fn code(world: &World, key: &str) -> String {
    let secret = Secret::try_from_base32(key.replace(' ', "")).unwrap();
    let totp = Builder::new().with_secret(secret).build().unwrap();
    let now = u64::try_from(world.app.now().as_second()).unwrap();
    totp.generate(now).to_string()
}

fn key(page: &Reply) -> String {
    page.between("<code class=\"code-text\">", "</code>").to_owned()
}

/// Logs somebody in who must have a second factor, for the first time; the key that their app keeps.
async fn set_up(world: &mut World, login: &str) -> (String, Reply) {
    world.forget_cookies();
    let email = format!("{login}@oficina.test");
    let begun = world.try_log_in(&email, PASSWORD).await;
    assert_eq!(begun.location(), "/o/log-in/set-up");
    let page = world.get("/o/log-in/set-up").await;
    let (key, sealed) = (key(&page), page.field("sealed").unwrap());
    let typed = code(world, &key);
    let fields = [("sealed", sealed.as_str()), ("code", &typed)];
    let codes = world.post("/o/log-in/set-up", &fields).await;
    assert_eq!(codes.status, StatusCode::OK, "{}", codes.body);
    (key, codes)
}

#[tokio::test]
async fn who_must_have_a_second_step_sets_it_up_first_and_shows_it_from_then_on() {
    let mut world = World::new().await;
    world.demand_second_factor(&["administrator"]);
    world.employ("andres", &["administrator"]).await;
    let begun = world.try_log_in("andres@oficina.test", PASSWORD).await;
    assert_eq!(begun.location(), "/o/log-in/set-up");
    assert_eq!(
        world.get("/admin/people").await.location(),
        "/o/log-in?then=/admin/people",
        "the password alone opens nothing"
    );
    let page = world.get("/o/log-in/set-up").await;
    assert!(
        page.body.contains("<svg") && page.body.contains("otpauth://totp/"),
        "{}",
        page.body
    );
    let sealed = page.field("sealed").unwrap();
    let wrong = [("sealed", sealed.as_str()), ("code", "000000")];
    let wrong = world.post("/o/log-in/set-up", &wrong).await;
    assert_eq!(wrong.status, StatusCode::OK);
    assert_eq!(key(&wrong), key(&page), "the app need not be told another key");

    let (app, codes) = set_up(&mut world, "andres").await;
    assert!(codes.body.contains("href=\"/admin/people\""), "{}", codes.body);
    assert_eq!(codes.body.matches("<li><code>").count(), 10);
    assert_eq!(world.get("/admin/people").await.status, StatusCode::OK);

    world.clock.pass(SignedDuration::from_secs(90));
    world.post("/o/log-out", &[]).await;
    world.get("/o/log-in?then=/admin/keys").await;
    let fields = [
        ("email", "andres@oficina.test"),
        ("password", PASSWORD),
        ("then", "/admin/keys"),
    ];
    let begun = world.post("/o/log-in", &fields).await;
    assert_eq!(begun.location(), "/o/log-in/code?then=%2Fadmin%2Fkeys");
    let page = world.get("/o/log-in/code?then=%2Fadmin%2Fkeys").await;
    assert_eq!(page.field("then").as_deref(), Some("/admin/keys"));
    let wrong = [("code", "000000"), ("then", "/admin/keys")];
    let wrong = world.post("/o/log-in/code", &wrong).await;
    assert_eq!(wrong.status, StatusCode::OK);
    assert!(wrong.body.contains("Ese código no vale"), "{}", wrong.body);
    let typed = code(&world, &app);
    let right = [("code", typed.as_str()), ("then", "/admin/keys")];
    assert_eq!(
        world.post("/o/log-in/code", &right).await.location(),
        "/admin/keys"
    );
    assert_eq!(world.get("/admin/keys").await.status, StatusCode::OK);
    assert_eq!(
        world.get("/o/log-in/code").await.location(),
        "/o/log-in?notice=late",
        "the second step is done"
    );
}

#[tokio::test]
async fn a_form_of_the_second_step_that_is_not_ours_is_refused() {
    let mut world = World::new().await;
    world.demand_second_factor(&["administrator"]);
    world.employ("andres", &["administrator"]).await;
    set_up(&mut world, "andres").await;
    world.forget_cookies();
    world.try_log_in("andres@oficina.test", PASSWORD).await;
    // No page of the step was opened, so that the form's token is the log-in's own.
    let reply = world.post("/o/log-in/code", &[("code", "000000")]).await;
    assert_eq!(reply.status, StatusCode::FORBIDDEN, "{}", reply.body);
}

#[tokio::test]
async fn great_harm_wants_the_second_step_again() {
    let mut world = World::new().await;
    world.demand_second_factor(&["administrator"]);
    world.employ("andres", &["administrator"]).await;
    let (app, _) = set_up(&mut world, "andres").await;
    for path in [
        "/o/permits/revoke-all",
        "/admin/keys",
        "/o/account/factor",
        "/o/account/password",
    ] {
        assert_eq!(world.get(path).await.status, StatusCode::OK, "{path}");
    }
    let path = format!("/admin/people/{}", crate::world::OFFICER);
    assert_eq!(world.get(&path).await.status, StatusCode::OK);
    world.clock.pass(SignedDuration::from_mins(11));
    for path in [
        "/o/permits/revoke-all",
        "/admin/keys",
        "/admin/people",
        path.as_str(),
        "/o/account/factor",
        "/o/account/password",
    ] {
        assert_eq!(world.get(path).await.location(), format!("/o/prove?then={path}"));
    }
    let page = world.get("/admin/mail").await;
    assert!(
        page.body.contains("href=\"/admin/keys\""),
        "it is offered all the same"
    );
    let link = [("do", "link"), ("revision", "0")];
    let asked = world.post(&format!("{path}/proofs"), &link).await;
    assert_eq!(asked.status, StatusCode::UNAUTHORIZED);
    assert!(
        asked.body.contains(&format!("href=\"/o/prove?then={path}\"")),
        "{}",
        asked.body
    );
    let fields = [("which", "approver"), ("reason", "La firma es <falsa> & grave")];
    let sent = world.post("/o/permits/revoke-all", &fields).await;
    assert_eq!(sent.status, StatusCode::UNAUTHORIZED);
    assert!(
        sent.body.contains("href=\"/o/prove?then=/o/permits/revoke-all\"")
            && sent.body.contains("Muestra otra vez tu segundo paso"),
        "{}",
        sent.body
    );
    let page = world.get("/o/prove?then=/o/permits/revoke-all").await;
    let then = page.field("then").unwrap();
    let wrong = [("code", "000000"), ("then", then.as_str())];
    let wrong = world.post("/o/prove", &wrong).await;
    assert_eq!(wrong.status, StatusCode::OK);
    let typed = code(&world, &app);
    let right = [("code", typed.as_str()), ("then", then.as_str())];
    assert_eq!(
        world.post("/o/prove", &right).await.location(),
        "/o/permits/revoke-all"
    );
    let page = world.get("/o/permits/revoke-all").await;
    for told in [
        "Lo que escribiste sigue aquí",
        "value=\"approver\" checked",
        "La firma es &#60;falsa&#62; &#38; grave</textarea>",
    ] {
        assert!(page.body.contains(told), "{told}: {}", page.body);
    }
    let page = world.get("/o/permits/revoke-all").await;
    assert!(page.body.contains("La firma es"), "until it is sent");
}

/// Whose role comes to demand it while they are in shows who they are from the beginning: their session may be anybody's.
#[tokio::test]
async fn who_was_in_before_it_was_demanded_logs_in_again() {
    let mut world = World::new().await;
    world.employ("andres", &["administrator"]).await;
    world.log_in("andres").await;
    assert_eq!(world.get("/admin/people").await.status, StatusCode::OK);
    world.demand_second_factor(&["administrator"]);
    let closed = world.get("/admin/people").await;
    assert_eq!(closed.location(), "/o/log-in?then=/admin/people");
    set_up(&mut world, "andres").await;
    assert_eq!(world.get("/admin/keys").await.status, StatusCode::OK);
}

/// Who has no second factor shows their password again before they set one up.
#[tokio::test]
async fn a_session_that_was_left_alone_sets_up_no_second_factor() {
    let mut world = World::new().await;
    world.employ("olga", &["officer"]).await;
    world.log_in("olga").await;
    assert_eq!(world.get("/o/account/factor").await.status, StatusCode::OK);
    world.clock.pass(SignedDuration::from_mins(11));
    let asked = world.get("/o/account/factor").await;
    assert_eq!(asked.location(), "/o/prove?then=/o/account/factor");
    let asked = world.get(&asked.location()).await;
    assert_eq!(asked.location(), "/o/log-in?then=/o/account/factor");
}

#[tokio::test]
async fn ones_own_page_tells_and_changes_what_one_proves_oneself_with() {
    let mut world = World::new().await;
    world.employ("olga", &["officer"]).await;
    world.log_in("olga").await;
    let other = world.cookies();
    world.log_in("olga").await;
    let page = world.get("/o/account").await;
    assert!(
        page.body.contains("Todavía no está configurado") && page.body.contains("olga@oficina.test"),
        "{}",
        page.body
    );
    assert_eq!(page.body.matches("<th scope=\"row\">").count(), 2);
    let session = page.field("session").unwrap();
    let ended = world.post("/o/account/sessions", &[("session", &session)]).await;
    assert_eq!(ended.location(), "/o/account?notice=sessions");
    let page = world.get("/o/account?notice=sessions").await;
    assert!(page.body.contains("Sesión cerrada."), "{}", page.body);
    let own = world.cookies();
    world.restore_cookies(other);
    assert_eq!(world.get("/o").await.location(), "/o/log-in?then=/o");
    world.restore_cookies(own);

    let page = world.get("/o/account/factor").await;
    let (key, sealed) = (key(&page), page.field("sealed").unwrap());
    let typed = code(&world, &key);
    let fields = [("sealed", sealed.as_str()), ("code", &typed)];
    let codes = world.post("/o/account/factor", &fields).await;
    assert!(codes.body.contains("href=\"/o/account\""), "{}", codes.body);
    let page = world.get("/o/account").await;
    assert!(
        page.body.contains("Te quedan 10 códigos de recuperación."),
        "{}",
        page.body
    );
    world.get("/o/account/codes").await;
    let renewed = world.post("/o/account/codes", &[]).await;
    assert_eq!(renewed.body.matches("<li><code>").count(), 10);

    world.get("/o/account/password").await;
    for (old, new, says) in [
        ("x", PASSWORD, "Esa no es tu contraseña actual"),
        (PASSWORD, "corta", "La contraseña es muy corta"),
        (PASSWORD, "olga@oficina.test", "está hecha con tu nombre"),
        (PASSWORD, "password1234", "Muchas personas usan"),
        (PASSWORD, "aaaaaaaaaaaaaaa", "se repite"),
    ] {
        let fields = [("old-password", old), ("password", new)];
        let reply = world.post("/o/account/password", &fields).await;
        assert_eq!(reply.status, StatusCode::OK);
        assert!(reply.body.contains(says), "{says}: {}", reply.body);
    }
    let fields = [
        ("old-password", PASSWORD),
        ("password", "otra frase que recuerdo"),
    ];
    let changed = world.post("/o/account/password", &fields).await;
    assert_eq!(changed.location(), "/o/account?notice=password");
    let page = world.get("/o/account?notice=password").await;
    assert!(page.body.contains("Cambiaste tu contraseña."), "{}", page.body);

    world.get("/o/account/remove-factor").await;
    let removed = world.post("/o/account/remove-factor", &[]).await;
    assert_eq!(removed.location(), "/o/account?notice=removed");
    world.get("/o/account").await;
    let forgotten = world.post("/o/account/browsers", &[]).await;
    assert_eq!(forgotten.location(), "/o/account?notice=browsers");
    let page = world.get("/o/account?notice=browsers").await;
    assert!(page.body.contains("Ninguno."), "{}", page.body);
}

#[tokio::test]
async fn a_link_is_good_once_and_judges_what_is_typed() {
    let mut world = World::new().await;
    world.employ("andres", &["administrator"]).await;
    world.log_in("andres").await;
    let person = [
        ("name", "Olga Quispe"),
        ("email", "olga@oficina.test"),
        ("role", "officer"),
    ];
    let path = world.post("/admin/people", &person).await.location();
    let page = world.get(&path).await;
    assert!(
        page.body.contains("Todavía no tiene contraseña."),
        "{}",
        page.body
    );
    let list = world.get("/admin/people").await;
    assert!(list.body.contains("Sin contraseña"), "{}", list.body);
    let link = world.password_link(&path).await;
    world.forget_cookies();
    let page = world.get(&link).await;
    assert!(
        page.body
            .contains("Olga Quispe, entrarás con el correo olga@oficina.test"),
        "{}",
        page.body
    );
    let token = page.field("link").unwrap();
    let weak = [("link", token.as_str()), ("password", "olgaquispe2026")];
    let weak = world.post("/o/password", &weak).await;
    assert_eq!(weak.status, StatusCode::OK);
    assert!(weak.body.contains("está hecha con tu nombre"), "{}", weak.body);
    let good = [("link", token.as_str()), ("password", PASSWORD)];
    let set = world.post("/o/password", &good).await;
    assert_eq!(set.location(), "/o/log-in?notice=password");
    let page = world.get("/o/log-in?notice=password").await;
    assert!(page.body.contains("Tu contraseña está lista."), "{}", page.body);
    for reply in [world.get(&link).await, world.post("/o/password", &good).await] {
        assert_eq!(reply.status, StatusCode::GONE);
        assert!(
            reply.body.contains("Este enlace ya se usó o venció."),
            "{}",
            reply.body
        );
    }
    world.log_in("olga").await;
}

#[tokio::test]
async fn nobody_helps_themselves_as_an_administrator() {
    let mut world = World::new().await;
    let andres = world.employ("andres", &["administrator"]).await;
    world.log_in("andres").await;
    let path = format!("/admin/people/{andres}");
    let page = world.get(&path).await;
    assert!(!page.body.contains("/proofs"), "{}", page.body);
    for (beneath, fields, says) in [
        (
            "",
            &[("do", "grant"), ("role", "supervisor")][..],
            "Nadie se da roles a sí mismo",
        ),
        ("/proofs", &[("do", "link")], "los cambias en «Mi cuenta»"),
        (
            "/proofs",
            &[("do", "remove-factors")],
            "los cambias en «Mi cuenta»",
        ),
    ] {
        world.get(&path).await;
        let fields = [fields, &[("revision", "0")]].concat();
        let reply = world.post(&format!("{path}{beneath}"), &fields).await;
        assert_eq!(reply.status, StatusCode::OK);
        assert!(reply.body.contains(says), "{says}: {}", reply.body);
    }
}
