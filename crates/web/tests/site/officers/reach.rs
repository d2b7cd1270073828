//! Every address of the office and of administration is closed to whom it is not for.

use axum::http::{Method, StatusCode};
use engine::{
    authorise::{Action, Caller},
    permits::many::{JobId, MassRevocation, RevokedBy},
    publishing::{
        case_moves::{AskedMove, StepMap},
        planned::JobId as PlanId,
    },
};
use jiff::SignedDuration;
use review::PermitReason;
use store::{AuditQuery, PermitRow};

use super::queue::three;
use crate::world::World;

/// A mass revocation that concerns nothing.
async fn revocation(world: &World, permit: &PermitRow, by: &Caller) -> JobId {
    let asked = MassRevocation {
        id: JobId(world.app.new_id()),
        which: RevokedBy::Service {
            service: permit.service.clone(),
            from: permit.issued_at,
            until: permit.issued_at,
        },
        reason: PermitReason::Order,
        note: "r".into(),
    };
    world.app.revoke_many(by, asked.clone()).await.unwrap();
    asked.id
}

/// A version that is to be published in an hour.
async fn plan(world: &World, by: &Caller) -> PlanId {
    let source = include_str!("../every-type.yaml").replacen("valid: 36h", "valid: 48h", 1);
    let service = forms::read("every-type.yaml", &source).unwrap();
    let (id, at) = (
        PlanId(world.app.new_id()),
        world.app.now() + SignedDuration::from_hours(1),
    );
    let planned = world
        .app
        .plan_publication(by, id, &service.into(), Some(at))
        .await;
    assert_eq!(planned.unwrap(), Some(id));
    id
}

/// A move of cases, of which there are none.
async fn case_move(world: &World, by: &Caller) -> PlanId {
    let current = world.app.services.current("every-type").unwrap();
    let asked = AskedMove {
        id: PlanId(world.app.new_id()),
        service: current.service.id.clone(),
        to: current.hash,
        steps: StepMap::default(),
    };
    world.app.move_cases(by, asked).await.unwrap()
}

const ROLES: [&str; 7] = [
    "officer",
    "supervisor",
    "verifier",
    "service-owner",
    "administrator",
    "auditor",
    "consultee-fire-brigade",
];
/// Those for whom nothing stands behind the address of the administration.
const WITHOUT_ADMIN: [&str; 3] = ["officer", "verifier", "consultee-fire-brigade"];

#[tokio::test]
async fn every_address_is_closed_to_whom_it_is_not_for() {
    let (mut world, [first, ..]) = three().await;
    world.employ("olga", &["officer"]).await;
    world.log_in("olga").await;
    world.next_case().await;
    world.on_case(&first, "decide", &[("decision", "approve")]).await;
    let case = world.case(&first).await;
    let permit = world
        .store
        .permits_of(case.application.id)
        .await
        .unwrap()
        .remove(0);
    let mut phone = world.phone("Ancón", "-11.77", "-77.18").await;
    let incident = uuid::Uuid::from_u128(11);
    let now = world.app.now().as_millisecond();
    let report = serde_json::json!({
        "id": incident, "kind": "question", "reason": "wrong-data", "verdict": "valid",
        "cti": hex::encode(permit.id.0), "scanned_at": now, "sent_at": now,
    });
    phone.post(&world, "/api/v1/incidents", &report).await;
    let andres = world.employ("andres", &["administrator"]).await;
    let andres = world.caller(andres).await;
    let asked = revocation(&world, &permit, &andres).await;
    let [plan, case_move] = [plan(&world, &andres).await, case_move(&world, &andres).await];
    world.log_in("andres").await;
    let (invitation, _) = world.invite(&[("name", "Otro"), ("phrase", "mar")]).await;
    let office: Vec<_> = web::addresses(&world.app)
        .into_iter()
        .filter(|(_, path, action)| {
            (path.starts_with("/o") || path.starts_with("/admin")) && *action != Action::LogIn
        })
        .map(|(method, path, action)| {
            let path = of_service(path, &case.application)
                .replace("{case}", &first)
                .replace("{number}", &permit.number.to_string())
                .replace("{person}", &permit.approved_by[0].to_string())
                .replace("{letter}", &permit.approved_by[0].to_string())
                .replace("{cti}", &hex::encode(permit.id.0))
                .replace("{device}", &phone.id.to_string())
                .replace("{invitation}", invitation.rsplit('/').next().unwrap())
                .replace("{job}", &asked.to_string())
                .replace("{plan}", &plan.to_string())
                .replace("{move}", &case_move.to_string())
                .replace("{incident}", &incident.to_string());
            let path = if path.contains("/revoke-all/list") {
                format!("{path}?which=approver&person={}", permit.approved_by[0])
            } else {
                path
            };
            (method, path, action)
        })
        .collect();
    assert!(office.len() > 25, "{office:?}");

    world.forget_cookies();
    for (method, path, _) in &office {
        let reply = match *method {
            Method::GET => world.get(path).await,
            _ => world.post(path, &[]).await,
        };
        assert!(
            reply.location().starts_with("/o/log-in?then=/"),
            "{method} {path}: {reply:?}"
        );
    }
    for role in ROLES {
        let caller = world.caller(world.employ(role, &[role]).await).await;
        world.log_in(role).await;
        for (method, path, action) in &office {
            let allowed = caller.may(*action, &action.at_the_gate());
            if *method == Method::GET {
                let reply = world.get(path).await;
                let nothing_there = path == "/admin" && WITHOUT_ADMIN.contains(&role);
                let not_asked = path.starts_with("/o/opinions/") && reply.status == StatusCode::NOT_FOUND;
                let closed = reply.status == StatusCode::FORBIDDEN;
                assert_eq!(
                    closed,
                    !allowed || nothing_there,
                    "{role} {path}: {}",
                    reply.status
                );
                assert!(
                    closed || reply.status == StatusCode::OK || not_asked || leads_on(path),
                    "{role} {path}: {}",
                    reply.body
                );
            } else if !allowed {
                assert_eq!(
                    world.post(path, &[]).await.status,
                    StatusCode::FORBIDDEN,
                    "{role} {path}"
                );
            }
        }
    }
}

