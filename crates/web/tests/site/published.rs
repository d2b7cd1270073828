//! What verifiers fetch.

use axum::http::StatusCode;
use engine::{authorise::Caller, publishing::PublishError};
use jiff::SignedDuration;
use permit::PublishedList;

use crate::world::World;

#[tokio::test]
async fn the_index_names_lists_and_their_ends() {
    let mut world = World::new().await;
    let day = "2026-03-21".parse().unwrap();
    let list = world.store.reserve_indexes(day, 1).await.unwrap().list;
    let reply = world.get("/status").await;
    let end = "2026-03-22T00:00:00Z".parse::<jiff::Timestamp>().unwrap();
    assert_eq!(
        reply.body,
        format!(
            r#"{{"iss":"permisos.test","lists":[{{"list":{list},"exp":{},"ttl":300}}]}}"#,
            end.as_second()
        )
    );
}

#[tokio::test]
async fn those_who_ask_at_once_get_the_list_that_was_signed_once() {
    let world = World::new().await;
    let day = "2026-03-21".parse().unwrap();
    let list = world.store.reserve_indexes(day, 1).await.unwrap().list;
    let (one, two, three) = tokio::join!(
        world.app.status_list(list),
        world.app.status_list(list),
        world.app.status_list(list)
    );
    let one = one.unwrap();
    // Every signature takes a random nonce of its own: equal bytes were signed once.
    assert_eq!(
        [&one.bytes, &one.bytes],
        [&two.unwrap().bytes, &three.unwrap().bytes]
    );
    let keys = &world.app.issuer().keys;
    assert!(PublishedList::read(&one.bytes, keys, world.app.now()).is_ok());
}

#[tokio::test]
async fn a_list_that_was_signed_before_the_clock_was_put_back_is_signed_anew() {
    let world = World::new().await;
    let day = "2026-03-21".parse().unwrap();
    let list = world.store.reserve_indexes(day, 1).await.unwrap().list;
    let hour = SignedDuration::from_hours(1);
    world.clock.pass(hour);
    world.app.status_list(list).await.unwrap();
    world.clock.pass(-hour);
    let signed = world.app.status_list(list).await.unwrap();
    let (keys, now) = (&world.app.issuer().keys, world.app.now());
    assert_eq!(
        PublishedList::read(&signed.bytes, keys, now).unwrap().issued_at,
        now
    );
    let again = world.app.status_list(list).await.unwrap();
    assert_eq!(again.bytes, signed.bytes, "and is kept as any other");
}

#[tokio::test]
async fn anybodys_page_may_read_what_verifiers_fetch_and_nothing_else() {
    let mut world = World::new().await;
    for (path, origin, policy) in [
        ("/.well-known/chasqui/keys.json", Some("*"), "cross-origin"),
        ("/.well-known/chasqui/keys.cose", Some("*"), "cross-origin"),
        ("/.well-known/chasqui/permits", Some("*"), "cross-origin"),
        ("/.well-known/chasqui/permits/1", Some("*"), "cross-origin"),
        ("/status", Some("*"), "cross-origin"),
        ("/status/1", Some("*"), "cross-origin"),
        ("/", None, "same-origin"),
        ("/statuses", None, "same-origin"),
        ("/a/7K2QMX9T4B", None, "same-origin"),
        ("/v", None, "same-origin"),
    ] {
        let headers = world.get(path).await.headers;
        let header = |name: &str| headers.get(name).map(|value| value.to_str().unwrap().to_owned());
        assert_eq!(header("access-control-allow-origin").as_deref(), origin, "{path}");
        assert_eq!(
            header("cross-origin-resource-policy").as_deref(),
            Some(policy),
            "{path}"
        );
    }
}

/// A permit of before stays what it was, whatever its service issues by now, and no other service's permits can take its words.
#[tokio::test]
#[expect(clippy::disallowed_methods, reason = "services come from the command line")]
async fn what_permits_of_a_type_say_stays_so_for_ever() {
    let file = include_str!("every-type.yaml");
    let typed = |id: &str, kind: &str, claims: &str| {
        let source = file
            .replacen("service: every-type", &format!("service: {id}"), 1)
            .replacen("type: 99", &format!("type: {kind}"), 1);
        let source = if claims.is_empty() {
            source
        } else {
            source.replacen("  claims:\n", claims, 1)
        };
        forms::read("every-type.yaml", &source).unwrap_or_else(|problems| panic!("{problems}"))
    };
    let mut world = World::with(&[typed("every-type", "99", "")]).await;
    let operator = Caller::operator();
    let before = world.get("/.well-known/chasqui/permits/99").await;
    assert_eq!(before.status, StatusCode::OK);
    world
        .app
        .publish(&operator, &typed("every-type", "98", "").into())
        .await
        .unwrap();
    let all = world.get("/.well-known/chasqui/permits").await.body;
    assert_eq!(all, r#"{"types":[98,99]}"#);
    assert_eq!(
        world.get("/.well-known/chasqui/permits/99").await.status,
        StatusCode::OK
    );
    let taken = world
        .app
        .publish(&operator, &typed("another", "99", "").into())
        .await;
    assert!(
        matches!(taken, Err(PublishError::TypeTaken { kind: 99, .. })),
        "{taken:?}"
    );
    let moved = typed("every-type", "99", "  claims:\n    - {answer: born}\n");
    let moved = world.app.publish(&operator, &moved.into()).await;
    assert!(matches!(moved, Err(PublishError::Claims { .. })), "{moved:?}");
    world
        .app
        .publish(&operator, &typed("every-type", "99", "").into())
        .await
        .unwrap();
}
