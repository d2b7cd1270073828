//! A store with one of everything, to be moved.

use forms::{Language, OfficeId, Role, ServiceId};
use jiff::SignedDuration;
use permit::Verdict;
use review::chain::Head;
use review::{ApplicationId, Command, Link, MaybeNewer, Message, PermitRef, TimerKind, TimerName};
use serde_json::json;

use super::super::World;
use super::super::credentials::{made, totp};
use super::super::devices::{enrolled, offer};
use super::super::erasures::{asked, proposed, refused};
use super::super::incidents::{closing, report};
use super::super::jobs::enqueued;
use super::super::newer::event_after;
use super::super::permits::issued_for;
use super::super::scans::scan;
use super::super::versions::pause;
use super::super::world::{answers, at, person, publication, version};
use super::LEASE;
use crate::{
    AuditAction, AuditActor, AuditRecord, Case, Delivery, Device, Draft, DraftId, Grant, JobCursor,
    JobProgress, JobResult, KeptApplication, KeptTimer, LookUp, MailRecord, OutboxEntry, PermitStatus,
    Person, Place, Proof, Rating, Record, Retry, Scan, Score, Session, Timer, TokenHash, Transition,
    VehicleHash,
};

/// One of everything, and each application in another state.
pub async fn filled(world: &World) {
    let first = world.store.version(&world.version).await.unwrap();
    let mut second = version("transit-permit", "[2]");
    second.source = None;
    let market = version("market-stall", "{}");
    for (minute, version, before) in [(1, &second, Some(&first)), (2, &market, None)] {
        let publication = publication(AuditActor::System, minute, before);
        world.store.publish(version, &publication).await.unwrap();
    }
    let pause = pause(2, Some(9));
    let paused = world
        .store
        .pause(&market.service, Some(&pause), AuditActor::System, at(2));
    paused.await.unwrap();
    staff(world).await;
    credentials(world).await;
    submitted_and_claimed(world).await;
    permits(world).await;
    checks(world).await;
    mail(world).await;
    timers(world).await;
    found_by(world).await;
    jobs(world).await;
    erasures(world).await;
    around(world).await;
    by_a_newer_release(world).await;
}

async fn staff(world: &World) {
    let second = Person {
        grants: vec![
            Grant {
                role: Role::from("supervisor"),
                service: Some(ServiceId::from("transit-permit")),
                office: Some(OfficeId::from("15")),
            },
            Grant {
                role: Role::from("auditor"),
                service: None,
                office: None,
            },
        ],
        document: Some("10117410".into()),
        ..person(2, "T\u{fa}pac", "tupac@example.org")
    };
    world
        .store
        .add_person(&second, &world.log(AuditAction::PersonAdded(second.id)))
        .await
        .unwrap();
    let disabled = Person {
        disabled_at: Some(at(3)),
        ..second
    };
    let log = world.log(AuditAction::PersonDisabled(disabled.id));
    world.store.change_person(&disabled, &log).await.unwrap();
    for ends in [30, 600] {
        let session = Session {
            token: TokenHash(world.dice()),
            person: world.officer,
            created_at: at(0),
            expires_at: at(ends),
            seen_at: (ends == 600).then(|| at(1)),
            proven_at: (ends == 600).then(|| at(2)),
            browser: (ends == 600).then(|| "Firefox, Linux".to_owned()),
        };
        world
            .store
            .open_session(&session, &world.log(AuditAction::LoggedIn))
            .await
            .unwrap();
    }
}

/// One that lasts, one that is over, and one of a newer release.
async fn credentials(world: &World) {
    let mut all = vec![
        made(world, totp(7), 1, None),
        made(world, Proof::PasswordLink, 1, Some(2)),
        made(world, Proof::KnownBrowser, 1, Some(900)),
    ];
    all[0].proof = MaybeNewer::read(json!({"kind": "palm"}));
    all[2].revision = 3;
    world.store.exchange_credentials(&[], &all, None).await.unwrap();
}

async fn submitted_and_claimed(world: &World) {
    world.submitted(1).await;
    let claimed = world.submitted(2).await;
    world
        .act(claimed, Command::Claim, world.officer, 3)
        .await
        .unwrap();
    let rejected = world.submitted(4).await;
    world
        .act(rejected, Command::Claim, world.officer, 5)
        .await
        .unwrap();
    let reject = Command::Reject {
        reason: "unreadable".into(),
        note: Some("the plate".into()),
    };
    world.act(rejected, reject, world.officer, 6).await.unwrap();
}

