//! `/api/v1/device`, and what every request of a phone must come with.

use axum::{
    body::Body,
    http::{Method, StatusCode, header},
};
use engine::authorise::Credentials;
use jiff::SignedDuration;
use permit::SigningKey;
use serde_json::json;

use crate::{
    phone::{Phone, from_our_page},
    world::World,
};

#[tokio::test]
async fn a_phone_learns_what_it_is_and_what_it_may_report() {
    let mut world = World::new().await;
    let mut phone = world.phone("Garita", "-11.77", "-77.18").await;
    let own = phone.own(&world).await;
    assert_eq!(own.status, StatusCode::OK, "{own:?}");
    assert_eq!(own.body["id"], json!(phone.id));
    assert_eq!(own.headers[header::CACHE_CONTROL], "no-store");
    for kind in ["fake", "seized", "question"] {
        let reasons = own.body["reasons"][kind].as_array().unwrap();
        assert!(reasons.len() >= 4, "{kind}: {reasons:?}");
        assert!(
            reasons
                .iter()
                .all(|reason| reason["text"].as_str().unwrap().len() > 8)
        );
    }
    let device = world.store.device(store::DeviceId(phone.id)).await.unwrap();
    assert_eq!(device.seen_at, Some(world.app.now()));
}

#[tokio::test]
async fn a_nonce_lasts_ten_minutes_and_is_one_phones_own() {
    let mut world = World::new().await;
    let mut phone = world.phone("Garita", "-11.77", "-77.18").await;
    let other = world.phone("Moto", "", "").await;
    let good = phone.nonce.clone();
    for nonce in [
        "",
        "~",
        "1~1",
        "99999999999999999999~x",
        &other.nonce,
        &good.replace('~', "0~"),
        &format!("{good}A"),
    ] {
        phone.nonce = nonce.to_owned();
        let stale = phone.own(&world).await;
        assert_eq!(
            (stale.status, stale.code()),
            (StatusCode::UNAUTHORIZED, "nonce"),
            "{nonce}"
        );
        assert_eq!(
            phone.own(&world).await.status,
            StatusCode::OK,
            "the answer brought a fresh one"
        );
    }
    phone.nonce = good;
    world.clock.pass(SignedDuration::from_secs(599));
    let nonce = phone.nonce.clone();
    assert_eq!(phone.own(&world).await.status, StatusCode::OK);
    phone.nonce = nonce;
    world.clock.pass(SignedDuration::from_secs(1));
    assert_eq!(phone.own(&world).await.code(), "nonce");
}

#[tokio::test]
async fn a_signature_is_good_for_one_phone_one_address_and_one_body() {
    let mut world = World::new().await;
    let mut phone = world.phone("Garita", "-11.77", "-77.18").await;
    let body = json!({"number": "7K2QM"}).to_string();
    let path = "/api/v1/permits/find";
    let own = phone.sign("POST", path, body.as_bytes());
    let other = Phone {
        id: phone.id,
        key: SigningKey::generate().unwrap(),
        nonce: phone.nonce.clone(),
    };
    let nobody = Phone {
        id: uuid::Uuid::from_u128(7),
        key: SigningKey::generate().unwrap(),
        nonce: phone.nonce.clone(),
    };
    for (authorization, code) in [
        (None, "device-unknown"),
        (Some(String::new()), "device-unknown"),
        (Some(own.replace("Device ", "Bearer ")), "device-unknown"),
        (Some("Device ".to_owned()), "device-signature"),
        (Some(format!("{own}A")), "device-signature"),
        (Some(nobody.sign("POST", path, body.as_bytes())), "device-unknown"),
        (
            Some(other.sign("POST", path, body.as_bytes())),
            "device-signature",
        ),
        (Some(phone.sign("GET", path, body.as_bytes())), "device-signature"),
        (
            Some(phone.sign("POST", "/api/v1/scans", body.as_bytes())),
            "device-signature",
        ),
        (Some(phone.sign("POST", path, b"{}")), "device-signature"),
    ] {
        let mut request = from_our_page(&Method::POST, path);
        if let Some(authorization) = &authorization {
            request = request.header(header::AUTHORIZATION, authorization);
        }
        let answer = world.api(request.body(Body::from(body.clone())).unwrap()).await;
        assert_eq!(
            (answer.status, answer.code()),
            (StatusCode::UNAUTHORIZED, code),
            "{authorization:?}"
        );
    }
    assert_eq!(
        phone.post(&world, path, &json!({"number": "7K2QM"})).await.status,
        StatusCode::OK
    );
}

#[tokio::test]
async fn every_address_of_a_phone_is_closed_to_everybody_else() {
    let mut world = World::new().await;
    world
        .employ(
            "jefa",
            &["administrator", "supervisor", "officer", "verifier", "auditor"],
        )
        .await;
    world.log_in("jefa").await;
    let own: Vec<_> = web::addresses(&world.app)
        .into_iter()
        .filter(|(_, _, action)| action.credentials() == Credentials::Device)
        .collect();
    assert_eq!(own.len(), 4, "{own:?}");
    for (method, path, _) in own {
        let reply = match method {
            Method::GET => world.get(path).await,
            _ => world.post(path, &[]).await,
        };
        assert_eq!(reply.status, StatusCode::UNAUTHORIZED, "{path}");
        assert!(
            reply.body.contains("\"code\":\"device-unknown\""),
            "{path}: {}",
            reply.body
        );
    }
}

#[tokio::test]
async fn a_phone_opens_no_page_of_the_office() {
    let mut world = World::new().await;
    let mut phone = world.phone("Garita", "-11.77", "-77.18").await;
    let nonce = phone.nonce.clone();
    for path in ["/o/incidents", "/o/scans", "/admin/devices"] {
        let authorization = phone.sign("GET", path, b"");
        let request = from_our_page(&Method::GET, path).header(header::AUTHORIZATION, authorization);
        let answer = world.api(request.body(Body::empty()).unwrap()).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{path}: {answer:?}");
    }
    phone.nonce = nonce;
    assert_eq!(phone.own(&world).await.status, StatusCode::OK);
}

#[tokio::test]
async fn what_no_phone_sends_is_refused_in_words() {
    let mut world = World::new().await;
    let mut phone = world.phone("Garita", "-11.77", "-77.18").await;
    for (path, body) in [
        ("/api/v1/scans", json!({})),
        ("/api/v1/scans", json!([])),
        ("/api/v1/scans", json!({"sent_at": i64::MAX, "scans": []})),
        ("/api/v1/permits/find", json!({"name": "x"})),
        ("/api/v1/permits/find", json!({"number": "x", "plate": "x"})),
        ("/api/v1/incidents", json!({"kind": "fake"})),
    ] {
        let answer = phone.post(&world, path, &body).await;
        assert!(answer.status.is_client_error(), "{path} {body}: {answer:?}");
        assert_eq!(answer.code(), "bad-request");
    }
    let long = json!({"number": "7".repeat(300_000)});
    assert_eq!(
        phone.post(&world, "/api/v1/permits/find", &long).await.code(),
        "too-large"
    );
    let nothing = from_our_page(&Method::GET, "/api/v1/nothing")
        .body(Body::empty())
        .unwrap();
    assert_eq!(world.api(nothing).await.code(), "not-found");
}
