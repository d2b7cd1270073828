//! Publishing while the site runs: versions, the way back, pauses, and whom a file would have touched.

use std::{collections::BTreeMap, num::NonZero, sync::Arc};

use engine::{
    applications::drafts::DraftState,
    authorise::Caller,
    error::Error,
    log::{AuditAction, AuditActor},
    peer::Peer,
    publishing::{
        PublishError, Seen, ServiceFile, Standing,
        rehearsal::{Rehearsal, RehearsalWish, Verdict},
    },
    services::Services,
};
use forms::{Answer, Answers, DocumentKind, Service, answers::IdentityDocument, samples};
use jiff::{SignedDuration, civil::date};
use review::{Decider, NewApplication, Status, submit};

use crate::{
    applying::{published, published_as, send},
    world::World,
};

const SOURCE: &str = include_str!("../../../web/tests/site/every-type.yaml");

/// The service of these tests with something else in its file.
pub(crate) fn edited(edits: &[(&str, &str)]) -> ServiceFile {
    let mut source = SOURCE.to_owned();
    for (from, to) in edits {
        assert!(source.contains(from), "{from} is not in the file");
        source = source.replacen(from, to, 1);
    }
    let service = forms::read("every-type.yaml", &source).unwrap_or_else(|wrong| panic!("{wrong}"));
    ServiceFile {
        source: Some(source),
        ..ServiceFile::from(service)
    }
}

#[tokio::test]
async fn an_owner_publishes_and_goes_back_and_the_log_tells_what_changed() {
    let (world, first) = published().await;
    let owner = world.caller("olga", "service-owner@every-type").await;
    let newer = edited(&[("valid: 36h", "valid: 48h")]);
    assert_eq!(
        world.engine.standing(&newer.service).await.unwrap(),
        Standing::New
    );
    assert!(world.engine.publish(&owner, &newer).await.unwrap());
    assert!(
        !world.engine.publish(&owner, &newer).await.unwrap(),
        "it is current already"
    );
    let (by, action) = world.last_line().await;
    assert_eq!(by, AuditActor::Person(owner.person().unwrap().id));
    assert_eq!(
        action,
        AuditAction::VersionPublished {
            service: first.id.clone(),
            version: newer.service.hash(),
            instead_of: Some(first.hash()),
            changes: vec!["permit › valid: 36h → 48h".to_owned()],
        }
    );
    let hash = newer.service.hash();
    let source = world.engine.source(&owner, &first.id, &hash);
    assert_eq!(source.await.unwrap(), newer.source.unwrap(), "with its comments");

    let before = world
        .engine
        .version_before(&owner, &first.id)
        .await
        .unwrap()
        .unwrap();
    assert_eq!(before.hash, first.hash());
    let seen = Seen::Version(newer.service.hash());
    let back = world.engine.go_back(&owner, &first.id, &before.hash, seen);
    assert!(back.await.unwrap());
    assert_eq!(
        world.engine.standing(&newer.service).await.unwrap(),
        Standing::Earlier
    );
    let versions = world.engine.versions_of(&owner, &first.id).await.unwrap();
    let made: BTreeMap<_, _> = versions
        .iter()
        .map(|version| (version.hash, version.made_current.len()))
        .collect();
    assert_eq!(
        made,
        BTreeMap::from([(first.hash(), 2), (newer.service.hash(), 1)])
    );
}

#[tokio::test]
async fn who_publishes_what_they_have_not_seen_is_told() {
    let (world, first) = published().await;
    let owner = world.caller("olga", "service-owner@every-type").await;
    let other = edited(&[("valid: 36h", "valid: 72h")]);
    world.engine.publish(&owner, &other).await.unwrap();
    let late = ServiceFile {
        seen: Seen::Version(first.hash()),
        ..edited(&[("valid: 36h", "valid: 48h")])
    };
    let refused = world.engine.publish(&owner, &late).await;
    assert!(matches!(refused, Err(PublishError::Overtaken(_))), "{refused:?}");
    let current = world.engine.services.current("every-type").unwrap();
    assert_eq!(current.hash, other.service.hash());
}