async fn permits(world: &World) {
    world.approved(10).await;
    let suspended = world.approved(11).await;
    let (active, held) = (PermitStatus::Active, PermitStatus::Suspended);
    world.change_permit(&suspended, active, held, 900).await.unwrap();
    let erased = world.approved(12).await;
    let log = world.log(AuditAction::Erased(erased.application));
    world.store.erase(erased.application, &log).await.unwrap();
}

/// One that nobody has taken, one half-way, one that was given up.
async fn jobs(world: &World) {
    let lease = SignedDuration::from_mins(5);
    enqueued(world, 20).await;
    let half_way = enqueued(world, 10).await;
    let given_up = enqueued(world, 11).await;
    for due in world.store.due_jobs(at(11), lease, 2).await.unwrap() {
        let progress = JobProgress {
            done: 3,
            cursor: Some(JobCursor {
                application: world.transition(30).case.application.id,
                permit: Some(PermitRef([9; 16])),
            }),
            ..half_way.unbegun()
        };
        let due = world
            .store
            .job_went_on(&due, &progress, at(12), lease)
            .await
            .unwrap();
        if due.job == given_up {
            let log = world.log(AuditAction::LoggedIn);
            let error = Some("no disk");
            world
                .store
                .end_job(&due, JobResult::GivenUp, error, log.at, Some(&log))
                .await
                .unwrap();
        } else {
            world.store.job_failed(&due, "no disk", at(13)).await.unwrap();
        }
    }
}

/// Asked for, proposed, refused, and done.
async fn erasures(world: &World) {
    let log = world.log(AuditAction::LoggedIn);
    for step in 0..4 {
        let id = world.submitted(60).await;
        let request = asked(world, id, 61);
        world.store.ask_erasure(&request, &log).await.unwrap();
        match step {
            1 => world
                .store
                .change_erasure(&proposed(world, &request, 62), None, &log)
                .await
                .unwrap(),
            2 => world
                .store
                .change_erasure(&refused(world, &request, 63), None, &log)
                .await
                .unwrap(),
            3 => world.store.erase(id, &log).await.unwrap(),
            _ => {}
        }
    }
}

/// An offer, phones in use and revoked; scans of all sorts, two of them too far apart; incidents open and closed.
async fn checks(world: &World) {
    let open = offer(world, "Norte 3");
    let log = world.log(AuditAction::DeviceOffered("Norte 3".into()));
    world.store.offer_enrolment(&open, &log).await.unwrap();
    let (phone, other) = (enrolled(world, "Norte 1").await, enrolled(world, "Norte 2").await);
    world.store.seen(phone.id, at(20)).await.unwrap();
    let revoked = Device {
        revoked_at: Some(at(25)),
        checkpoint: None,
        ..other.clone()
    };
    let log = world.log(AuditAction::DeviceRevoked(other.id));
    let permit = issued_for(world, VehicleHash(world.dice()), 13).await;
    let far = Place::near(-13.52, -71.97);
    let seen = [
        scan(world, &permit, 20),
        Scan {
            place: far,
            ..scan(world, &permit, 21)
        },
    ];
    world.store.keep_scans(phone.id, &seen, at(30)).await.unwrap();
    let nothing = Scan {
        permit: None,
        verdict: Verdict::NotAPermit,
        ..scan(world, &permit, 22)
    };
    world
        .store
        .keep_scans(other.id, &[nothing], at(30))
        .await
        .unwrap();
    world.store.change_device(&revoked, &log).await.unwrap();
    let told = [
        report(world, &phone, &permit, 30),
        report(world, &other, &permit, 31),
    ];
    for told in &told {
        world.store.report(told).await.unwrap();
    }
    let log = world.log(AuditAction::IncidentClosed(told[0].id));
    world
        .store
        .close_incident(told[0].id, &closing(world, 40), &log)
        .await
        .unwrap();
}

/// Sent, waiting, tried once, and given up.
async fn mail(world: &World) {
    let mut transition = world.transition(30);
    let id = transition.case.application.id;
    transition.outbox = (31..34)
        .map(|minute| world.mail(id, Message::Received, minute))
        .collect();
    transition.outbox.push(world.mail(id, Message::Asked, 900));
    world.store.submit(transition).await.unwrap();
    let due = world.store.due_mail(at(40), LEASE, 10).await.unwrap();
    assert_eq!(due.len(), 3);
    world.store.sent(&due[0], at(41)).await.unwrap();
    world
        .store
        .failed(&due[1], "busy", Retry::At(at(900)), at(41))
        .await
        .unwrap();
    world
        .store
        .failed(&due[2], "no such mailbox", Retry::Never, at(41))
        .await
        .unwrap();
}

