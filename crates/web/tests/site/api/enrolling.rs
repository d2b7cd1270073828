//! `/api/v1/devices`, and `/admin/devices` on the other side of the code.

use axum::{
    body::Body,
    http::{Method, StatusCode},
};
use jiff::SignedDuration;
use permit::SigningKey;
use serde_json::json;
use store::{AuditAction, AuditActor, AuditQuery};

use crate::{phone::from_our_page, world::World};

const PHONE: [(&str, &str); 5] = [
    ("name", "Garita 2"),
    ("checkpoint", "Ancón"),
    ("latitude", "-11,774"),
    ("longitude", "-77.1758"),
    ("phrase", "puma sal 07"),
];

async fn administrator() -> World {
    let mut world = World::new().await;
    world.employ("andres", &["administrator"]).await;
    world.log_in("andres").await;
    world
}

#[tokio::test]
async fn one_phone_takes_an_invitation_and_the_page_says_so() {
    let mut world = administrator().await;
    let (address, token) = world.invite(&PHONE).await;
    let waiting = world.get(&address).await;
    for words in [
        "<svg",
        "http-equiv=\"refresh\"",
        "puma sal 07",
        "Vale hasta las 10:10",
        "Registrar «Garita 2»",
    ] {
        assert!(waiting.body.contains(words), "{words}: {}", waiting.body);
    }
    assert!(!address.contains(&token), "no address holds the token");

    let key = SigningKey::generate().unwrap();
    let enrolled = world.enrol(&token, &key).await;
    assert_eq!(enrolled.status, StatusCode::CREATED, "{enrolled:?}");
    assert_eq!(enrolled.body["name"], "Garita 2");
    assert_eq!(enrolled.body["phrase"], "puma sal 07");
    assert_eq!(
        enrolled.body["checkpoint"],
        json!({"name": "Ancón", "lat": -11.77, "lon": -77.18}),
        "a kilometre is as exact as it gets"
    );
    assert!(enrolled.headers.contains_key("device-nonce"));
    let again = world.enrol(&token, &key).await;
    assert_eq!(
        again.body["id"], enrolled.body["id"],
        "the answer was lost on its way"
    );
    let another = world.enrol(&token, &SigningKey::generate().unwrap()).await;
    assert_eq!((another.status, another.code()), (StatusCode::GONE, "token-used"));

    let done = world.get(&address).await;
    assert!(
        done.body.contains("El teléfono ya está registrado.") && !done.body.contains("<svg"),
        "{}",
        done.body
    );
    assert!(!done.body.contains("http-equiv=\"refresh\""));
    let list = world.get("/admin/devices").await;
    assert!(
        list.body.contains("Garita 2") && list.body.contains("Activo"),
        "{}",
        list.body
    );

    let log = world
        .store
        .audit(&AuditQuery {
            limit: 9,
            ..AuditQuery::default()
        })
        .await
        .unwrap();
    let actions: Vec<_> = log
        .iter()
        .map(|(_, entry)| (entry.actor.known(), entry.action.known()))
        .collect();
    let [
        (Some(AuditActor::Device(device)), Some(AuditAction::DeviceEnrolled(id))),
        (_, Some(AuditAction::DeviceOffered(name))),
        ..,
    ] = &actions[..]
    else {
        panic!("{actions:?}")
    };
    assert_eq!((*device, name.as_str()), (*id, "Garita 2"));
    let page = world.get("/admin/audit").await;
    assert!(page.body.contains("Teléfono «Garita 2»"), "{}", page.body);
}