/// Of two who publish a new service of one name, the second is told.
#[tokio::test]
async fn a_new_service_takes_nobodys_place() {
    let (world, _) = published().await;
    let owner = world.caller("olga", "service-owner@every-type").await;
    let late = ServiceFile {
        seen: Seen::Nothing,
        ..edited(&[("valid: 36h", "valid: 48h")])
    };
    let refused = world.engine.publish(&owner, &late).await;
    assert!(matches!(refused, Err(PublishError::Overtaken(_))), "{refused:?}");
}

/// Comments are no difference, and are kept all the same.
/// Nodes that begin together have the same files, and one of them is first.
#[tokio::test]
async fn what_another_node_has_just_published_is_current_and_no_earlier_version() {
    let (world, first) = published().await;
    let mut other = world.engine.clone();
    other.services = Arc::new(Services::new(false));
    assert_eq!(other.standing(&first).await.unwrap(), Standing::Current);
    let newer = edited(&[("valid: 36h", "valid: 48h")]);
    let operator = Caller::operator();
    assert!(world.engine.publish(&operator, &newer).await.unwrap());
    assert_eq!(other.standing(&newer.service).await.unwrap(), Standing::Current);
    assert_eq!(other.standing(&first).await.unwrap(), Standing::Earlier);
}

#[tokio::test]
async fn what_is_written_anew_is_kept_as_it_is_written() {
    let (world, first) = published().await;
    let owner = world.caller("olga", "service-owner@every-type").await;
    let commented = edited(&[("# Asks every type", "# Asks each type")]);
    assert!(!world.engine.publish(&owner, &commented).await.unwrap());
    let source = world
        .engine
        .source(&owner, &first.id, &first.hash())
        .await
        .unwrap();
    assert!(source.starts_with("# Asks each type"), "{source}");
}

#[tokio::test]
async fn a_paused_service_takes_nothing_new_and_says_so_until_its_time_is_over() {
    let (world, service) = published().await;
    let owner = world.caller("olga", "service-owner@every-type").await;
    let begun = world
        .engine
        .begin(Peer::UNKNOWN, "every-type", "es")
        .await
        .unwrap();
    let say = || BTreeMap::from([("es".to_owned(), "Volvemos el lunes.".to_owned())]);
    let until = world.engine.now() + SignedDuration::from_hours(2);
    let paused = world.engine.pause(&owner, &service.id, say(), Some(until));
    paused.await.unwrap();
    let refused = world.engine.begin(Peer::UNKNOWN, "every-type", "es").await;
    assert!(matches!(refused, Err(Error::NotFound)), "{refused:?}");
    let draft = async || {
        world
            .engine
            .draft(Some(&begun.secret), "every-type")
            .await
            .unwrap()
    };
    assert!(matches!(draft().await, DraftState::Closed));
    // Another version changes nothing of it.
    let newer = edited(&[("valid: 36h", "valid: 48h")]);
    world.engine.publish(&owner, &newer).await.unwrap();
    assert!(!world.engine.is_online("every-type"));
    world.pass(SignedDuration::from_hours(2));
    assert!(world.engine.is_online("every-type"));
    assert!(matches!(draft().await, DraftState::Open(_)));

    world
        .engine
        .pause(&owner, &service.id, say(), None)
        .await
        .unwrap();
    world.pass(SignedDuration::from_hours(10));
    assert!(!world.engine.is_online("every-type"));
    world.engine.resume(&owner, &service.id).await.unwrap();
    assert!(world.engine.is_online("every-type"));
}

#[tokio::test]
async fn only_who_may_publish_pauses_goes_back_and_rehearses() {
    let (world, service) = published().await;
    let newer = edited(&[("valid: 36h", "valid: 48h")]);
    for (login, grant) in [
        ("oscar", "officer"),
        ("sara", "supervisor"),
        ("aldo", "auditor"),
        ("otro", "service-owner@another"),
    ] {
        let caller = world.caller(login, grant).await;
        let engine = &world.engine;
        assert!(
            matches!(
                engine.publish(&caller, &newer).await,
                Err(PublishError::Kept(Error::Forbidden))
            ),
            "{login}"
        );
        let back = engine
            .go_back(&caller, &service.id, &service.hash(), Seen::Anything)
            .await;
        assert!(
            matches!(back, Err(PublishError::Kept(Error::Forbidden))),
            "{login}"
        );
        let paused = engine.pause(&caller, &service.id, BTreeMap::new(), None).await;
        assert!(matches!(paused, Err(Error::Forbidden)), "{login}");
        let rehearsed = engine
            .rehearse(&caller, Arc::new(newer.service.clone()), &wish(&world))
            .await;
        assert!(matches!(rehearsed, Err(Error::Forbidden)), "{login}");
    }
}

