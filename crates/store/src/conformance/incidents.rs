//! What police reported from a checkpoint.

use permit::{PermitId, Verdict};
use uuid::Uuid;

use super::devices::enrolled;
use super::world::at;
use super::{Backend, World};
use crate::{
    AuditAction, AuditActor, AuditEntry, AuditQuery, AuditRecord, Closing, Device, DeviceId, Expected,
    Incident, IncidentId, IncidentKind, IncidentQuery, LONGEST_TEXT, Outcome, PermitRow, Place, Report,
    StoreError, Subject,
};

/// A report about a permit, received at that minute.
pub(super) fn report(world: &World, phone: &Device, permit: &PermitRow, minute: i64) -> Report {
    Report {
        id: IncidentId(Uuid::from_bytes(world.dice())),
        device: phone.id,
        kind: IncidentKind::Fake,
        reason: "photo-differs".into(),
        note: Some("Dice llamarse Ñusta".into()),
        permit: Some(permit.id),
        code: Some("https://permisos.gob.pe/v#123".into()),
        verdict: Verdict::Valid,
        scanned_at: at(minute - 2),
        at: at(minute - 1),
        received_at: at(minute),
    }
}

pub(super) fn closing(world: &World, minute: i64) -> Closing {
    Closing {
        outcome: Outcome::PassedToPolice,
        note: Some("Revocado".into()),
        by: world.officer,
        at: at(minute),
    }
}

fn closed_line(world: &World, id: IncidentId) -> AuditEntry {
    world.log(AuditAction::IncidentClosed(id))
}

fn listed(open: bool) -> IncidentQuery {
    IncidentQuery {
        open,
        services: None,
        page: 0,
        rows: 10,
    }
}

async fn ids(world: &World, query: &IncidentQuery) -> Vec<IncidentId> {
    let page = world.store.incidents(query).await.unwrap();
    page.rows.iter().map(|incident| incident.report.id).collect()
}

/// A report reads back whole and is kept once, with one line by the phone.
pub async fn a_report_is_kept_once(backend: &dyn Backend) {
    let world = World::new(backend).await;
    let permit = world.approved(1).await;
    let phone = enrolled(&world, "Norte 1").await;
    let told = report(&world, &phone, &permit, 20);
    assert!(world.store.report(&told).await.unwrap());
    let again = Report {
        note: None,
        ..told.clone()
    };
    assert!(!world.store.report(&again).await.unwrap());
    let kept = world.store.incident(told.id).await.unwrap();
    let expected = Incident {
        report: told.clone(),
        service: Some(world.service.clone()),
        checkpoint: Some("Puente Ñaña".into()),
        place: Place::near(-12.05, -77.04),
        closed: None,
    };
    assert_eq!(kept, expected, "the first word stands");
    assert_eq!(world.store.incidents_of(&permit.id).await.unwrap(), [kept]);

    let other = enrolled(&world, "Norte 2").await;
    let taken = world
        .store
        .report(&Report {
            device: other.id,
            ..told.clone()
        })
        .await;
    assert!(matches!(taken, Err(StoreError::AlreadyExists(Subject::Incident))));
    let nobody = Report {
        device: DeviceId(Uuid::from_u128(7)),
        ..report(&world, &phone, &permit, 20)
    };
    let nobody = world.store.report(&nobody).await;
    assert!(matches!(nobody, Err(StoreError::NotFound(Subject::Device))));
    let nul = Report {
        code: Some("WIFI:\0;".into()),
        at: jiff::Timestamp::MIN,
        ..report(&world, &phone, &permit, 20)
    };
    world.store.report(&nul).await.unwrap();
    let kept = world.store.incident(nul.id).await.unwrap().report;
    assert_eq!(kept.code.as_deref(), Some("WIFI:\u{fffd};"));
    let long = Report {
        code: Some("ñ".repeat(LONGEST_TEXT + 1)),
        ..report(&world, &phone, &permit, 20)
    };
    let long = world.store.report(&long).await;
    assert!(matches!(long, Err(StoreError::Contradiction(_))));
    let unknown = world.store.incident(IncidentId(Uuid::from_u128(7))).await;
    assert!(matches!(unknown, Err(StoreError::NotFound(Subject::Incident))));

    let lines = world
        .store
        .audit(&AuditQuery {
            limit: 100,
            ..AuditQuery::default()
        })
        .await
        .unwrap();
    let reported =
        |line: &&(u64, AuditRecord)| matches!(line.1.action.known(), Some(AuditAction::IncidentReported(_)));
    let lines: Vec<_> = lines.iter().filter(reported).map(|(_, line)| line).collect();
    assert_eq!(lines.len(), 2);
    let lines = &lines[1..];
    assert_eq!(lines[0].actor, AuditActor::Device(phone.id));
    assert_eq!(
        (lines[0].at, &lines[0].action),
        (at(20), &AuditAction::IncidentReported(told.id).into())
    );
}

