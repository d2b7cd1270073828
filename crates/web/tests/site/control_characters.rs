//! U+0000 and its like, in whatever is sent: no field keeps them, and no address means anything by them.

use std::fmt::Write as _;

use axum::http::StatusCode;
use serde_json::json;
use store::Kind;
use uuid::Uuid;

use crate::{
    officers::permits::approved,
    phone::Phone,
    staff::PASSWORD,
    world::{Reply, World, every_type},
};

const SPOILT: &str = "\0\u{1b}\u{7}";

/// Everything that is kept, as a programmer sees it: a control character is `\0` or `\u{1b}` there.
async fn all_kept(world: &World) -> String {
    let mut all = String::new();
    for kind in Kind::ALL {
        for record in world.store.take(kind, None, 1_000).await.unwrap() {
            writeln!(all, "{record:?}").unwrap();
        }
    }
    all
}

async fn holds_no_control_character(world: &World) {
    let kept = all_kept(world).await;
    for unwanted in ["\\0", "\\u{", "u0000", "\u{1b}"] {
        let found = kept
            .find(unwanted)
            .map(|at| &kept[kept.floor_char_boundary(at.saturating_sub(80))..at]);
        assert_eq!(found, None, "{unwanted:?} is kept after this");
    }
}

#[track_caller]
fn goes_on(reply: &Reply) {
    assert_eq!(reply.status, StatusCode::SEE_OTHER, "{}", reply.body);
}

#[tokio::test]
async fn what_applicants_and_officers_type_is_kept_clean() {
    let service = every_type();
    let mut world = World::with(std::slice::from_ref(&service)).await;
    world.employ("olga", &["officer"]).await;
    world.employ("sara", &["supervisor"]).await;
    world.spoilt_with = SPOILT;
    let reference = world.apply(&service).await;
    let applicant = world.cookies();
    let own = format!("/a/{reference}");

    world.log_in("olga").await;
    goes_on(&world.post("/o/next", &[("service", "every-type")]).await);
    let fields = [("question", "story"), ("message", "Cuéntanos\0más")];
    goes_on(&world.on_case(&reference, "ask", &fields).await);
    world.restore_cookies(applicant.clone());
    world.get(&format!("{own}/answer")).await;
    goes_on(
        &world
            .post(&format!("{own}/answer"), &[("story", "Todo\0eso\nfue así")])
            .await,
    );
    world.log_in("olga").await;
    world.on_case(&reference, "claim", &[]).await;
    let fields = [
        ("decision", "reject"),
        ("reason", "unclear"),
        ("note", "No\0se lee"),
    ];
    goes_on(&world.on_case(&reference, "decide", &fields).await);
    world.restore_cookies(applicant);
    world.get(&format!("{own}/appeal")).await;
    goes_on(
        &world
            .post(&format!("{own}/appeal"), &[("message", "Sí\0se lee")])
            .await,
    );
    goes_on(
        &world
            .post(
                &format!("{own}/rating"),
                &[("score", "4"), ("comment", "Muy\0bien")],
            )
            .await,
    );

    holds_no_control_character(&world).await;
    let kept = all_kept(&world).await;
    for words in [
        "Cuéntanos más",
        "Todo eso\\nfue así",
        "No se lee",
        "Sí se lee",
        "Muy bien",
    ] {
        assert!(kept.contains(words), "{words} is not kept");
    }
}

#[tokio::test]
async fn what_administrators_type_is_kept_clean_and_a_password_as_it_is() {
    let mut world = World::new().await;
    world.employ("andres", &["administrator"]).await;
    world.log_in("andres").await;
    world.spoilt_with = SPOILT;
    let password = format!("{PASSWORD}\0\u{1b}");
    let fields = [
        ("name", "Olga\0Quispe"),
        ("email", "olga@oficina.test"),
        ("document", "12345678"),
        ("role", "officer"),
        ("service", "transit-permit"),
    ];
    let added = world.post("/admin/people", &fields).await;
    goes_on(&added);
    let link = world.password_link(&added.location()).await;
    let (_, token) = world
        .invite(&[
            ("name", "Garita\0uno"),
            ("checkpoint", "Ancón\0sur"),
            ("phrase", "cóndor\0puente 47"),
        ])
        .await;
    assert!(!token.is_empty());
    holds_no_control_character(&world).await;
    let kept = all_kept(&world).await;
    for words in ["Olga Quispe", "Garita uno", "Ancón sur", "cóndor puente 47"] {
        assert!(kept.contains(words), "{words} is not kept");
    }
    world.forget_cookies();
    world.get(&link).await;
    let (_, token) = link.split_once("link=").unwrap();
    let fields = [("link", token), ("password", password.as_str())];
    goes_on(&world.post("/o/password", &fields).await);
    let without = world.try_log_in("olga@oficina.test", PASSWORD).await;
    assert_eq!(without.status, StatusCode::OK, "it was not changed silently");
    goes_on(&world.try_log_in("olga@oficina.test", &password).await);
}