fn wish(world: &World) -> RehearsalWish {
    RehearsalWish {
        from: world.engine.now() - SignedDuration::from_hours(30 * 24),
        until: world.engine.now(),
        most: u64::MAX,
        workers: NonZero::new(2).unwrap(),
    }
}

/// What each rehearsal of a file should count, found by sending every application again, one after another.
fn replayed(current: &Service, file: &Service, sent: &[Answers]) -> BTreeMap<(Verdict, Verdict), u64> {
    let now = date(2026, 3, 20).at(15, 0, 0, 0).in_tz("UTC").unwrap();
    let verdict = |service: &Service, answers: &Answers| {
        let Ok(answers) = service.complete(answers.clone(), now.date()) else {
            return Verdict::NotSent;
        };
        let new = NewApplication {
            id: review::ApplicationId(uuid::Uuid::from_u128(7)),
            service: service.id.clone(),
            version: service.hash(),
            answers,
            replaces: None,
            begun_from: None,
        };
        match submit(new, &service.review, &now, &mut || [9; 16])
            .unwrap()
            .application
            .status
        {
            Status::Queued { step, .. } => Verdict::Referred(step),
            Status::Approved {
                by: Decider::Rule(reason),
                ..
            } => Verdict::Approved(reason),
            Status::Rejected { reason, .. } => Verdict::Rejected(reason),
            other => panic!("{other:?}"),
        }
    };
    let mut counts = BTreeMap::new();
    for answers in sent {
        let (from, to) = (verdict(current, answers), verdict(file, answers));
        if from != to {
            *counts.entry((from, to)).or_default() += 1;
        }
    }
    counts
}

fn counts(rehearsal: &Rehearsal) -> BTreeMap<(Verdict, Verdict), u64> {
    rehearsal
        .changes
        .iter()
        .map(|change| ((change.from.clone(), change.to.clone()), change.count))
        .collect()
}

const TRANSIT: &str = include_str!("../../../../forms/transit-permit.yaml");

/// People of every reason, age, means and document, some of whom are their own superior.
fn crowd(service: &Service) -> Vec<Answers> {
    let day = date(2026, 3, 20);
    let reasons = [
        "food",
        "health",
        "utilities",
        "telecom",
        "transport",
        "banking",
        "care",
        "other",
    ];
    let means = ["walk", "bus", "car", "motorcycle"];
    let crowd = (0..32_u16).map(|number| {
        let mut answers = samples::sample(service, day);
        let at = usize::from(number);
        let email = format!("persona{number}@example.org");
        let boss = if number % 7 == 3 {
            email.clone()
        } else {
            format!("jefe{number}@example.org")
        };
        let document = if number % 5 == 2 {
            IdentityDocument {
                kind: DocumentKind::PASSPORT,
                number: format!("PA{:05}", 40000 + u32::from(number)),
            }
        } else {
            IdentityDocument {
                kind: DocumentKind::FOREIGNER_CARD,
                number: format!("{:09}", 1_000_000 + u32::from(number)),
            }
        };
        for (id, answer) in [
            ("reason", Answer::Choice(reasons[at % 8].to_owned())),
            ("travels_by", Answer::Choice(means[at / 3 % 4].to_owned())),
            ("plate", Answer::VehiclePlate("ABC-123".to_owned())),
            ("email", Answer::Email(email)),
            ("works_for", Answer::Choice("employer".to_owned())),
            ("employer", Answer::TaxNumber("20131312955".to_owned())),
            ("boss_email", Answer::Email(boss)),
            ("job", Answer::Text("Panadero".to_owned())),
            ("explanation", Answer::Text("Cuido a mi abuela.".to_owned())),
            (
                "birth",
                Answer::Date(date(2008 - i16::try_from(number).unwrap(), 1, 2)),
            ),
            ("document", Answer::IdentityDocument(document)),
        ] {
            answers.insert(id.into(), answer);
        }
        if number % 2 == 0 {
            answers.remove(&"phone".into());
        }
        answers
    });
    crowd
        .filter_map(|answers| service.complete(answers, day).ok())
        .collect()
}

