//! `/api/v1/incidents`, `/o/incidents`, and what comes of a report.

use axum::http::StatusCode;
use engine::scans::retention::forget;
use jiff::SignedDuration;
use permit::{Freshness, Verdict};
use serde_json::{Value, json};
use store::PermitRow;
use uuid::Uuid;

use crate::{
    officers::permits::approved,
    phone::{Answer, Phone},
    world::World,
};

const ID: Uuid = Uuid::from_u128(11);

fn fake(world: &World, permit: Option<&PermitRow>) -> Value {
    let now = world.app.now().as_millisecond();
    json!({
        "id": ID,
        "kind": "fake",
        "reason": "copied",
        "note": "La foto del DNI no es la suya",
        "cti": permit.map(|permit| hex::encode(permit.id.0)),
        "code": "https://permisos.test/v#01234567890123456",
        "verdict": if permit.is_some() { "valid" } else { "forged" },
        "scanned_at": now - 600_000,
        "sent_at": now,
    })
}

async fn report(world: &World, phone: &mut Phone, body: &Value) -> Answer {
    phone.post(world, "/api/v1/incidents", body).await
}

/// Olga approved, Sara supervises, and a phone at Ancón reports the first permit.
async fn reported() -> (World, PermitRow, Phone, String) {
    let (mut world, permits, first) = approved().await;
    let mut phone = world.phone("Ancón", "-11.77", "-77.18").await;
    world.clock.pass(SignedDuration::from_mins(30));
    let body = fake(&world, Some(&permits[0]));
    let answer = report(&world, &mut phone, &body).await;
    assert_eq!(answer.status, StatusCode::CREATED, "{answer:?}");
    assert_eq!(
        answer.body,
        json!({"id": ID, "number": permits[0].number.to_string()})
    );
    (world, permits[0].clone(), phone, first)
}

#[tokio::test]
async fn a_report_is_kept_once_and_waits_in_the_queue() {
    let (mut world, permit, mut phone, _) = reported().await;
    let body = fake(&world, Some(&permit));
    let again = report(&world, &mut phone, &body).await;
    assert_eq!(
        again.status,
        StatusCode::CREATED,
        "the answer was lost on its way"
    );
    world.log_in("olga").await;
    let queue = world.get("/o/incidents").await;
    for words in [
        "1 reporte",
        "Falso · Es el código de otra persona",
        "Ancón",
        &permit.number.to_string(),
        &format!("/o/incidents/{ID}"),
    ] {
        assert!(queue.body.contains(words), "{words}: {}", queue.body);
    }
    let page = world.get(&format!("/o/incidents/{ID}")).await;
    for words in [
        "La foto del DNI no es la suya",
        "Cerca de -11.77, -77.18",
        "Válido",
        "Llegó",
        "https://permisos.test/v#01234567890123456",
    ] {
        assert!(page.body.contains(words), "{words}: {}", page.body);
    }
    assert!(
        !page.body.contains("name=\"outcome\""),
        "an officer closes no report"
    );
    let path = format!("/o/incidents/{ID}");
    let closing = world.post(&path, &[("outcome", "nothing-wrong")]).await;
    assert_eq!(closing.status, StatusCode::FORBIDDEN);
    let own = world.get(&format!("/o/permits/{}", permit.number)).await;
    assert!(own.body.contains("Reportes sobre este permiso") && own.body.contains(&path));
}

