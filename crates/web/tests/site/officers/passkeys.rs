//! `/o/log-in/add-passkey`, `/o/log-in/passkey`, `/o/prove/passkey`, `/o/account/passkey`

use axum::http::StatusCode;
use jiff::SignedDuration;

use crate::{
    authenticator::Authenticator,
    staff::PASSWORD,
    world::{Reply, World},
};

/// What the script hands to the browser.
fn options(page: &Reply) -> String {
    let options = page.between("data-options=\"", "\"");
    options.replace("&#34;", "\"").replace("&#38;", "&")
}

/// Sends the form of a page as the script does.
async fn send(world: &mut World, page: &Reply, response: &str, fields: &[(&str, &str)]) -> Reply {
    let (before, _) = page.body.split_once("\" data-passkey=").unwrap();
    let action = before.rsplit('"').next().unwrap();
    let (ceremony, then) = (page.field("ceremony").unwrap(), page.field("then").unwrap());
    let own = [
        ("ceremony", ceremony.as_str()),
        ("then", &then),
        ("response", response),
    ];
    world.post(action, &[&own[..], fields].concat()).await
}

async fn sign(world: &mut World, page: &Reply, device: &Authenticator) -> Reply {
    let signed = device.sign(&options(page));
    send(world, page, &signed, &[]).await
}

/// An administrator who must have a second factor, and whose first is a passkey.
async fn set_up(world: &mut World, device: &Authenticator) -> Reply {
    world.demand_second_factor(&["administrator"]);
    world.employ("andres", &["administrator"]).await;
    let begun = world.try_log_in("andres@oficina.test", PASSWORD).await;
    let page = world.get(&begun.location()).await;
    assert!(
        page.body.contains("href=\"/o/log-in/add-passkey\"") && page.body.contains("otpauth://totp/"),
        "either is offered: {}",
        page.body
    );
    let page = world.get("/o/log-in/add-passkey").await;
    assert!(
        page.body.contains("/assets/passkey.js")
            && page.body.contains("necesita JavaScript")
            && page.body.contains("href=\"/o/log-in/set-up\""),
        "{}",
        page.body
    );
    let made = device.make(&options(&page));
    send(world, &page, &made, &[("name", "Llavero")]).await
}

#[tokio::test]
async fn who_must_have_a_second_step_may_add_a_passkey_and_shows_it_from_then_on() {
    let mut world = World::new().await;
    let device = Authenticator::new(1);
    let codes = set_up(&mut world, &device).await;
    assert_eq!(codes.status, StatusCode::OK, "{}", codes.body);
    assert_eq!(codes.body.matches("<li><code>").count(), 10);
    let paper = codes.between("<li><code>", "</code>").to_owned();
    assert_eq!(world.get("/admin/keys").await.status, StatusCode::OK);
    world.get("/o/account").await;
    world.post("/o/log-out", &[]).await;

    let begun = world.try_log_in("andres@oficina.test", PASSWORD).await;
    assert_eq!(begun.location(), "/o/log-in/code");
    let asked = world.get("/o/log-in/code?then=%2Fadmin%2Fkeys").await;
    assert!(
        asked.body.contains("Usar mi llave de acceso")
            && asked.body.contains("O escribe un código de recuperación")
            && !asked.body.contains("Seis cifras"),
        "{}",
        asked.body
    );
    for closed in ["/o/log-in/set-up", "/o/log-in/add-passkey"] {
        assert_eq!(world.get(closed).await.location(), "/o/log-in/code");
    }
    let wrong = sign(&mut world, &asked, &Authenticator::new(9)).await;
    assert_eq!(wrong.status, StatusCode::OK);
    assert!(
        wrong.body.contains("Esa llave de acceso no vale") && wrong.body.contains("href=\"#passkey\""),
        "{}",
        wrong.body
    );
    assert_ne!(wrong.field("ceremony"), asked.field("ceremony"));
    let shown = sign(&mut world, &wrong, &device).await;
    assert_eq!(shown.location(), "/admin/keys");
    assert_eq!(world.get("/admin/keys").await.status, StatusCode::OK);

    world.forget_cookies();
    world.try_log_in("andres@oficina.test", PASSWORD).await;
    world.get("/o/log-in/code").await;
    let shown = world.post("/o/log-in/code", &[("code", &paper)]).await;
    assert_eq!(shown.location(), "/admin/people", "paper stands in for it");
}

#[tokio::test]
async fn a_passkey_form_that_is_not_ours_is_refused() {
    let mut world = World::new().await;
    world.demand_second_factor(&["administrator"]);
    world.employ("andres", &["administrator"]).await;
    for path in ["/o/log-in/add-passkey", "/o/log-in/passkey"] {
        world.forget_cookies();
        world.try_log_in("andres@oficina.test", PASSWORD).await;
        // No page of the step was opened, so that the form's token is the log-in's own.
        let reply = world.post(path, &[("response", "{}"), ("name", "x")]).await;
        assert_eq!(reply.status, StatusCode::FORBIDDEN, "{path}: {}", reply.body);
        world.forget_cookies();
        let late = world.post(path, &[]).await;
        assert_eq!(late.location(), "/o/log-in?notice=late", "{path}");
    }
}