/// An address of a service, of a version, and of an opinion, as one of that which was applied for.
fn of_service(path: &str, application: &review::Application) -> String {
    path.replace("{service}", application.service.as_str())
        .replace("{version}", &application.version.to_string())
        .replace("{opinion}", "fire-brigade")
}

#[tokio::test]
async fn who_reads_a_case_that_is_not_theirs_leaves_a_line() {
    let (mut world, [first, ..]) = three().await;
    let case = world.case(&first).await;
    for (login, role, lines) in [
        ("olga", "officer", 0),
        ("aurora", "auditor", 1),
        ("sara", "supervisor", 1),
    ] {
        let id = world.employ(login, &[role]).await;
        world.log_in(login).await;
        assert_eq!(
            world.get(&format!("/o/cases/{first}")).await.status,
            StatusCode::OK
        );
        let log = world
            .store
            .audit(&AuditQuery {
                by: Some(id),
                before: None,
                limit: 9,
                ..Default::default()
            })
            .await
            .unwrap();
        let seen = store::AuditAction::CaseSeen(case.application.id);
        assert_eq!(
            log.iter().filter(|(_, entry)| entry.action == seen).count(),
            lines,
            "{login}"
        );
    }
}

/// An address that may lead on to another.
fn leads_on(path: &str) -> bool {
    // What nobody has begun to try leads to where it is begun.
    let is_of_specimen = path.contains("/specimen/") && path.split('/').count() > 6;
    ["/o", "/admin", "/o/prove"].contains(&path) || path.contains("/id/") || is_of_specimen
}

/// Whatever stands in a menu, and whatever the log leads to, opens for whom it is shown to; errors keep the menu.
#[tokio::test]
async fn no_link_of_the_office_refuses() {
    let (mut world, [first, ..]) = three().await;
    world.employ("olga", &["officer"]).await;
    world.log_in("olga").await;
    world.next_case().await;
    world.on_case(&first, "decide", &[("decision", "approve")]).await;
    world.employ("sara", &["supervisor"]).await;
    world.log_in("sara").await;
    world.get(&format!("/o/cases/{first}")).await;
    for role in [
        "officer",
        "supervisor",
        "verifier",
        "service-owner",
        "administrator",
        "auditor",
    ] {
        world.employ(role, &[role]).await;
        let home = world.log_in(role).await;
        assert_eq!(home.status, StatusCode::OK, "{role}");
        assert_eq!(
            world.get("/o").await.status == StatusCode::SEE_OTHER,
            !["officer", "supervisor"].contains(&role),
            "{role}: the door leads to their own work"
        );
        let mut links = linked(&home);
        if ["administrator", "auditor"].contains(&role) {
            let log = world.get("/admin/audit").await;
            assert!(
                log.body.contains(&first),
                "{role}: a case has its reference: {}",
                log.body
            );
            links.extend(linked(&log));
        }
        for link in links {
            let status = world.get(&link).await.status;
            assert!(
                [StatusCode::OK, StatusCode::SEE_OTHER].contains(&status),
                "{role} {link}: {status}"
            );
        }
        for missing in [
            "/o/nothing-here",
            "/admin/keys/nothing-here",
            "/o/permits/XXXXXXXXXXX",
        ] {
            let error = world.get(missing).await;
            assert!(
                error.status.is_client_error()
                    && error.body.contains("class=\"office\"")
                    && error.body.contains("href=\"/o/account\""),
                "{role} {missing}: {}",
                error.body
            );
        }
    }
    world.forget_cookies();
    let error = world.get("/o/nothing-here").await;
    assert!(
        error.body.contains("class=\"office\"") && !error.body.contains("href=\"/o/account\""),
        "{}",
        error.body
    );
}

fn linked(page: &crate::world::Reply) -> Vec<String> {
    let links = page.body.split("href=\"").skip(1);
    let links = links.filter_map(|rest| rest.split('"').next());
    links
        .filter(|link| link.starts_with("/o") || link.starts_with("/admin"))
        .map(|link| link.replace("&#38;", "&"))
        .collect()
}