#[tokio::test]
async fn a_supervisor_revokes_from_the_report_and_scanners_hear_of_it() {
    let (mut world, permit, _, _) = reported().await;
    assert_eq!(world.scan(&permit).await, (Verdict::Valid, Freshness::Fresh));
    world.log_in("sara").await;
    let path = format!("/o/incidents/{ID}");
    let page = world.get(&path).await;
    let own = format!("/o/permits/{}", permit.number);
    assert!(
        page.body.contains(&format!("href=\"{own}#change\"")),
        "{}",
        page.body
    );
    let early = world.post(&path, &[("outcome", "permit-revoked")]).await;
    assert!(
        early.status == StatusCode::OK && early.body.contains("El permiso no está anulado"),
        "{early:?}"
    );
    let from_the_phone = format!("/o/permits/id/{}", hex::encode(permit.id.0));
    assert_eq!(world.get(&from_the_phone).await.location(), own);
    world.get(&own).await;
    let revoked = [("change", "revoke"), ("seen", "active"), ("reason", "Copia")];
    assert_eq!(
        world.post(&format!("{own}/status"), &revoked).await.location(),
        own
    );
    assert_eq!(
        world.scan(&permit).await,
        (Verdict::Revoked, Freshness::Fresh),
        "the very next list says so; a phone has it within the list's five minutes"
    );
    world.get(&path).await;
    let closed = world
        .post(
            &path,
            &[("outcome", "permit-revoked"), ("note", "Copia confirmada")],
        )
        .await;
    assert_eq!(closed.location(), "/o/incidents?notice=closed");
    let queue = world.get("/o/incidents?notice=closed").await;
    assert!(
        queue.body.contains("Reporte cerrado.") && queue.body.contains("No hay reportes por atender."),
        "{}",
        queue.body
    );
    let closed = world.get("/o/incidents?view=closed").await;
    assert!(closed.body.contains("Se anuló el permiso"), "{}", closed.body);
    let page = world.get(&path).await;
    assert!(
        page.body.contains("Cerrado: Se anuló el permiso")
            && page.body.contains("Copia confirmada")
            && page.body.contains("sara"),
        "{}",
        page.body
    );
    let late = world.post(&path, &[("outcome", "nothing-wrong")]).await;
    assert_eq!(late.status, StatusCode::OK);
    assert!(
        late.body.contains("Cerrado: Se anuló el permiso") && late.body.contains("mientras"),
        "{}",
        late.body
    );
}

#[tokio::test]
async fn closing_takes_an_outcome_and_another_one_takes_words() {
    let (mut world, ..) = reported().await;
    world.log_in("sara").await;
    let path = format!("/o/incidents/{ID}");
    world.get(&path).await;
    for (fields, words) in [
        (vec![], "Elige el resultado"),
        (vec![("outcome", "maybe")], "Elige el resultado"),
        (
            vec![("outcome", "other"), ("note", " ")],
            "Escribe en la nota cuál fue el resultado",
        ),
    ] {
        let reply = world.post(&path, &fields).await;
        assert!(
            reply.status == StatusCode::OK && reply.body.contains(words),
            "{fields:?}: {}",
            reply.body
        );
    }
    let done = world.post(&path, &[("outcome", "passed-to-police")]).await;
    assert_eq!(done.location(), "/o/incidents?notice=closed");
}

#[tokio::test]
async fn nobody_closes_a_report_on_their_own_permit() {
    let (mut world, _, _, first) = reported().await;
    let address = world.case(&first).await.contact.email.unwrap();
    world.employ_as("marta", &address, &["supervisor"]).await;
    world.log_in_as(&address).await;
    let path = format!("/o/incidents/{ID}");
    let page = world.get(&path).await;
    assert!(
        page.body.contains("Otra persona tiene que cerrarlo.") && !page.body.contains("name=\"outcome\""),
        "{}",
        page.body
    );
    let closing = [("outcome", "nothing-wrong")];
    let refused = world.post(&path, &closing).await;
    assert!(
        refused.status == StatusCode::FORBIDDEN && refused.body.contains("Esta solicitud te nombra"),
        "{refused:?}"
    );
    world.log_in("sara").await;
    world.get(&path).await;
    let closed = world.post(&path, &closing).await;
    assert_eq!(closed.location(), "/o/incidents?notice=closed");
}

