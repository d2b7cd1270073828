//! What verifiers fetch.

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