#[tokio::test]
async fn great_harm_takes_a_passkey_again() {
    let mut world = World::new().await;
    let device = Authenticator::new(1);
    set_up(&mut world, &device).await;
    world.clock.pass(SignedDuration::from_mins(11));
    let asked = world.get("/admin/keys").await;
    assert_eq!(asked.location(), "/o/prove?then=/admin/keys");
    let asked = world.get(&asked.location()).await;
    let wrong = send(&mut world, &asked, "{}", &[]).await;
    assert_eq!(wrong.status, StatusCode::OK);
    let shown = sign(&mut world, &wrong, &device).await;
    assert_eq!(shown.location(), "/admin/keys");
    assert_eq!(world.get("/admin/keys").await.status, StatusCode::OK);
}

#[tokio::test]
async fn passkeys_are_added_listed_and_removed_at_ones_own_page() {
    let mut world = World::new().await;
    let device = Authenticator::new(1);
    set_up(&mut world, &device).await;
    let page = world.get("/o/account").await;
    assert!(page.body.contains("Llavero") && page.body.contains("Te quedan 10 códigos"));
    let remove = |page: &Reply, nth: usize| {
        let link = page
            .body
            .split("/o/account/remove-factor?which=")
            .nth(nth)
            .unwrap();
        let id = link.split('"').next().unwrap();
        (format!("/o/account/remove-factor?which={id}"), id.to_owned())
    };
    let (path, first) = remove(&page, 1);
    let asked = world.get(&path).await;
    assert!(
        asked.body.contains("Es tu único segundo paso") && !asked.body.contains("button--bad"),
        "{}",
        asked.body
    );
    let kept = world.post("/o/account/remove-factor", &[("which", &first)]).await;
    assert_eq!(kept.status, StatusCode::OK, "{}", kept.body);

    let page = world.get("/o/account/passkey").await;
    let unnamed = send(&mut world, &page, "{}", &[("name", " ")]).await;
    assert_eq!(unnamed.status, StatusCode::OK);
    assert!(unnamed.body.contains("Escribe un nombre"), "{}", unnamed.body);
    let refused = send(&mut world, &unnamed, "{}", &[("name", "<b>")]).await;
    assert_eq!(refused.status, StatusCode::OK);
    assert!(
        refused.body.contains("no se agregó") && refused.body.contains("value=\"&#60;b&#62;\""),
        "{}",
        refused.body
    );
    let made = Authenticator::new(2).make(&options(&refused));
    let added = send(&mut world, &refused, &made, &[("name", "<b>de la oficina")]).await;
    assert_eq!(added.location(), "/o/account?notice=passkey");
    let page = world.get("/o/account?notice=passkey").await;
    assert!(page.body.contains("Agregaste una llave de acceso."));
    assert!(page.body.contains("&#60;b&#62;de la oficina"), "{}", page.body);

    let asked = world.get(&path).await;
    assert!(
        asked.body.contains("Quitar la llave de acceso «Llavero»"),
        "{}",
        asked.body
    );
    let removed = world.post("/o/account/remove-factor", &[("which", &first)]).await;
    assert_eq!(removed.location(), "/o/account?notice=one-removed");
    let gone = world.get(&path).await;
    assert_eq!(gone.status, StatusCode::NOT_FOUND);
    let log = world.get("/admin/audit").await;
    assert!(
        log.body.contains("agregó una llave de acceso") && log.body.contains("quitó una llave de acceso"),
        "{}",
        log.body
    );
}

/// Nothing is said of passkeys where browsers have none: without https, or without a name.
#[tokio::test]
async fn where_browsers_have_none_pages_offer_none() {
    let mut world = World::new().await;
    let device = Authenticator::new(1);
    set_up(&mut world, &device).await;
    for address in ["http://permisos.test", "http://127.0.0.1:8080"] {
        world.move_to(address);
        assert_eq!(world.get("/o/account/passkey").await.location(), "/o/account");
        let page = world.get("/o/account").await;
        assert!(
            page.body.contains("necesitan https y un nombre") && !page.body.contains("/o/account/passkey"),
            "who has one is told: {}",
            page.body
        );
        let page = world.get("/o/prove").await;
        assert!(
            !page.body.contains("passkey") && page.body.contains("Código de recuperación"),
            "{}",
            page.body
        );
    }
    world.employ("ada", &["administrator"]).await;
    world.forget_cookies();
    world.try_log_in("ada@oficina.test", PASSWORD).await;
    let page = world.get("/o/log-in/set-up").await;
    assert!(!page.body.contains("llave de acceso"), "{}", page.body);
    let led = world.get("/o/log-in/add-passkey").await;
    assert_eq!(led.location(), "/o/log-in/set-up");
    world.employ("olga", &["officer"]).await;
    world.log_in("olga").await;
    let page = world.get("/o/account").await;
    assert!(
        !page.body.to_lowercase().contains("llaves de acceso"),
        "{}",
        page.body
    );
}