#[tokio::test]
async fn an_invitation_runs_out_after_ten_minutes_and_none_is_guessed() {
    let mut world = administrator().await;
    let (address, token) = world.invite(&PHONE).await;
    let key = SigningKey::generate().unwrap();
    let other = format!("{}A", &token[..token.len() - 1]);
    for unknown in [other.as_str(), "", "not base64!", &token.repeat(9)] {
        let answer = world.enrol(unknown, &key).await;
        assert_eq!(
            (answer.status, answer.code()),
            (StatusCode::NOT_FOUND, "token-unknown"),
            "{unknown}"
        );
    }
    world.clock.pass(SignedDuration::from_mins(10));
    let late = world.enrol(&token, &key).await;
    assert_eq!((late.status, late.code()), (StatusCode::GONE, "token-expired"));
    let page = world.get(&address).await;
    assert!(page.body.contains("Este código ya venció."), "{}", page.body);
    let nowhere = "/admin/devices/invitations/0197f0a2-0000-7000-8000-000000000001";
    assert_eq!(world.get(nowhere).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn whoever_sends_a_key_must_hold_it() {
    let mut world = administrator().await;
    let (_, token) = world.invite(&PHONE).await;
    let (key, other) = (SigningKey::generate().unwrap(), SigningKey::generate().unwrap());
    let jwk = key.public_key().to_jwk();
    let proof = |key: &SigningKey| {
        use base64::Engine as _;
        base64::prelude::BASE64_URL_SAFE_NO_PAD.encode(permit::Signer::sign(key, token.as_bytes()).unwrap())
    };
    let good = json!({"kty": "EC", "crv": "P-256", "x": jwk.x, "y": jwk.y});
    let off_the_curve = json!({"kty": "EC", "crv": "P-256", "x": jwk.y, "y": jwk.x});
    let of_another_kind = json!({"kty": "OKP", "crv": "Ed25519", "x": jwk.x, "y": jwk.y});
    for (jwk, proof) in [
        (&good, proof(&other)),
        (&good, String::new()),
        (&off_the_curve, proof(&key)),
        (&of_another_kind, proof(&key)),
    ] {
        let body = json!({"token": token, "key": jwk, "proof": proof});
        let request = from_our_page(&Method::POST, "/api/v1/devices");
        let answer = world
            .api(request.body(Body::from(body.to_string())).unwrap())
            .await;
        assert_eq!(
            (answer.status, answer.code()),
            (StatusCode::UNPROCESSABLE_ENTITY, "device-proof"),
            "{body}"
        );
    }
    assert!(world.store.devices().await.unwrap().is_empty());
    let nonsense = from_our_page(&Method::POST, "/api/v1/devices")
        .body(Body::from("{}"))
        .unwrap();
    assert_eq!(world.api(nonsense).await.code(), "bad-request");
}

#[tokio::test]
async fn another_site_enrols_nothing() {
    let world = administrator().await;
    let request = from_our_page(&Method::POST, "/api/v1/devices");
    let mut request = request.body(Body::from("{}")).unwrap();
    request
        .headers_mut()
        .insert("sec-fetch-site", "cross-site".parse().unwrap());
    let answer = world.api(request).await;
    assert_eq!(
        (answer.status, answer.code()),
        (StatusCode::FORBIDDEN, "foreign-form")
    );
}

#[tokio::test]
async fn a_phone_is_renamed_moved_and_shut_out() {
    let mut world = administrator().await;
    let andres = world.cookies();
    let mut phone = world.phone("Garita", "-11.77", "-77.18").await;
    world.restore_cookies(andres);
    let path = format!("/admin/devices/{}", phone.id);
    let page = world.get(&path).await;
    let revision = page.field("revision").unwrap();
    let nameless = [("do", "change"), ("revision", &revision), ("phrase", "a")];
    let refused = world.post(&path, &nameless).await;
    assert_eq!(refused.status, StatusCode::OK);
    assert!(
        refused.body.contains("Escribe el nombre del teléfono"),
        "{}",
        refused.body
    );
    let moved = [
        ("do", "change"),
        ("revision", revision.as_str()),
        ("name", "Moto 3"),
        ("phrase", "lago nube 11"),
    ];
    assert_eq!(
        world.post(&path, &moved).await.location(),
        format!("{path}?notice=saved")
    );
    assert_eq!(
        world.post(&path, &moved).await.status,
        StatusCode::CONFLICT,
        "the page was out of date"
    );
    let own = phone.own(&world).await;
    assert_eq!(
        (&own.body["name"], &own.body["phrase"], &own.body["checkpoint"]),
        (&json!("Moto 3"), &json!("lago nube 11"), &json!(null))
    );

    let revision = world.get(&path).await.field("revision").unwrap();
    world
        .post(&path, &[("do", "revoke"), ("revision", &revision)])
        .await;
    let refused = phone.own(&world).await;
    assert_eq!(
        (refused.status, refused.code()),
        (StatusCode::UNAUTHORIZED, "device-revoked"),
        "from this moment"
    );
    let page = world.get(&path).await;
    assert!(
        page.body.contains("Sin acceso desde") && page.field("revision").is_none(),
        "{}",
        page.body
    );
}

#[tokio::test]
async fn a_phone_that_was_shut_out_learns_nothing_by_enrolling_again() {
    let mut world = administrator().await;
    let (_, token) = world.invite(&PHONE).await;
    let key = SigningKey::generate().unwrap();
    let enrolled = world.enrol(&token, &key).await;
    let path = format!("/admin/devices/{}", enrolled.body["id"].as_str().unwrap());
    let revision = world.get(&path).await.field("revision").unwrap();
    world
        .post(&path, &[("do", "revoke"), ("revision", &revision)])
        .await;
    let again = world.enrol(&token, &key).await;
    assert_eq!(
        (again.status, again.code()),
        (StatusCode::UNAUTHORIZED, "device-revoked"),
        "{again:?}"
    );
    assert!(!again.body.to_string().contains("puma sal 07"), "{again:?}");
    assert!(!again.headers.contains_key("device-nonce"));
}
