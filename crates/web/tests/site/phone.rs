//! A checkpoint phone, as the server sees it.

use axum::{
    body::{Body, to_bytes},
    http::{HeaderMap, Method, Request, StatusCode, header},
};
use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD as BASE64};
use permit::{Signer, SigningKey};
use serde_json::{Value, json};
use tower::ServiceExt as _;
use uuid::Uuid;

use crate::world::World;

pub(crate) struct Phone {
    pub(crate) id: Uuid,
    pub(crate) key: SigningKey,
    pub(crate) nonce: String,
}

/// What the API answered.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Value,
}

impl Answer {
    /// What a program acts on.
    pub(crate) fn code(&self) -> &str {
        assert_eq!(
            self.headers[header::CONTENT_TYPE],
            "application/problem+json",
            "{self:?}"
        );
        for words in ["title", "detail"] {
            let said = self.body[words].as_str().unwrap();
            assert!(said.len() > 5 && !said.starts_with("error-"), "{self:?}");
        }
        self.body["code"].as_str().unwrap()
    }
}

/// What a browser sends from our own page.
pub(crate) fn from_our_page(method: &Method, path: &str) -> axum::http::request::Builder {
    Request::builder()
        .method(method)
        .uri(path)
        .header(header::HOST, "permisos.test")
        .header(header::ORIGIN, "https://permisos.test")
        .header("sec-fetch-site", "same-origin")
        .header(header::ACCEPT_LANGUAGE, "es")
        .header(header::CONTENT_TYPE, "application/json")
}

impl World {
    pub(crate) async fn api(&self, request: Request<Body>) -> Answer {
        let response = web::router(self.app.clone()).oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let body = to_bytes(body, usize::MAX).await.unwrap();
        Answer {
            status: parts.status,
            headers: parts.headers,
            body: serde_json::from_slice(&body).unwrap_or(Value::Null),
        }
    }

    /// Makes an invitation as the administrator whom the browser is logged in as; its address and its token.
    pub(crate) async fn invite(&mut self, fields: &[(&str, &str)]) -> (String, String) {
        self.get("/admin/devices").await;
        let sent = self.post("/admin/devices", fields).await;
        let address = sent.location();
        let page = self.get(&address).await;
        let token = page.between("https://permisos.test/v#enrol=", "\"").to_owned();
        (address, token)
    }

    /// Gives a key to the office, with an invitation.
    pub(crate) async fn enrol(&self, token: &str, key: &SigningKey) -> Answer {
        let jwk = key.public_key().to_jwk();
        let proof = BASE64.encode(key.sign(token.as_bytes()).unwrap());
        let body = json!({
            "token": token,
            "key": {"kty": "EC", "crv": "P-256", "x": jwk.x, "y": jwk.y, "ext": true},
            "proof": proof,
        });
        let request = from_our_page(&Method::POST, "/api/v1/devices");
        self.api(request.body(Body::from(body.to_string())).unwrap())
            .await
    }

    /// A phone at a checkpoint, enrolled by an administrator of its own.
    pub(crate) async fn phone(&mut self, name: &str, lat: &str, lon: &str) -> Phone {
        let before = self.cookies();
        let login = format!("ada.{}", name.to_lowercase());
        self.employ(&login, &["administrator"]).await;
        self.log_in(&login).await;
        let (_, token) = self
            .invite(&[
                ("name", name),
                ("checkpoint", name),
                ("latitude", lat),
                ("longitude", lon),
                ("phrase", "cóndor puente 47"),
            ])
            .await;
        self.restore_cookies(before);
        let key = SigningKey::generate().unwrap();
        let answer = self.enrol(&token, &key).await;
        assert_eq!(answer.status, StatusCode::CREATED, "{answer:?}");
        Phone {
            id: answer.body["id"].as_str().unwrap().parse().unwrap(),
            nonce: answer.headers["device-nonce"].to_str().unwrap().to_owned(),
            key,
        }
    }
}

impl Phone {
    /// Sends a signed request, and keeps the nonce of the next.
    pub(crate) async fn send(&mut self, world: &World, method: Method, path: &str, body: &Value) -> Answer {
        let body = match body {
            Value::Null => String::new(),
            body => body.to_string(),
        };
        let authorization = self.sign(method.as_str(), path, body.as_bytes());
        let request = from_our_page(&method, path).header(header::AUTHORIZATION, authorization);
        let answer = world.api(request.body(Body::from(body)).unwrap()).await;
        answer.headers["device-nonce"]
            .to_str()
            .unwrap()
            .clone_into(&mut self.nonce);
        answer
    }

    /// Sends it once more where the nonce has run out meanwhile, as phones do.
    pub(crate) async fn post(&mut self, world: &World, path: &str, body: &Value) -> Answer {
        let first = self.send(world, Method::POST, path, body).await;
        if first.body["code"] == "nonce" {
            return self.send(world, Method::POST, path, body).await;
        }
        first
    }

    pub(crate) async fn own(&mut self, world: &World) -> Answer {
        self.send(world, Method::GET, "/api/v1/device", &Value::Null)
            .await
    }

    pub(crate) fn sign(&self, method: &str, path: &str, body: &[u8]) -> String {
        let header = json!({"alg": "ES256", "kid": self.id.to_string()});
        let hash = aws_lc_rs::digest::digest(&aws_lc_rs::digest::SHA256, body);
        let claims = json!({"htm": method, "htp": path, "nonce": self.nonce, "bsh": BASE64.encode(hash)});
        let message = format!(
            "{}.{}",
            BASE64.encode(header.to_string()),
            BASE64.encode(claims.to_string())
        );
        let signature = self.key.sign(message.as_bytes()).unwrap();
        format!("Device {message}.{}", BASE64.encode(signature))
    }

    /// One scan, as the phone tells of it.
    pub(crate) fn scan(world: &World, id: u128, permit: &store::PermitRow, minutes_ago: i64) -> Value {
        json!({
            "id": Uuid::from_u128(id),
            "cti": hex::encode(permit.id.0),
            "verdict": "valid",
            "freshness": "fresh",
            "scanned_at": world.app.now().as_millisecond() - minutes_ago * 60_000,
        })
    }

    /// Hands scans in.
    pub(crate) async fn hand_in(&mut self, world: &World, scans: &[Value]) -> Answer {
        let body = json!({"sent_at": world.app.now().as_millisecond(), "scans": scans});
        self.post(world, "/api/v1/scans", &body).await
    }
}