/// Open, and given up.
async fn timers(world: &World) {
    let mut transition = world.transition(50);
    let id = transition.case.application.id;
    transition.timers = [(TimerKind::Deadline, 51), (TimerKind::Answer, 900)]
        .map(|(kind, minute)| timer(id, kind, minute))
        .into();
    world.store.submit(transition).await.unwrap();
    let due = world.store.due_timers(at(60), LEASE, 10).await.unwrap();
    assert_eq!(due.len(), 1);
    world
        .store
        .timer_failed(&due[0], "no signer", Retry::Never, at(61))
        .await
        .unwrap();
}

fn timer(application: ApplicationId, kind: TimerKind, minute: i64) -> Timer {
    let name = TimerName {
        kind,
        step: "check".into(),
        visit: 2,
    };
    Timer {
        application,
        name,
        at: at(minute),
        command: Command::Lapse,
    }
}

/// Kept before there were look-ups, and found by nothing.
async fn found_by(world: &World) {
    for look_ups in [None, Some(Vec::new())] {
        let transition = Transition {
            look_ups,
            ..world.transition(55)
        };
        world.store.submit(transition).await.unwrap();
    }
}

async fn around(world: &World) {
    for (score, comment) in [(5, None), (1, Some("slow".to_owned()))] {
        let rating = Rating {
            service: world.service.clone(),
            score: Score::new(score).unwrap(),
            comment,
            at: at(70),
        };
        world.store.rate(&rating).await.unwrap();
    }
    for ends in [30, 600] {
        let draft = Draft {
            id: DraftId(world.dice()),
            service: world.service.clone(),
            version: world.version,
            answers: answers("\u{d1}"),
            language: Language::from("es"),
            updated_at: at(0),
            expires_at: at(ends),
            replaces: (ends == 30).then(|| super::super::drafts::replaces(world)),
            begun_from: (ends == 30).then(|| ApplicationId(uuid::Uuid::from_bytes(world.dice()))),
            sent: (ends == 30).then(|| world.reference()),
        };
        world.store.save_draft(&draft).await.unwrap();
    }
    for bucket in ["log-in 192.0.2.7", "number", "number"] {
        world
            .store
            .hit(bucket, SignedDuration::from_hours(1), at(0))
            .await
            .unwrap();
    }
}

/// What this release does not know: an event, what its application is found by, a letter, a timer and a line of the log.
async fn by_a_newer_release(world: &World) {
    let transition = world.transition(90);
    let mut history: Vec<Link> = transition.events.into_iter().map(Link::from).collect();
    let event = event_after(&Head::of(&history).unwrap(), 91);
    let mut application = transition.case.application.clone();
    (application.revision, application.head) = (event.erased.sequence, event.erased.hash);
    application.newer.insert("lent".into(), json!({"revision": 3}));
    let id = application.id;
    history.push(Link::Newer(event));
    let letter = MailRecord {
        entry: OutboxEntry {
            message: MaybeNewer::read("suspended".into()),
            ..world.mail(id, Message::Received, 92).into()
        },
        delivery: Delivery::Due(at(92)),
        attempts: 1,
        last_error: None,
    };
    let timer = KeptTimer {
        application: id,
        name: MaybeNewer::read(json!({"kind": "expiry", "permit": "7A"})),
        at: at(93),
        command: MaybeNewer::read(json!({"command": "expire", "permit": "7A"})),
        attempts: 1,
        dead_at: Some(at(94)),
        last_error: Some("no signer".into()),
    };
    let kept_application = KeptApplication {
        case: Case {
            application,
            ..transition.case
        },
        look_ups: Some(vec![LookUp(world.dice())]),
        history,
        permits: Vec::new(),
        outbox: vec![letter],
        timers: vec![timer],
    };
    let line = AuditRecord {
        at: at(95),
        actor: MaybeNewer::read(json!({"Delegate": world.officer})),
        person: Some(world.officer),
        action: MaybeNewer::read(json!({"PermitSuspended": {"permit": "7A"}})),
    };
    for record in [
        Record::Application(Box::new(kept_application)),
        Record::Line(9000, line),
    ] {
        world.store.put(vec![record]).await.unwrap();
    }
}
