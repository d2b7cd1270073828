//! `/finish`, `/s/{service}/keep`, `/a/{reference}/keep`: shared computers, and one's own.

use axum::http::{StatusCode, header};
use forms::samples;
use jiff::SignedDuration;
use review::Command;

use crate::world::{Reply, World, every_type};

const FORM: &str = "/s/every-type/apply/words";
const DRAFT: &str = "__Host-draft-every-type";

fn set(reply: &Reply) -> Vec<String> {
    let cookies = reply.headers.get_all(header::SET_COOKIE).iter();
    cookies
        .map(|cookie| cookie.to_str().unwrap().to_owned())
        .collect()
}

/// Somebody who has sent one application and begun another; the first one's reference.
async fn busy() -> (World, String) {
    let mut world = World::with(&[every_type()]).await;
    let reference = world.apply(&every_type()).await;
    world.post("/s/every-type/apply", &[]).await;
    world.get(FORM).await;
    (world, reference)
}

#[tokio::test]
async fn what_opens_an_application_is_gone_with_the_browser() {
    let mut world = World::with(&[every_type()]).await;
    let begun = world.post("/s/every-type/apply", &[]).await;
    let answers = samples::sample(&every_type(), world.app.today());
    world.fill(&every_type(), &answers, |_| {}).await;
    let sent = world.post("/s/every-type/apply/submit", &[]).await;
    let (begun, sent) = (set(&begun), set(&sent));
    assert!(begun[0].starts_with("__Host-draft-every-type="), "{begun:?}");
    assert!(sent[0].starts_with("__Host-access-"), "{sent:?}");
    for cookie in [&begun[0], &sent[0]] {
        assert!(
            !cookie.contains("Max-Age") && !cookie.contains("Expires"),
            "{cookie}"
        );
    }
}

#[tokio::test]
async fn every_page_with_personal_data_offers_to_finish() {
    let (mut world, reference) = busy().await;
    let a = |rest: &str| format!("/a/{reference}{rest}");
    for path in [FORM.to_owned(), a(""), a("/withdraw")] {
        let page = world.get(&path).await;
        assert!(page.body.contains("action=\"/finish\""), "{path}: {}", page.body);
    }
    world
        .command(&reference, vec![Command::Claim, Command::APPROVE])
        .await;
    for path in [a(""), a("/permit"), a("/replace")] {
        let page = world.get(&path).await;
        assert!(page.body.contains("action=\"/finish\""), "{path}: {}", page.body);
    }
}

#[tokio::test]
async fn finishing_ends_the_draft_and_the_key() {
    let (mut world, reference) = busy().await;
    let before = world.cookies();
    let typed = [
        ("name", "Rosa Quispe"),
        ("story", "Mi enfermedad"),
        ("email", "rosa@ejemplo.pe"),
        ("phone", "987654321"),
    ];
    world.post(FORM, &typed).await;
    assert!(world.get(FORM).await.body.contains("Mi enfermedad"));
    let done = world.post("/finish", &[("here", FORM)]).await;
    assert_eq!(done.location(), "/finished");
    let cleared = done.headers.get("clear-site-data").unwrap();
    assert_eq!(
        cleared, "\"cache\"",
        "never the storage: a phone keeps its key there"
    );
    assert!(
        world
            .get("/finished")
            .await
            .body
            .contains("Terminaste en este equipo")
    );
    let own = world.get(&format!("/a/{reference}")).await;
    assert!(!own.body.contains("Qué ha pasado"), "{}", own.body);
    // Whoever copied the cookies finds no draft either.
    world.restore_cookies(before);
    assert_eq!(world.get(FORM).await.status, StatusCode::GONE);
}

#[tokio::test]
async fn ones_own_device_remembers_when_it_is_asked_to() {
    let (mut world, reference) = busy().await;
    let kept = world.post("/s/every-type/keep", &[("here", FORM)]).await;
    assert_eq!(kept.location(), FORM);
    assert!(set(&kept)[0].ends_with("Max-Age=86400"), "{:?}", set(&kept));
    for path in [FORM, "/s/every-type/apply/numbers"] {
        let page = world.get(path).await;
        assert!(page.body.contains("aunque lo cierres"), "{path}: {}", page.body);
    }
    let own = format!("/a/{reference}");
    world.get(&own).await;
    let kept = world
        .post(&format!("{own}/keep"), &[("here", "//evil.example/a")])
        .await;
    assert_eq!(kept.location(), own);
    assert!(set(&kept)[0].starts_with("__Host-access-") && set(&kept)[0].contains("Max-Age=15552000"));
}

#[tokio::test]
async fn what_was_typed_is_kept_for_a_day() {
    let (mut world, _) = busy().await;
    world.clock.pass(SignedDuration::from_hours(23));
    assert_eq!(world.get(FORM).await.status, StatusCode::OK);
    world.clock.pass(SignedDuration::from_hours(2));
    assert_eq!(world.get(FORM).await.status, StatusCode::GONE);
}

/// A sibling of our host may plant a cookie of the name of before, since it has no `__Host-` before it: one's own comes first.
#[tokio::test]
async fn a_cookie_of_the_name_of_before_goes_on_and_takes_no_place_of_ones_own() {
    let (mut world, _) = busy().await;
    let typed = [
        ("name", "Rosa Quispe"),
        ("story", "Mi historia"),
        ("email", "rosa@ejemplo.pe"),
        ("phone", "987654321"),
    ];
    world.post(FORM, &typed).await;
    let own = world.cookies();
    let before = ("/s/every-type".to_owned(), "draft".to_owned());
    let mut planted = own.clone();
    planted.insert(before.clone(), "planted".to_owned());
    world.restore_cookies(planted);
    assert!(world.get(FORM).await.body.contains("Rosa Quispe"));
    // What a node of the release before has begun.
    let mut begun_before = own;
    begun_before.remove(&("/".to_owned(), DRAFT.to_owned())).unwrap();
    assert!(begun_before.contains_key(&before));
    world.restore_cookies(begun_before);
    assert!(world.get(FORM).await.body.contains("Rosa Quispe"));
}

#[tokio::test]
async fn what_was_typed_on_the_page_is_kept_with_the_wish_to_be_remembered() {
    let (mut world, _) = busy().await;
    let typed = [
        ("name", "Rosa Quispe"),
        ("story", "Mi historia"),
        ("email", "rosa@ejemplo.pe"),
        ("phone", "987654321"),
        ("remember", "1"),
    ];
    let kept = world.post(FORM, &typed).await;
    assert_eq!(kept.location(), "/s/every-type/apply/numbers");
    assert_eq!(set(&kept).len(), 3, "{:?}", set(&kept));
    assert!(world.get(FORM).await.body.contains("Rosa Quispe"));
}

/// Another host below the domain may plant a cookie of the old name: it does not keep anybody from finishing.
#[tokio::test]
async fn a_planted_cookie_does_not_keep_anybody_from_finishing() {
    let (mut world, _) = busy().await;
    let mut cookies = world.cookies();
    cookies.insert(("/".to_owned(), "draft".to_owned()), "planted".to_owned());
    world.restore_cookies(cookies);
    let done = world.post("/finish", &[("here", FORM)]).await;
    assert_eq!(done.location(), "/finished");
}
