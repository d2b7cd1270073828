//! What the log says of refusals, and what it never says.

use std::{
    io::{self, Write},
    sync::{Arc, Mutex},
};

use axum::http::{HeaderName, StatusCode};
use store::{AuditAction, AuditQuery};
use tracing::subscriber::DefaultGuard;
use tracing_subscriber::fmt::MakeWriter;

use crate::world::{World, shipped};

/// The log of one test, in memory.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Log {
    /// Begins it; it ends with the guard.
    fn begin() -> (Self, DefaultGuard) {
        let log = Self::default();
        let lines = tracing_subscriber::fmt()
            .with_ansi(false)
            .with_writer(log.clone());
        let guard = tracing::subscriber::set_default(lines.finish());
        (log, guard)
    }

    fn lines(&self) -> Vec<String> {
        let text = String::from_utf8(self.0.lock().unwrap().clone()).unwrap();
        text.lines().map(str::to_owned).collect()
    }
}

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for Log {
    type Writer = Self;

    fn make_writer(&'a self) -> Self {
        self.clone()
    }
}

const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

#[tokio::test]
async fn a_refusal_is_told_with_its_cause_route_and_network_and_never_with_an_address() {
    let service = shipped("transit-permit");
    let mut world = World::behind_proxy().await;
    world.from = Some("203.0.113.77");
    let reference = world.apply(&service).await;
    let (log, _guard) = Log::begin();
    let page = format!("/a/{reference}/withdraw");
    let forged = world.post(&page, &[("form_token", "forged")]).await;
    assert_eq!(forged.status, StatusCode::FORBIDDEN, "{}", forged.body);
    world.forget_cookies();
    assert_eq!(world.get(&page).await.status, StatusCode::FORBIDDEN);
    for _ in 0..6 {
        world
            .post("/a", &[("reference", &reference), ("document", "00000000")])
            .await;
    }
    let lines = log.lines();
    let told = |parts: &[&str]| {
        let found = lines
            .iter()
            .filter(|line| parts.iter().all(|part| line.contains(part)));
        assert_eq!(found.count(), 1, "{parts:?} in {lines:#?}");
    };
    told(&[
        "form-token-foreign",
        "POST",
        "/a/{reference}/withdraw",
        "203.0.113.0/24",
        "status=403",
        "id=",
    ]);
    told(&["no-key", "GET", "/a/{reference}/withdraw", "203.0.113.0/24"]);
    told(&[
        "too-many",
        "limit=\"find-wait\"",
        "POST",
        "route=\"/a\"",
        "status=429",
    ]);
    for secret in ["203.0.113.77", reference.as_str(), "00000000"] {
        assert!(
            lines.iter().all(|line| !line.contains(secret)),
            "{secret}: {lines:#?}"
        );
    }
}

#[tokio::test]
async fn an_attack_does_not_fill_the_disk() {
    let mut world = World::behind_proxy().await;
    let (log, _guard) = Log::begin();
    world.from = Some("203.0.113.77");
    for _ in 0..1_000 {
        world.get("/a/7K2QMX9T4B/withdraw").await;
    }
    assert_eq!(log.lines().len(), 10);
    world.clock.pass(jiff::SignedDuration::from_mins(1));
    world.get("/").await;
    let lines = log.lines();
    assert_eq!(lines.len(), 11);
    assert!(lines[10].contains("refused=990"), "{}", lines[10]);
}

#[tokio::test]
async fn a_requests_name_is_ours_and_a_proxys_stands_beside_it_in_the_log() {
    const UUID: &str = "0190f3c2-7d1e-7c3a-9a52-6f0d5d2b9c11";
    let (log, _guard) = Log::begin();
    for (mut world, is_told) in [(World::new().await, false), (World::behind_proxy().await, true)] {
        world.from = Some("203.0.113.77");
        for (id, is_plain) in [
            (UUID, true),
            ("0190f3c2-7d1e-7c3a-9a52-6f0d5d2b9c112", false),
            ("a b", false),
            ("ana@example.org", false),
        ] {
            let reply = world.get_with("/a/7K2QMX9T4B/withdraw", REQUEST_ID, id).await;
            let ours = reply.headers[REQUEST_ID].to_str().unwrap();
            assert_eq!((ours.len(), ours == id), (16, false), "{ours}");
            let line = log.lines().pop().unwrap();
            assert!(line.contains(&format!("id=\"{ours}\"")), "{line}");
            let beside = line.contains(&format!("proxy_request_id=\"{id}\""));
            assert_eq!(beside, is_plain && is_told, "{line}");
            assert_eq!(line.contains("proxy_request_id"), beside, "{line}");
        }
    }
}

#[tokio::test]
async fn auditors_see_what_somebody_of_the_office_was_refused() {
    let mut world = World::new().await;
    world.employ("olga", &["officer"]).await;
    world.log_in("olga").await;
    assert_eq!(world.get("/admin/people").await.status, StatusCode::FORBIDDEN);
    let query = AuditQuery {
        limit: 1,
        ..AuditQuery::default()
    };
    let (_, line) = world.store.audit(&query).await.unwrap().remove(0);
    let action = "ManagePeople".into();
    assert_eq!(line.action.known(), Some(&AuditAction::Refused { action }));
    world.employ("ada", &["administrator", "auditor"]).await;
    world.log_in("ada").await;
    let page = world.get("/admin/audit").await;
    for told in [
        "pidió algo que no le está permitido",
        "ver a las personas",
        "agregó a una persona",
        "roles: ",
    ] {
        assert!(page.body.contains(told), "{told}: {}", page.body);
    }
}