/// What a hand changes in a file at night, and what follows from it.
const MUTATIONS: [&[(&str, &str)]; 22] = [
    &[(
        "    - {when: \"same_person(boss_email, email)\", then: refer, to: check}\n",
        "",
    )],
    &[("reason in ['food', 'health'", "reason in ['health'")],
    &[("'food', 'health', 'utilities'", "'food', 'utilities'")],
    &[("'utilities', 'telecom'", "'telecom'")],
    &[("'telecom', 'transport'", "'transport'")],
    &[("'transport', 'banking']", "'banking']")],
    &[("'transport', 'banking']", "'transport']")],
    &[(
        "  rules:\n",
        "  rules:\n    - {when: \"reason == 'care'\", then: reject, because: not-covered}\n",
    )],
    &[(
        "  rules:\n",
        "  rules:\n    - {when: \"travels_by == 'car'\", then: refer, to: second-look}\n",
    )],
    &[(
        "  rules:\n",
        "  rules:\n    - {when: \"age(birth) < 25\", then: reject, because: not-clear}\n",
    )],
    &[("age(answer) >= 18", "age(answer) >= 30")],
    &[("age(answer) >= 18", "age(answer) >= 21")],
    &[("then: refer, to: check", "then: refer, to: second-look")],
    &[(
        "then: approve, because: essential-work",
        "then: approve, because: justified",
    )],
    &[(
        "then: approve, because: essential-work, sample: 5",
        "then: reject, because: not-covered",
    )],
    &[(
        "accepts: [dni, foreigner-card, passport]",
        "accepts: [dni, foreigner-card]",
    )],
    &[(
        "en: What work do you do?}, short: {es: Trabajo, en: Work}, max_length: 80",
        "en: What work do you do?}, short: {es: Trabajo, en: Work}, max_length: 3",
    )],
    &[(
        "label: {es: Celular, en: Mobile phone}, optional: true",
        "label: {es: Celular, en: Mobile phone}",
    )],
    &[(
        "      - when: \"reason == 'emergency'\"",
        "      - when: \"reason == 'emergency' || reason == 'other'\"",
    )],
    &[
        (
            "    when: \"travels_by in ['car', 'motorcycle']\"",
            "    when: \"travels_by in ['car', 'motorcycle', 'bus', 'walk']\"",
        ),
        ("id: plate,", "id: plate_of_all,"),
        (
            "{answer: plate, role: vehicle}",
            "{answer: plate_of_all, role: vehicle}",
        ),
        ("route, plate]", "route, plate_of_all]"),
    ],
    &[(
        "      - {id: leaves, type: time",
        "      - {id: helper, type: full-name, label: {es: Quién te ayuda, en: Who helps you}}\n      - {id: leaves, type: time",
    )],
    &[(
        "\"same_person(boss_email, email)\"",
        "\"boss_email == 'jefe5@example.org'\"",
    )],
];

/// A rehearsal counts what an independent, slow replay counts, whichever rule or question is changed; and each change shows.
#[tokio::test]
async fn a_rehearsal_is_what_sending_everything_again_would_come_to() {
    let first = forms::read("transit-permit.yaml", TRANSIT).unwrap();
    let (world, first) = published_as(first).await;
    let owner = world.caller("olga", "service-owner@transit-permit").await;
    let sent = crowd(&first);
    assert!(sent.len() > 25, "{}", sent.len());
    for answers in &sent {
        send(&world, &first, answers.clone()).await.unwrap();
    }
    world.pass(SignedDuration::from_secs(1));
    let rehearse = async |service: Service| {
        let (file, wish) = (Arc::new(service), wish(&world));
        world.engine.rehearse(&owner, file, &wish).await.unwrap()
    };
    let same = rehearse(first.clone()).await;
    assert_eq!(
        (same.replayed, same.changes.len()),
        (sent.len() as u64, 0),
        "an unchanged file changes nothing"
    );
    for edits in MUTATIONS {
        let mut source = TRANSIT.to_owned();
        for (from, to) in edits {
            assert!(source.contains(from), "{from} is not in the file");
            source = source.replacen(from, to, 1);
        }
        let file = forms::read("transit-permit.yaml", &source).unwrap_or_else(|wrong| panic!("{wrong}"));
        let expected = replayed(&first, &file, &sent);
        assert!(!expected.is_empty(), "{edits:?} touches nobody of this crowd");
        assert_eq!(counts(&rehearse(file).await), expected, "{edits:?}");
    }
}
