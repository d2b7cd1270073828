//! No address without its action, none with a weaker one than its place in the site promises.

use axum::http::{Method, StatusCode, header};
use engine::authorise::{Action, Credentials};

use crate::world::World;

#[tokio::test]
async fn what_an_address_promises_its_action_keeps() {
    let world = World::new().await;
    let addresses = web::addresses(&world.app);
    assert!(addresses.len() > 20);
    for (method, path, action) in addresses {
        let credentials = action.credentials();
        let log_in = action == Action::LogIn;
        if path.starts_with("/o") || path.starts_with("/admin") {
            assert!(
                credentials == Credentials::Session || log_in,
                "{method} {path} is open to all: {action:?}"
            );
        }
        if path.starts_with("/api/") && path != "/api/v1/devices" {
            assert_eq!(credentials, Credentials::Device, "{method} {path}: {action:?}");
        }
        if path.starts_with("/a/{reference}/") {
            assert_eq!(credentials, Credentials::Access, "{method} {path}: {action:?}");
        }
        if method == Method::POST && credentials == Credentials::None {
            let open = [
                "/s/{service}/apply",
                "/a",
                "/finish",
                "/consent/{reference}",
                "/v/number",
                "/api/v1/devices",
            ];
            assert!(
                open.contains(&path) || log_in,
                "{path} changes something for anybody"
            );
        }
    }
}

/// Nothing is found there: nobody is told that they sent something wrong who followed a link that was cut off.
#[tokio::test]
async fn an_address_that_names_nothing_is_not_found() {
    let mut world = World::new().await;
    let roles = [
        "officer",
        "supervisor",
        "administrator",
        "service-owner",
        "auditor",
        "consultee",
    ];
    world.employ("olga", &roles).await;
    world.log_in("olga").await;
    world.get("/o/account").await;
    let mut named = 0;
    for (method, path, action) in web::addresses(&world.app) {
        if !path.contains('{') || action.credentials() == Credentials::Device {
            continue;
        }
        named += 1;
        let mut parts: Vec<&str> = path.split('/').collect();
        for part in parts.iter_mut().filter(|part| part.starts_with('{')) {
            *part = "nothing-here";
        }
        let address = parts.join("/");
        let reply = match method {
            Method::GET => world.get(&address).await,
            _ => world.send_form(&address, &[]).await,
        };
        let is_found = reply.status.is_redirection() && action.credentials() == Credentials::Draft;
        let is_closed = reply.status == StatusCode::FORBIDDEN && action.credentials() == Credentials::Access;
        let is_anybodys = action == Action::Browse && method == Method::POST;
        assert!(
            reply.status == StatusCode::NOT_FOUND || is_found || is_closed || is_anybodys,
            "{method} {address}: {} {}",
            reply.status,
            reply.body
        );
    }
    assert!(named > 60, "{named}");
}

#[tokio::test]
async fn every_response_tells_the_browser_what_not_to_do() {
    let mut world = World::new().await;
    for path in [
        "/",
        "/s/transit-permit",
        "/a",
        "/nothing-here",
        "/assets/chasqui.css",
    ] {
        let reply = world.get(path).await;
        let header = |name: header::HeaderName| reply.headers[name].to_str().unwrap().to_owned();
        assert!(
            header(header::CONTENT_SECURITY_POLICY).contains("script-src 'none'"),
            "{path}"
        );
        assert!(
            header(header::CONTENT_SECURITY_POLICY).contains("frame-ancestors 'none'"),
            "{path}"
        );
        assert_eq!(header(header::X_CONTENT_TYPE_OPTIONS), "nosniff");
        assert_eq!(header(header::REFERRER_POLICY), "same-origin");
        assert!(header(header::STRICT_TRANSPORT_SECURITY).starts_with("max-age=31536000"));
        assert!(
            !reply.body.contains("style=\"") && !reply.body.contains("<script"),
            "{path}"
        );
    }
}

#[tokio::test]
async fn an_unknown_address_gets_a_plain_page_in_the_visitors_language() {
    let mut world = World::new().await;
    let reply = world.get("/nothing-here").await;
    assert_eq!(reply.status, StatusCode::NOT_FOUND);
    assert!(
        reply.body.contains("No encontramos esta página"),
        "{}",
        reply.body
    );
    let english = "href=\"/nothing-here?lang=en\"";
    assert!(reply.body.contains(english), "{}", reply.body);
    let reply = world.get("/nothing-here?lang=en").await;
    assert!(reply.body.contains("We cannot find this page"));
    let reply = world.post("/healthz", &[]).await;
    assert!(
        reply.status == StatusCode::BAD_REQUEST && reply.body.contains("We did not understand"),
        "{reply:?}"
    );
}