#[tokio::test]
async fn what_phones_and_the_office_say_of_permits_is_kept_clean() {
    let (mut world, permits, _) = approved().await;
    world.spoilt_with = SPOILT;
    let mut phone: Phone = world.phone("Ancon", "-11.77", "-77.18").await;
    let id = Uuid::from_u128(11);
    let now = world.app.now().as_millisecond();
    let told = json!({
        "id": id, "kind": "fake", "reason": "copied", "note": "La foto\0no es la suya",
        "cti": hex::encode(permits[0].id.0), "code": "https://permisos.test/v#\0abc",
        "verdict": "valid", "scanned_at": now - 600_000, "sent_at": now,
    });
    let answer = phone.post(&world, "/api/v1/incidents", &told).await;
    assert_eq!(answer.status, StatusCode::CREATED, "{answer:?}");
    let sought = json!({"number": "AB\0C"});
    let answer = phone.post(&world, "/api/v1/permits/find", &sought).await;
    assert_ne!(answer.status, StatusCode::INTERNAL_SERVER_ERROR, "{answer:?}");

    world.log_in("sara").await;
    let permit = format!("/o/permits/{}", permits[0].number);
    world.get(&permit).await;
    goes_on(
        &world
            .post(
                &format!("{permit}/status"),
                &[("change", "revoke"), ("seen", "active"), ("reason", "Se\0perdió")],
            )
            .await,
    );
    let incident = format!("/o/incidents/{id}");
    world.get(&incident).await;
    goes_on(
        &world
            .post(
                &incident,
                &[("outcome", "permit-revoked"), ("note", "Quedó\0sin efecto")],
            )
            .await,
    );
    for path in ["/v/number", "/o/check"] {
        world.get(path).await;
        let asked = world.post(path, &[("number", "\0"), ("document", "12\0x")]).await;
        assert!(!asked.status.is_server_error(), "{path}: {asked:?}");
    }
    holds_no_control_character(&world).await;
    let kept = all_kept(&world).await;
    for words in ["La foto no es la suya", "Se perdió", "Quedó sin efecto"] {
        assert!(kept.contains(words), "{words} is not kept");
    }
}

#[tokio::test]
async fn nothing_is_called_by_a_control_character() {
    let mut world = World::new().await;
    world.employ("sara", &["supervisor", "administrator"]).await;
    world.log_in("sara").await;
    for path in [
        "/s/%00",
        "/s/transit-permit/apply/%00",
        "/a/%00",
        "/o/cases/a%00",
        "/o/permits/%1B",
        "/assets/%7f",
        "/status/%C2%85",
    ] {
        let reply = world.get(path).await;
        assert_eq!(reply.status, StatusCode::NOT_FOUND, "{path}: {}", reply.body);
    }
    for path in [
        "/o?q=a%00b&service=%00&step=%00&status=%00",
        "/o/permits?number=%00",
        "/o/incidents?service=%00",
        "/o/scans?service=%00&checkpoint=%00&from=%00",
        "/admin/audit?by=%00&before=%00",
        "/a?reference=%00",
        "/o/log-in?then=%00",
        "/?lang=%00",
        "/admin/devices?notice=%00",
    ] {
        let reply = world.get(path).await;
        assert_eq!(reply.status, StatusCode::OK, "{path}: {}", reply.body);
        assert!(!reply.body.contains('\0'), "{path}");
    }
}
