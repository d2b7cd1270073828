//! What is the same for everybody: made once, known by its tag, compressed once.

use axum::http::{StatusCode, header};
use forms::Service;
use jiff::SignedDuration;

use crate::world::{World, publish, shipped};

/// Every address whose answer does not depend on who asks.
const UNCHANGING: [&str; 10] = [
    "/",
    "/s/transit-permit",
    "/accessibility",
    "/v",
    "/v.webmanifest",
    "/assets/chasqui.css",
    "/.well-known/chasqui/keys.json",
    "/.well-known/chasqui/permits/1",
    "/status",
    "/status/1",
];

async fn world_with_a_list() -> World {
    let world = World::new().await;
    let day = "2026-03-21".parse().unwrap();
    world.store.reserve_indexes(day, 1).await.unwrap();
    world
}

#[tokio::test]
async fn who_has_it_gets_nothing_again() {
    let mut world = world_with_a_list().await;
    for path in UNCHANGING {
        let first = world.get(path).await;
        assert_eq!(first.status, StatusCode::OK, "{path}: {}", first.body);
        let tag = first.headers[header::ETAG].to_str().unwrap().to_owned();
        let again = world.get_with(path, header::IF_NONE_MATCH, &tag).await;
        assert_eq!(
            (again.status, again.body.as_str()),
            (StatusCode::NOT_MODIFIED, ""),
            "{path}"
        );
        assert_eq!(again.headers[header::ETAG], tag.as_str(), "{path}");
        assert_eq!(
            again.headers[header::CONTENT_SECURITY_POLICY],
            first.headers[header::CONTENT_SECURITY_POLICY],
            "{path}"
        );
    }
}

#[tokio::test]
async fn pages_come_in_the_smallest_coding_that_the_browser_takes() {
    let mut world = World::new().await;
    for path in ["/", "/s/transit-permit", "/v", "/assets/chasqui.css"] {
        for (accepted, sent) in [
            ("gzip, deflate, br", Some("br")),
            ("gzip", Some("gzip")),
            ("identity", None),
        ] {
            let reply = world.get_with(path, header::ACCEPT_ENCODING, accepted).await;
            let coding = reply.headers.get(header::CONTENT_ENCODING);
            assert_eq!(
                coding.map(|coding| coding.to_str().unwrap()),
                sent,
                "{path} {accepted}"
            );
        }
    }
}

#[tokio::test]
async fn each_language_has_its_own() {
    let mut world = World::new().await;
    for path in ["/", "/s/transit-permit", "/v", "/accessibility"] {
        let spanish = world.get(&format!("{path}?lang=es")).await;
        let english = world.get(&format!("{path}?lang=en")).await;
        assert!(spanish.body.contains("lang=\"es"), "{path}");
        assert!(english.body.contains("lang=\"en"), "{path}");
        assert_ne!(
            spanish.headers[header::ETAG],
            english.headers[header::ETAG],
            "{path}"
        );
    }
}

#[tokio::test]
async fn what_a_stranger_adds_to_an_address_is_in_no_page_that_others_get() {
    let mut world = World::new().await;
    for path in ["/", "/s/transit-permit", "/v", "/accessibility"] {
        let strange = world.get(&format!("{path}?next=evil")).await;
        assert!(!strange.body.contains("evil"), "{path}: {}", strange.body);
    }
}

#[tokio::test]
async fn a_new_version_is_seen_at_once() {
    let mut world = World::new().await;
    let before = (world.get("/").await, world.get("/s/transit-permit").await);
    let changed: Service = {
        let source = std::fs::read_to_string("../../forms/transit-permit.yaml").unwrap();
        let source = source.replace("Pase personal de tránsito", "Pase de los viernes");
        forms::read("transit-permit.yaml", &source).unwrap()
    };
    publish(&world.app, &changed).await;
    let after = (world.get("/").await, world.get("/s/transit-permit").await);
    for (before, after) in [(before.0, after.0), (before.1, after.1)] {
        assert!(!before.body.contains("Pase de los viernes"));
        assert!(after.body.contains("Pase de los viernes"), "{}", after.body);
        assert_ne!(before.headers[header::ETAG], after.headers[header::ETAG]);
    }
}

#[tokio::test]
async fn who_has_begun_is_told_so_and_nobody_else_is() {
    let mut world = World::new().await;
    let service = shipped("transit-permit");
    let stranger = world.get("/s/transit-permit").await;
    let tag = stranger.headers[header::ETAG].to_str().unwrap().to_owned();
    world.post("/s/transit-permit/apply", &[]).await;
    let own = world
        .get_with("/s/transit-permit", header::IF_NONE_MATCH, &tag)
        .await;
    assert_eq!(own.status, StatusCode::OK, "not what they had before");
    assert_eq!(own.headers[header::CACHE_CONTROL], "no-store");
    assert_ne!(own.body, stranger.body);
    world.forget_cookies();
    assert_eq!(world.get("/s/transit-permit").await.body, stranger.body);
    world.apply(&service).await;
    assert_eq!(
        world.get("/s/transit-permit").await.body,
        stranger.body,
        "it was sent"
    );
}

#[tokio::test]
async fn a_description_is_signed_once_an_hour() {
    let mut world = World::new().await;
    let path = "/.well-known/chasqui/permits/1";
    let tag = async |world: &mut World| world.get(path).await.headers[header::ETAG].clone();
    let first = tag(&mut world).await;
    world.clock.pass(SignedDuration::from_mins(10));
    assert_eq!(tag(&mut world).await, first);
    world.clock.pass(SignedDuration::from_hours(1));
    assert_ne!(tag(&mut world).await, first);
}
