//! What was typed into a form that could not be taken comes back to whoever typed it, and to nobody else.

use axum::http::StatusCode;
use jiff::SignedDuration;

use super::queue::three;
use crate::{
    staff::PASSWORD,
    world::{Reply, World},
};

const NOTE: &str = "El plano no es de esta calle";

/// Somebody has a case in hand and types a note until their session is over; the case, and what they are answered.
async fn typed_too_long() -> (World, String, Reply) {
    let (mut world, _) = three().await;
    for login in ["olga", "oscar"] {
        world.employ(login, &["officer"]).await;
    }
    world.log_in("olga").await;
    let case = world.next_case().await;
    let revision = world
        .get(&format!("/o/cases/{case}"))
        .await
        .field("revision")
        .unwrap();
    world.clock.pass(SignedDuration::from_mins(31));
    let fields = [
        ("decision", "reject"),
        ("note", NOTE),
        ("revision", revision.as_str()),
    ];
    let reply = world.post(&format!("/o/cases/{case}/decide"), &fields).await;
    (world, case, reply)
}

/// Logs in without losing the browser's cookies.
async fn come_back(world: &mut World, login: &str, then: &str) -> Reply {
    world.get(&format!("/o/log-in?then={then}")).await;
    let email = format!("{login}@oficina.test");
    let fields = [("email", email.as_str()), ("password", PASSWORD), ("then", then)];
    let there = world.post("/o/log-in", &fields).await.location();
    world.get(&there).await
}

#[tokio::test]
async fn whoever_comes_back_finds_what_they_typed() {
    let (mut world, case, reply) = typed_too_long().await;
    assert_eq!(reply.status, StatusCode::UNAUTHORIZED);
    let page = format!("/o/cases/{case}");
    for told in [
        "lo que escribiste no se perdió",
        &format!("href=\"/o/log-in?then={page}\""),
    ] {
        assert!(reply.body.contains(told), "{told}: {}", reply.body);
    }
    let shown = come_back(&mut world, "olga", &page).await;
    for told in ["Lo que escribiste sigue aquí", &format!(">{NOTE}</textarea>")] {
        assert!(shown.body.contains(told), "{told}: {}", shown.body);
    }
    assert!(world.get(&page).await.body.contains(NOTE), "until it is sent");
    let fields = [("decision", "reject"), ("reason", "unclear"), ("note", NOTE)];
    let sent = world.on_case(&case, "decide", &fields).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.body);
    assert!(
        !world.get(&page).await.body.contains("Lo que escribiste"),
        "it was sent"
    );
}

#[tokio::test]
async fn nobody_else_finds_it_nor_anybody_after_an_hour() {
    let (mut world, case, _) = typed_too_long().await;
    let page = format!("/o/cases/{case}");
    let cookies = world.cookies();
    let others = come_back(&mut world, "oscar", &page).await;
    assert!(
        others.status == StatusCode::OK && !others.body.contains(NOTE),
        "{}",
        others.body
    );
    world.restore_cookies(cookies);
    world.clock.pass(SignedDuration::from_mins(61));
    let late = come_back(&mut world, "olga", &page).await;
    assert!(
        late.status == StatusCode::OK && !late.body.contains(NOTE),
        "{}",
        late.body
    );
}

/// A page that was open while its person logged in again: the form's token is of the session before.
#[tokio::test]
async fn a_page_of_an_earlier_session_loses_nothing() {
    let (mut world, _) = three().await;
    world.employ("olga", &["officer"]).await;
    world.log_in("olga").await;
    let case = world.next_case().await;
    let page = format!("/o/cases/{case}");
    let revision = world.get(&page).await.field("revision").unwrap();
    let old = world.token.clone();
    come_back(&mut world, "olga", "/o").await;
    world.token = old;
    let fields = [
        ("decision", "reject"),
        ("note", NOTE),
        ("revision", revision.as_str()),
    ];
    let reply = world.post(&format!("{page}/decide"), &fields).await;
    assert_eq!(reply.location(), page);
    let shown = world.get(&page).await;
    assert!(
        shown.body.contains(&format!(">{NOTE}</textarea>")),
        "{}",
        shown.body
    );
}

/// Whose the forms are is read out of a browser that somebody left, and given out for one's own.
#[tokio::test]
async fn nobody_types_into_anothers_form() {
    let (mut world, _) = three().await;
    for login in ["olga", "oscar"] {
        world.employ(login, &["officer"]).await;
    }
    let typist = |world: &World| {
        let found = world
            .cookies()
            .into_iter()
            .find(|((_, name), _)| name.contains("typist"));
        found.expect("it is kept")
    };
    world.log_in("olga").await;
    let case = world.next_case().await;
    let (_, olgas) = typist(&world);
    world.forget_cookies();
    world.log_in("oscar").await;
    world.get("/o").await;
    let (key, oscars) = typist(&world);
    let owner = |typist: &str| typist.split('.').next().unwrap().to_owned();
    assert_ne!(owner(&olgas), owner(&oscars));
    let mut cookies = world.cookies();
    cookies.insert(key, oscars.replace(&owner(&oscars), &owner(&olgas)));
    world.restore_cookies(cookies);
    world.clock.pass(SignedDuration::from_mins(31));
    let fields = [("decision", "reject"), ("note", NOTE)];
    world.post(&format!("/o/cases/{case}/decide"), &fields).await;
    let kept = world
        .cookies()
        .into_keys()
        .filter(|(_, name)| name.ends_with("typed"));
    assert_eq!(kept.count(), 0);
}
