//! `/api/v1/permits/find`

use axum::http::StatusCode;
use forms::{Answer, samples};
use permit::{Claims, PermitNumber, SignedPermit, cose::Envelope};
use serde_json::json;
use store::{AuditAction, AuditActor, AuditEntry, AuditQuery, AuditRecord, DeviceId, PermitRow};

use crate::world::World;

/// A site whose permits are for vehicles; one was granted.
async fn one_vehicle() -> (World, PermitRow, String) {
    let document = "    - {answer: document, role: document, as: last-four}\n";
    let both = format!("{document}    - {{answer: plate, role: vehicle}}\n");
    let source = include_str!("../every-type.yaml").replace(document, &both);
    let service = forms::read("every-type.yaml", &source).unwrap();
    let mut world = World::with(std::slice::from_ref(&service)).await;
    let mut answers = samples::sample(&service, world.app.today());
    answers.insert("travels_by".into(), Answer::Choice("car".into()));
    answers.insert("plate".into(), Answer::VehiclePlate("ABC-123".into()));
    world.fill(&service, &answers, |_| {}).await;
    let path = format!("/s/{}/apply", service.id);
    world.get(&format!("{path}/check")).await;
    let sent = world.post(&format!("{path}/submit"), &[]).await.location();
    let reference = sent
        .trim_start_matches("/a/")
        .trim_end_matches("?sent=1")
        .to_owned();
    let permit = world.approve(&reference).await;
    (world, permit, "ABC-123".to_owned())
}

#[tokio::test]
async fn a_number_or_a_plate_finds_what_the_code_would_say() {
    let (mut world, permit, plate) = one_vehicle().await;
    let mut phone = world.phone("Ancón", "-11.77", "-77.18").await;
    let code = SignedPermit::from_kept(permit.signed.clone()).qr_text("https://permisos.test");
    for sought in [
        json!({"number": permit.number.to_string()}),
        json!({"number": permit.number.to_string().to_lowercase()}),
        json!({"plate": plate}),
        json!({"plate": plate.to_lowercase().replace('-', " ")}),
    ] {
        let answer = phone.post(&world, "/api/v1/permits/find", &sought).await;
        assert_eq!(
            answer.body,
            json!({"permits": [{"code": code, "number": permit.number.to_string(), "photo": null}]}),
            "{sought}"
        );
    }
    let claims = Claims::read(Envelope::read(&permit.signed, None).unwrap().payload()).unwrap();
    assert_eq!(claims.id, permit.id);
    let nobodys = PermitNumber::draw(&[3; 56]).unwrap().to_string();
    for sought in [
        json!({"number": nobodys}),
        json!({"number": "7K2"}),
        json!({"plate": "ZZZ-999"}),
    ] {
        let answer = phone.post(&world, "/api/v1/permits/find", &sought).await;
        assert_eq!(
            (answer.status, &answer.body),
            (StatusCode::OK, &json!({"permits": []})),
            "{sought}"
        );
    }
}

#[tokio::test]
async fn every_look_up_is_in_the_log_and_no_plate_is() {
    let (mut world, permit, plate) = one_vehicle().await;
    let mut phone = world.phone("Ancón", "-11.77", "-77.18").await;
    phone
        .post(&world, "/api/v1/permits/find", &json!({"plate": plate}))
        .await;
    phone
        .post(&world, "/api/v1/permits/find", &json!({"plate": "ZZZ-999"}))
        .await;
    let query = AuditQuery {
        limit: 2,
        ..AuditQuery::default()
    };
    let log = world.store.audit(&query).await.unwrap();
    let looked_up = |found| AuditEntry {
        at: world.app.now(),
        actor: AuditActor::Device(DeviceId(phone.id)),
        action: AuditAction::PermitLookedUp {
            by_plate: true,
            found,
        },
    };
    let entries: Vec<_> = log.into_iter().map(|(_, entry)| entry).collect();
    let looked_up = [looked_up(vec![]), looked_up(vec![permit.number])];
    assert_eq!(entries, looked_up.map(AuditRecord::from));
    world.employ("aurora", &["auditor"]).await;
    world.log_in("aurora").await;
    let page = world.get("/admin/audit").await;
    assert!(
        page.body.contains(&format!("por placa: {}", permit.number)) && !page.body.contains(&plate),
        "{}",
        page.body
    );
}

#[tokio::test]
async fn a_phone_that_collects_is_stopped() {
    let (mut world, permit, _) = one_vehicle().await;
    let mut phone = world.phone("Ancón", "-11.77", "-77.18").await;
    let sought = json!({"number": permit.number.to_string()});
    for _ in 0..120 {
        assert_eq!(
            phone.post(&world, "/api/v1/permits/find", &sought).await.status,
            StatusCode::OK
        );
    }
    let stopped = phone.post(&world, "/api/v1/permits/find", &sought).await;
    assert_eq!(
        (stopped.status, stopped.code()),
        (StatusCode::TOO_MANY_REQUESTS, "too-many")
    );
    let mut other = world.phone("Pucusana", "-12.48", "-76.80").await;
    assert_eq!(
        other.post(&world, "/api/v1/permits/find", &sought).await.status,
        StatusCode::OK
    );
}

#[tokio::test]
async fn what_was_erased_by_law_is_not_found() {
    let (mut world, permit, plate) = one_vehicle().await;
    let mut phone = world.phone("Ancón", "-11.77", "-77.18").await;
    let entry = AuditEntry {
        at: world.app.now(),
        actor: AuditActor::System,
        action: AuditAction::Erased(permit.application),
    };
    world.store.erase(permit.application, &entry).await.unwrap();
    for sought in [
        json!({"number": permit.number.to_string()}),
        json!({"plate": plate}),
    ] {
        let answer = phone.post(&world, "/api/v1/permits/find", &sought).await;
        assert_eq!(answer.body, json!({"permits": []}), "{sought}");
    }
}