/// What nobody signed is not tied to the permit that it names, whatever the phone says.
pub async fn a_forgery_is_of_no_permit(backend: &dyn Backend) {
    let world = World::new(backend).await;
    let permit = world.approved(1).await;
    let phone = enrolled(&world, "Norte 1").await;
    let forged = Report {
        verdict: Verdict::Forged,
        ..report(&world, &phone, &permit, 20)
    };
    world.store.report(&forged).await.unwrap();
    let foreign = Report {
        permit: Some(PermitId(world.dice())),
        ..report(&world, &phone, &permit, 20)
    };
    world.store.report(&foreign).await.unwrap();
    assert!(world.store.incidents_of(&permit.id).await.unwrap().is_empty());
    let kept = world.store.incident(forged.id).await.unwrap();
    assert_eq!((kept.report.permit, kept.service), (None, None));
    assert_eq!(kept.report.code, forged.code);
    let kept = world.store.incident(foreign.id).await.unwrap();
    assert_eq!((kept.report.permit, kept.service), (foreign.permit, None));
}

/// Open ones wait in the order in which they came; closed ones are listed last closed first; others' are not shown.
pub async fn are_listed_and_closed(backend: &dyn Backend) {
    let world = World::new(backend).await;
    let permit = world.approved(1).await;
    let phone = enrolled(&world, "Norte 1").await;
    let mut reports = Vec::new();
    for minute in [22, 20, 21, 23] {
        let told = report(&world, &phone, &permit, minute);
        world.store.report(&told).await.unwrap();
        reports.push(told.id);
    }
    let foreign = Report {
        permit: None,
        ..report(&world, &phone, &permit, 30)
    };
    world.store.report(&foreign).await.unwrap();
    let (a, b, c, d) = (reports[1], reports[2], reports[0], reports[3]);
    assert_eq!(ids(&world, &listed(true)).await, [a, b, c, d, foreign.id]);
    let ours = IncidentQuery {
        services: Some(vec![world.service.clone()]),
        ..listed(true)
    };
    assert_eq!(ids(&world, &ours).await, [a, b, c, d]);
    let second = IncidentQuery {
        page: 1,
        rows: 3,
        ..ours.clone()
    };
    assert_eq!(ids(&world, &second).await, [d]);
    assert_eq!(world.store.incidents(&second).await.unwrap().total, 4);
    assert!(
        ids(
            &world,
            &IncidentQuery {
                services: Some(Vec::new()),
                ..ours
            }
        )
        .await
        .is_empty()
    );

    for (id, minute) in [(b, 40), (a, 41)] {
        let log = closed_line(&world, id);
        world
            .store
            .close_incident(id, &closing(&world, minute), &log)
            .await
            .unwrap();
        world
            .store
            .close_incident(id, &closing(&world, minute), &log)
            .await
            .unwrap();
    }
    assert_eq!(ids(&world, &listed(true)).await, [c, d, foreign.id]);
    assert_eq!(ids(&world, &listed(false)).await, [a, b]);
    assert_eq!(
        world.store.incident(a).await.unwrap().closed,
        Some(closing(&world, 41))
    );
    let other = Closing {
        outcome: Outcome::NothingWrong,
        ..closing(&world, 41)
    };
    let late = world
        .store
        .close_incident(a, &other, &closed_line(&world, a))
        .await;
    assert!(matches!(
        late,
        Err(StoreError::Conflict {
            subject: Subject::Incident,
            expected: Expected::Open
        })
    ));
    let unknown = IncidentId(Uuid::from_u128(7));
    let unknown = world
        .store
        .close_incident(unknown, &other, &closed_line(&world, unknown))
        .await;
    assert!(matches!(unknown, Err(StoreError::NotFound(Subject::Incident))));
    let lines = world
        .store
        .audit(&AuditQuery {
            limit: 100,
            ..AuditQuery::default()
        })
        .await
        .unwrap();
    let closed = lines
        .iter()
        .filter(|(_, line)| matches!(line.action.known(), Some(AuditAction::IncidentClosed(_))));
    assert_eq!(closed.count(), 2);
}

/// The words of closed ones go when their time is over; what happened stays.
pub async fn texts_are_forgotten(backend: &dyn Backend) {
    let world = World::new(backend).await;
    let permit = world.approved(1).await;
    let phone = enrolled(&world, "Norte 1").await;
    let (open, closed) = (
        report(&world, &phone, &permit, 20),
        report(&world, &phone, &permit, 21),
    );
    let foreign = Report {
        permit: None,
        ..report(&world, &phone, &permit, 22)
    };
    for told in [&open, &closed, &foreign] {
        world.store.report(told).await.unwrap();
    }
    for id in [closed.id, foreign.id] {
        world
            .store
            .close_incident(id, &closing(&world, 40), &closed_line(&world, id))
            .await
            .unwrap();
    }
    let forget = |service, minute| world.store.forget_incident_texts(service, at(minute));
    assert_eq!(forget(Some(&world.service), 40).await.unwrap(), 0);
    assert_eq!(forget(Some(&world.service), 41).await.unwrap(), 1);
    assert_eq!(forget(Some(&world.service), 41).await.unwrap(), 0);
    let kept = world.store.incident(closed.id).await.unwrap();
    let wordless = Report {
        note: None,
        code: None,
        ..closed
    };
    assert_eq!((kept.report, kept.closed.unwrap().note), (wordless, None));
    assert_eq!(world.store.incident(open.id).await.unwrap().report, open);
    assert_eq!(
        world.store.incident(foreign.id).await.unwrap().report.code,
        foreign.code
    );
    assert_eq!(forget(None, 41).await.unwrap(), 1);
    assert_eq!(world.store.incident(foreign.id).await.unwrap().report.code, None);
}
