//! Keys that an off-line root vouches for, and a time in which nobody may sign.

use std::sync::Arc;

use axum::http::StatusCode;
use engine::issuer::{Issuer, Rooted};
use jiff::SignedDuration;
use permit::{
    Fingerprint, KeyId, Pinned, PublicKey, Purpose, SignError, SignedKeySet, Signer, SigningKey, TrustedKey,
};

use crate::world::{World, shipped};

struct Nobody;

impl Signer for Nobody {
    fn key_id(&self) -> KeyId {
        KeyId::from_bytes([0; 8])
    }

    fn sign(&self, _: &[u8]) -> Result<[u8; 64], SignError> {
        let reason = "no key is listed".to_owned();
        Err(SignError { reason })
    }
}

impl World {
    /// A root vouches from now on, so long, for today's keys and these.
    fn vouched(&self, lasts: SignedDuration, more: &[TrustedKey]) -> Fingerprint {
        let root = SigningKey::generate().unwrap();
        let today = self.app.issuer();
        let now = self.app.now().round(jiff::Unit::Second).unwrap();
        let set = SignedKeySet {
            issuer: today.host.clone(),
            address: "https://permisos.test".to_owned(),
            version: 7,
            issued_at: now,
            expires_at: now + lasts,
            root: root.public_key().clone(),
            roots: None,
            keys: [&today.keys.keys, more].concat(),
        };
        let rooted = Rooted {
            bytes: set.sign(&root).unwrap().into(),
            set,
        };
        self.app.replace_issuer(Issuer {
            host: today.host.clone(),
            permit_signer: today.permit_signer.clone(),
            status_signer: today.status_signer.clone(),
            keys: today.keys.clone(),
            rooted: Some(rooted),
        });
        Fingerprint::of(root.public_key())
    }

    fn without_signers(&self) {
        let today = self.app.issuer();
        self.app.replace_issuer(Issuer {
            host: today.host.clone(),
            permit_signer: Arc::new(Nobody),
            status_signer: Arc::new(Nobody),
            keys: today.keys.clone(),
            rooted: today.rooted.clone(),
        });
    }
}

fn made() -> PublicKey {
    SigningKey::generate().unwrap().public_key().clone()
}

#[tokio::test]
async fn a_root_is_named_on_the_scanners_page_and_its_set_is_beside_the_keys() {
    let mut world = World::new().await;
    assert_eq!(
        world.get("/.well-known/chasqui/keys.cose").await.status,
        StatusCode::NOT_FOUND
    );
    assert!(world.get("/v").await.body.contains("data-root=\"\""));

    let root = world.vouched(SignedDuration::from_hours(24), &[]);
    let bytes = world.fetch("/.well-known/chasqui/keys.cose").await;
    let set = Pinned::new(root).accept(&bytes, "permisos.test", world.app.now());
    assert_eq!(set.unwrap().keys, world.app.issuer().keys.keys);
    let page = world.get("/v").await.body;
    assert!(page.contains(&format!("data-root=\"{root}\"")), "{page}");
}

#[tokio::test]
async fn an_administrator_sees_how_the_keys_stand_with_the_root() {
    let mut world = World::new().await;
    world.employ("andres", &["administrator"]).await;
    world.log_in("andres").await;
    let page = world.get("/admin/keys").await.body;
    assert!(page.contains("Ninguna clave raíz responde"), "{page}");

    let voided = TrustedKey::new(made(), Purpose::Permit);
    let root = world.vouched(SignedDuration::from_hours(90 * 24), std::slice::from_ref(&voided));
    let page = world.get("/admin/keys").await.body;
    assert!(page.contains(&root.to_string()), "{page}");
    assert!(page.contains("Anulada aquí") && page.contains(&voided.key.id().to_string()));
    assert_eq!(page.matches("En uso").count(), 2);
    assert!(!page.contains("vence pronto"));

    world.vouched(SignedDuration::from_hours(14 * 24), &[]);
    assert!(world.get("/admin/keys").await.body.contains("vence pronto"));
    world.vouched(SignedDuration::ZERO, &[]);
    assert!(world.get("/admin/keys").await.body.contains("venció"));
}

/// Between a compromise and the next set, say: applying is refused for a moment, and nothing of it is lost.
#[tokio::test]
async fn while_nobody_may_sign_visitors_are_asked_to_come_back() {
    let mut world = World::new().await;
    world.without_signers();
    let day = "2026-03-21".parse().unwrap();
    let list = world.store.reserve_indexes(day, 1).await.unwrap().list;
    let reply = world.get(&format!("/status/{list}")).await;
    assert_eq!(reply.status, StatusCode::SERVICE_UNAVAILABLE);
    let kind = shipped("transit-permit").permit.kind;
    let reply = world.get(&format!("/.well-known/chasqui/permits/{kind}")).await;
    assert_eq!(reply.status, StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(world.get("/").await.status, StatusCode::OK);
}
