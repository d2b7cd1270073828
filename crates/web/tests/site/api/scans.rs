//! `/api/v1/scans`, and `/o/scans` where they are looked at.

use axum::http::StatusCode;
use engine::scans::retention::forget;
use jiff::SignedDuration;
use serde_json::json;
use store::{AuditAction, AuditActor, AuditEntry, Checkpoint, Device, DeviceId, ScanId};

use crate::{officers::permits::approved, phone::Phone, world::World};

#[tokio::test]
async fn a_scan_is_kept_once_with_the_servers_time_beside_the_phones() {
    let (mut world, permits, _) = approved().await;
    let mut phone = world.phone("Ancón", "-11.77", "-77.18").await;
    world.clock.pass(SignedDuration::from_hours(1));
    let now = world.app.now();
    put_up_elsewhere(&world, &phone).await;
    let mut scan = Phone::scan(&world, 1, &permits[0], 30);
    scan["lat"] = json!(-12.046_37);
    scan["lon"] = json!(-77.042_79);
    // The phone's clock is an hour ahead.
    let ahead = 3_600_000;
    scan["scanned_at"] = json!(scan["scanned_at"].as_i64().unwrap() + ahead);
    let body = json!({"sent_at": now.as_millisecond() + ahead, "scans": [scan]});
    for _ in 0..2 {
        let answer = phone.post(&world, "/api/v1/scans", &body).await;
        assert_eq!(answer.status, StatusCode::OK, "{answer:?}");
        assert_eq!(answer.body["kept"], json!([uuid::Uuid::from_u128(1)]));
    }
    let kept = world.store.scans_of(&permits[0].id, 9).await.unwrap();
    assert_eq!(kept.len(), 1);
    let kept = &kept[0];
    assert_eq!(
        (kept.device, kept.scan.id),
        (DeviceId(phone.id), ScanId(uuid::Uuid::from_u128(1)))
    );
    assert_eq!(
        kept.scan.at,
        now - SignedDuration::from_mins(30),
        "by the server's clock"
    );
    assert_eq!(
        kept.scan.scanned_at,
        now + SignedDuration::from_mins(30),
        "by the phone's"
    );
    assert_eq!(kept.received_at, now);
    assert_eq!(
        kept.scan.place.unwrap().hundredths(),
        (-1205, -7704),
        "no finer than a kilometre"
    );
    assert_eq!(
        kept.checkpoint, None,
        "it was put up there only now, and scanned before"
    );
}

async fn put_up_elsewhere(world: &World, phone: &Phone) {
    let device = world.store.device(DeviceId(phone.id)).await.unwrap();
    let log = AuditEntry {
        at: world.app.now(),
        actor: AuditActor::Person(device.enrolled_by),
        action: AuditAction::DeviceChanged(device.id),
    };
    let moved = Device {
        checkpoint: device.checkpoint.map(|checkpoint| Checkpoint {
            name: "Pucusana".into(),
            ..checkpoint
        }),
        ..device
    };
    world.store.change_device(&moved, &log).await.unwrap();
}

#[tokio::test]
async fn a_phone_whose_clock_jumped_years_loses_no_scan_for_it() {
    let (mut world, permits, _) = approved().await;
    let mut phone = world.phone("Ancón", "-11.77", "-77.18").await;
    // It scanned with a dead clock, and was set right by the network before it told.
    let years = 10 * 365 * 24 * 60;
    let scan = Phone::scan(&world, 1, &permits[0], years);
    assert_eq!(phone.hand_in(&world, &[scan]).await.status, StatusCode::OK);
    forget(&world.app).await.unwrap();
    let kept = world.store.scans_of(&permits[0].id, 9).await.unwrap();
    assert_eq!(kept.len(), 1, "it is kept for the service's time from now on");
    assert_eq!(kept[0].scan.at, world.app.now());
    assert_eq!(kept[0].checkpoint.as_deref(), Some("Ancón"));
}

#[tokio::test]
async fn more_than_two_hundred_at_once_and_too_many_in_an_hour_are_refused() {
    let (mut world, permits, _) = approved().await;
    let mut phone = world.phone("Ancón", "-11.77", "-77.18").await;
    let many: Vec<_> = (0..201)
        .map(|id| Phone::scan(&world, id, &permits[0], 1))
        .collect();
    assert_eq!(phone.hand_in(&world, &many).await.code(), "too-large");
    let kept = phone.hand_in(&world, &many[..200]).await;
    assert_eq!(kept.body["kept"].as_array().unwrap().len(), 200, "{kept:?}");
    for _ in 2..120 {
        assert_eq!(phone.hand_in(&world, &[]).await.status, StatusCode::OK);
    }
    let busy = phone.hand_in(&world, &[]).await;
    assert_eq!(
        (busy.status, busy.code()),
        (StatusCode::TOO_MANY_REQUESTS, "too-many")
    );
}