#[tokio::test]
async fn a_report_of_nothing_of_ours_is_for_whoever_answers_for_the_whole_site() {
    let (mut world, ..) = approved().await;
    let mut phone = world.phone("Ancón", "-11.77", "-77.18").await;
    let body = fake(&world, None);
    let answer = report(&world, &mut phone, &body).await;
    assert_eq!(
        (answer.status, answer.body),
        (StatusCode::CREATED, json!({"id": ID}))
    );
    world.employ("propia", &["supervisor@every-type"]).await;
    for (login, status) in [("sara", StatusCode::OK), ("propia", StatusCode::FORBIDDEN)] {
        world.log_in(login).await;
        let path = format!("/o/incidents/{ID}");
        let page = world.get(&path).await;
        assert_eq!(page.status, status, "{login}");
        let queue = world.get("/o/incidents").await;
        assert_eq!(
            queue.body.contains(&path),
            status == StatusCode::OK,
            "{login}: {}",
            queue.body
        );
    }
    world.log_in("sara").await;
    let page = world.get(&format!("/o/incidents/{ID}")).await;
    assert!(
        page.body.contains("Ninguno de los nuestros") && !page.body.contains("permit-revoked"),
        "{}",
        page.body
    );
}

#[tokio::test]
async fn a_forger_writes_into_no_permits_history() {
    let (mut world, permits, _) = approved().await;
    let mut phone = world.phone("Ancón", "-11.77", "-77.18").await;
    let mut body = fake(&world, Some(&permits[0]));
    body["verdict"] = json!("forged");
    let answer = report(&world, &mut phone, &body).await;
    assert_eq!(answer.body, json!({"id": ID}), "its code only names the permit");
    world.log_in("olga").await;
    let own = world.get(&format!("/o/permits/{}", permits[0].number)).await;
    assert!(own.body.contains("Nadie reportó este permiso."), "{}", own.body);
}

#[tokio::test]
async fn what_is_too_long_is_cut_and_what_is_nonsense_refused() {
    let (mut world, ..) = approved().await;
    let mut phone = world.phone("Ancón", "-11.77", "-77.18").await;
    let mut body = fake(&world, None);
    body["code"] = json!("ñ".repeat(5_000));
    assert_eq!(
        report(&world, &mut phone, &body).await.status,
        StatusCode::CREATED
    );
    let kept = world.store.incident(store::IncidentId(ID)).await.unwrap();
    assert_eq!(kept.report.code.unwrap().chars().count(), 2_000);
    for (field, value) in [
        ("kind", json!("joke")),
        ("reason", json!("")),
        ("reason", json!("Copiado")),
        ("reason", json!("a".repeat(41))),
        ("verdict", json!("fine")),
        ("cti", json!("12")),
        ("scanned_at", json!(i64::MIN)),
        ("id", json!("ffffffff-ffff-ffff-ffff-ffffffffffff")),
    ] {
        let mut body = fake(&world, None);
        body[field] = value.clone();
        let answer = report(&world, &mut phone, &body).await;
        assert_eq!(answer.code(), "bad-request", "{field} {value}");
    }
}

#[tokio::test]
async fn a_reason_of_another_release_is_kept_as_it_stands() {
    let (mut world, ..) = approved().await;
    let mut phone = world.phone("Ancón", "-11.77", "-77.18").await;
    let mut body = fake(&world, None);
    body["reason"] = json!("no-hologram");
    let answer = report(&world, &mut phone, &body).await;
    assert_eq!(answer.status, StatusCode::CREATED, "{answer:?}");
    world.log_in("sara").await;
    let page = world.get(&format!("/o/incidents/{ID}")).await;
    assert!(page.body.contains("no-hologram"), "{}", page.body);
}

#[tokio::test]
async fn texts_of_closed_reports_are_forgotten() {
    let (mut world, permit, ..) = reported().await;
    world.log_in("sara").await;
    let path = format!("/o/incidents/{ID}");
    world.get(&path).await;
    world
        .post(&path, &[("outcome", "nothing-wrong"), ("note", "Era su hermano")])
        .await;
    world.clock.pass(SignedDuration::from_hours(31 * 24));
    forget(&world.app).await.unwrap();
    let kept = world.store.incidents_of(&permit.id).await.unwrap().remove(0);
    assert_eq!((kept.report.note, kept.report.code), (None, None));
    let closing = kept.closed.unwrap();
    assert_eq!(
        (closing.note, closing.outcome),
        (None, store::Outcome::NothingWrong)
    );
}
