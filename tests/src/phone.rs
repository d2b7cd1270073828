//! An enrolled checkpoint phone: its key, and requests that it signs (docs/adr/0009-enrolled-devices.md).

use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD as BASE64};
use permit::{Signer, SigningKey};
use serde_json::{Value, json};
use ureq::{Agent, Body, http::Response};

use crate::browser;

/// A phone that an administrator has invited.
pub struct Phone {
    /// What the office knows it by.
    pub id: String,
    key: SigningKey,
    nonce: String,
    agent: Agent,
}

/// What the API answered.
#[derive(Debug)]
pub struct Answer {
    /// 200, 401 …
    pub status: u16,
    /// What it said; null where it said nothing.
    pub body: Value,
}

impl Phone {
    /// Makes a key, and one of the office's phones with an invitation's token.
    pub fn enrol(node: &str, token: &str) -> Self {
        let mut phone = Self::with_key(String::new(), SigningKey::generate().expect("a key"));
        let key = phone.key.public_key().to_jwk();
        let proof = phone.key.sign(token.as_bytes()).expect("a signature");
        let body = json!({
            "token": token,
            "key": {"kty": "EC", "crv": "P-256", "x": key.x, "y": key.y, "ext": true},
            "proof": BASE64.encode(proof),
        });
        let answer = phone.send(node, "POST", "/api/v1/devices", None, &body.to_string());
        assert_eq!(answer.status, 201, "{answer:?}");
        answer.body["id"]
            .as_str()
            .expect("an id")
            .clone_into(&mut phone.id);
        phone
    }

    /// One that was enrolled earlier, with its private key as it was kept.
    pub fn known(id: &str, key: &str) -> Self {
        Self::with_key(id.to_owned(), SigningKey::from_pem(key).expect("a phone's key"))
    }

    fn with_key(id: String, key: SigningKey) -> Self {
        Self {
            id,
            key,
            nonce: String::new(),
            agent: browser::agent(crate::wait::PATIENCE),
        }
    }

    /// Its private key, to be kept.
    pub fn key(&self) -> String {
        self.key.to_pem().expect("a key can be kept").to_string()
    }

    /// What the office tells it about itself.
    pub fn own(&mut self, node: &str) -> Answer {
        self.signed(node, "GET", "/api/v1/device", "")
    }

    /// Sends something.
    pub fn post(&mut self, node: &str, path: &str, body: &Value) -> Answer {
        self.signed(node, "POST", path, &body.to_string())
    }

    /// Signs a request, once more where its nonce has run out meanwhile: the answer brought a fresh one.
    fn signed(&mut self, node: &str, method: &str, path: &str, body: &str) -> Answer {
        let first = self.send(node, method, path, Some(self.sign(method, path, body)), body);
        if first.body["code"] == "nonce" {
            return self.send(node, method, path, Some(self.sign(method, path, body)), body);
        }
        first
    }

    fn sign(&self, method: &str, path: &str, body: &str) -> String {
        let hash = aws_lc_rs::digest::digest(&aws_lc_rs::digest::SHA256, body.as_bytes());
        let header = json!({"alg": "ES256", "kid": self.id});
        let claims = json!({"htm": method, "htp": path, "nonce": self.nonce, "bsh": BASE64.encode(hash)});
        let encoded = |value: Value| BASE64.encode(value.to_string());
        let message = format!("{}.{}", encoded(header), encoded(claims));
        let signature = self.key.sign(message.as_bytes()).expect("a signature");
        format!("Device {message}.{}", BASE64.encode(signature))
    }

    fn send(
        &mut self,
        node: &str,
        method: &str,
        path: &str,
        authorization: Option<String>,
        body: &str,
    ) -> Answer {
        let request = ureq::http::Request::builder()
            .method(method)
            .uri(format!("{node}{path}"))
            .header("sec-fetch-site", "same-origin")
            .header("accept-language", "es")
            .header("content-type", "application/json");
        let request = match authorization {
            Some(signed) => request.header("authorization", signed),
            None => request,
        };
        let request = request.body(body.to_owned()).expect("a request");
        self.received(self.agent.run(request).expect("it answers"))
    }

    fn received(&mut self, mut answer: Response<Body>) -> Answer {
        if let Some(nonce) = answer.headers().get("device-nonce") {
            nonce
                .to_str()
                .expect("a nonce is text")
                .clone_into(&mut self.nonce);
        }
        let body = answer.body_mut().read_to_vec().expect("the answer comes whole");
        Answer {
            status: answer.status().as_u16(),
            body: serde_json::from_slice(&body).unwrap_or(Value::Null),
        }
    }
}