/// Ancón and Pucusana are 90 km apart.
async fn copied() -> (World, store::PermitRow) {
    let (mut world, permits, _) = approved().await;
    let mut ancon = world.phone("Ancón", "-11.77", "-77.18").await;
    let mut pucusana = world.phone("Pucusana", "-12.48", "-76.80").await;
    world.clock.pass(SignedDuration::from_hours(1));
    let one = Phone::scan(&world, 1, &permits[0], 30);
    let mut gone = Phone::scan(&world, 2, &permits[1], 20);
    gone["verdict"] = json!("expired");
    assert_eq!(ancon.hand_in(&world, &[one, gone]).await.status, StatusCode::OK);
    let other = Phone::scan(&world, 3, &permits[0], 10);
    assert_eq!(pucusana.hand_in(&world, &[other]).await.status, StatusCode::OK);
    (world, permits[0].clone())
}

#[tokio::test]
async fn who_supervises_sees_hours_and_what_does_not_fit() {
    let (mut world, permit) = copied().await;
    world.log_in("sara").await;
    let page = world.get("/o/scans").await;
    for words in [
        "Mismo permiso en lugares demasiado alejados",
        &format!("A más de {} km/h", store::FASTEST),
        &permit.number.to_string(),
        "km en 20 minutos",
        "Ancón",
        "Pucusana",
        "<svg viewBox",
        "Barras por hora del día.",
        "class=\"chart-refused\"",
        "11:00–12:00",
    ] {
        assert!(page.body.contains(words), "{words}: {}", page.body);
    }
    assert!(!page.body.contains("style=\"") && !page.body.contains("<script"));
    assert!(
        page.body.find("lugares demasiado alejados") < page.body.find("Por puesto de control"),
        "what does not fit comes first"
    );
    let before = world.get("/o/scans?from=2026-03-01&until=2026-03-19").await;
    assert!(
        before.body.contains("No hay verificaciones en esos días."),
        "{}",
        before.body
    );
    let long = world.get("/o/scans?from=2016-01-01&until=2026-03-19").await;
    assert!(
        long.body.contains(r#"value="2025-03-18""#) && long.body.contains(r#"value="2026-03-19""#),
        "the last year of what was asked for: {}",
        long.body
    );
    let nonsense = world.get("/o/scans?from=mañana&until=2026-99-99").await;
    assert_eq!(nonsense.status, StatusCode::OK);
    let own = world.get(&format!("/o/permits/{}", permit.number)).await;
    assert!(
        own.body.contains("Verificaciones de este permiso")
            && own.body.contains("Demasiado lejos del anterior"),
        "{}",
        own.body
    );
}

#[tokio::test]
async fn whose_service_it_is_not_sees_none_of_its_scans() {
    let (mut world, permit) = copied().await;
    world.employ("fuera", &["supervisor@another-service"]).await;
    world.employ("oficina", &["supervisor@every-type/lima"]).await;
    world.employ("propia", &["supervisor@every-type"]).await;
    for (login, sees) in [("fuera", false), ("oficina", false), ("propia", true)] {
        world.log_in(login).await;
        let page = world.get("/o/scans").await;
        assert_eq!(page.status, StatusCode::OK, "{login}");
        assert_eq!(page.body.contains("Pucusana"), sees, "{login}: {}", page.body);
        assert_eq!(page.body.contains(&permit.number.to_string()), sees, "{login}");
    }
    world.employ("olga2", &["officer"]).await;
    world.log_in("olga2").await;
    assert_eq!(world.get("/o/scans").await.status, StatusCode::FORBIDDEN);
    let own = world.get(&format!("/o/permits/{}", permit.number)).await;
    assert!(
        !own.body.contains("Verificaciones de este permiso"),
        "an officer reads no movements"
    );
}

#[tokio::test]
async fn scans_are_forgotten_after_the_services_time() {
    let (world, permit) = copied().await;
    let kept = async || world.store.scans_of(&permit.id, 9).await.unwrap().len();
    world.clock.pass(SignedDuration::from_hours(30 * 24 - 1));
    forget(&world.app).await.unwrap();
    assert_eq!(kept().await, 2);
    world
        .clock
        .pass(SignedDuration::from_hours(1) + SignedDuration::from_secs(1));
    assert_eq!(forget(&world.app).await.unwrap(), 3);
    assert_eq!(kept().await, 0);
}
