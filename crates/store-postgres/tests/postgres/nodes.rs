//! Two nodes on one database, at once: what one process may do by its own order, the rows must decide here.

use std::collections::BTreeSet;
use std::future::Future;
use std::sync::Arc;

use forms::{ContentHash, Language, ServiceId};
use jiff::civil::date;
use jiff::{SignedDuration, Timestamp};
use review::{Command, Message, PermitReason, TimerKind, TimerName};
use store::conformance::{Backend, World};
use store::{
    AuditAction, AuditActor, CAPACITY, Instruction, Job, JobId, OutboxId, Publication, Purpose, RevokedBy,
    Store, StoreError, Subject, Timer, Version,
};
use tokio::task::JoinSet;
use uuid::Uuid;

use crate::database::Database;

const LEASE: SignedDuration = SignedDuration::from_mins(5);

/// Runs the work so many times at once, every other time on the other node.
async fn on_both<T, F>(database: &Database, times: usize, work: impl Fn(Arc<dyn Store>, usize) -> F) -> Vec<T>
where
    T: Send + 'static,
    F: Future<Output = T> + Send + 'static,
{
    let nodes = [database.open().await, database.open().await];
    let mut tasks = JoinSet::new();
    for turn in 0..times {
        tasks.spawn(work(Arc::clone(&nodes[turn % 2]), turn));
    }
    tasks.join_all().await
}

fn now() -> Timestamp {
    "2026-03-21T08:00:00Z".parse().unwrap()
}

/// No place is handed out twice, and no list is begun while another has room.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn places_of_a_day_fill_one_list_after_the_other() {
    let database = Database::new().await;
    let day = date(2026, 3, 21);
    let blocks = on_both(&database, 80, move |node, _| async move {
        node.reserve_indexes(day, 2_000).await.unwrap()
    })
    .await;
    let mut ranges: Vec<_> = blocks
        .iter()
        .map(|block| (block.list, block.first, block.first + block.count))
        .collect();
    ranges.sort_unstable();
    for two in ranges.windows(2) {
        let begins_anew = two[0].0 != two[1].0 && two[0].2 == CAPACITY && two[1].1 == 0;
        assert!(
            two[0].0 == two[1].0 && two[0].2 == two[1].1 || begins_anew,
            "{two:?}"
        );
    }
    let lists: BTreeSet<u32> = ranges.iter().map(|range| range.0).collect();
    let handed_out: u32 = blocks.iter().map(|block| block.count).sum();
    assert_eq!(lists.len(), handed_out.div_ceil(CAPACITY) as usize);
}

/// Every hit counts once, whichever node it came to.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn hits_are_counted_together() {
    let database = Database::new().await;
    let hits = on_both(&database, 60, |node, _| async move {
        node.hit("log-in", SignedDuration::from_mins(1), now())
            .await
            .unwrap()
            .count
    })
    .await;
    assert_eq!(hits.into_iter().collect::<BTreeSet<_>>(), (1..=60).collect());
}

fn publication() -> Publication {
    Publication {
        by: AuditActor::System,
        at: now(),
        instead_of: None,
        changes: Vec::new(),
    }
}

/// Published by both at once, a version is there once, whole and current.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_version_is_published_by_both() {
    let database = Database::new().await;
    let version = Version {
        service: ServiceId::from("transit-permit"),
        hash: ContentHash([7; 32]),
        canonical_json: "{}".into(),
        source: None,
        skeletons: vec![(Language::from("es"), vec![1; 100_000])],
        published_at: now(),
    };
    let published = version.clone();
    let done = on_both(&database, 8, move |node, _| {
        let version = published.clone();
        async move { node.publish(&version, &publication()).await }
    })
    .await;
    let first = done
        .into_iter()
        .map(Result::unwrap)
        .filter(|is_new| *is_new)
        .count();
    assert_eq!(first, 1, "the others found it current");
    let after = database.open().await;
    let current = after.current_versions().await.unwrap();
    assert_eq!(
        current.iter().map(|current| current.hash).collect::<Vec<_>>(),
        [version.hash]
    );
    assert_eq!(after.version(&version.hash).await.unwrap(), version);
}

/// One change of a person holds; the others are told, and the grants are the winner's.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_change_of_a_person_holds() {
    let database = Database::new().await;
    let world = World::new(&database).await;
    let seen = world.store.person(world.officer).await.unwrap();
    let audit = world.log(AuditAction::PersonChanged(world.officer));
    let changed = seen.clone();
    let done = on_both(&database, 8, move |node, turn| {
        let (mut person, audit) = (changed.clone(), audit.clone());
        person.name = format!("Rosa {turn}");
        person.grants = vec![person.grants[0].clone(); turn + 1];
        async move { node.change_person(&person, &audit).await.map(|()| turn) }
    })
    .await;
    let (won, lost): (Vec<_>, Vec<_>) = done.into_iter().partition(Result::is_ok);
    assert!(lost.iter().all(|lost| matches!(
        lost,
        Err(StoreError::Conflict {
            subject: Subject::Person,
            ..
        })
    )));
    let [Ok(turn)] = won[..] else { panic!("{won:?}") };
    let kept = world.store.person(world.officer).await.unwrap();
    assert_eq!((kept.name, kept.grants.len()), (format!("Rosa {turn}"), turn + 1));
    assert_eq!(kept.revision, seen.revision + 1);
}

/// What a database is for is said once, even if two say it differently at once.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn both_hear_one_purpose() {
    let database = Database::new().await;
    let said = on_both(&database, 8, |node, turn| async move {
        let purpose = if turn % 2 == 0 {
            Purpose::Demo
        } else {
            Purpose::Service
        };
        node.dedicate(purpose).await.unwrap()
    })
    .await;
    assert!(said.iter().all(|purpose| *purpose == said[0]), "{said:?}");
}

/// Messages and timers that both nodes ask for at once go to one of them each, and all of them go.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_due_is_taken_by_one() {
    let database = Database::new().await;
    let world = World::new(&database).await;
    let id = world.submitted(1).await;
    let mut transition = world.unmoved(&world.store.case(id).await.unwrap());
    transition.outbox = (0..100).map(|_| world.mail(id, Message::Received, 1)).collect();
    transition.timers = (0..100).map(|visit| timer(id, visit)).collect();
    world.store.commit(transition).await.unwrap();

    let taken = on_both(&database, 20, |node, _| async move {
        let mail = node.due_mail(now(), LEASE, 10).await.unwrap();
        let timers = node.due_timers(now(), LEASE, 10).await.unwrap();
        (mail, timers)
    })
    .await;
    let mut mail: Vec<OutboxId> = Vec::new();
    let mut visits: Vec<u64> = Vec::new();
    for (letters, timers) in taken {
        mail.extend(letters.iter().map(|letter| letter.entry.id));
        visits.extend(timers.iter().map(|due| due.timer.name.visit));
    }
    // What somebody was just taking was passed over, and is for whoever comes next.
    let rest = world.store.due_mail(now(), LEASE, 100).await.unwrap();
    mail.extend(rest.iter().map(|letter| letter.entry.id));
    let rest = world.store.due_timers(now(), LEASE, 100).await.unwrap();
    visits.extend(rest.iter().map(|due| due.timer.name.visit));
    assert_eq!(
        (mail.len(), mail.iter().collect::<BTreeSet<_>>().len()),
        (100, 100)
    );
    visits.sort_unstable();
    assert_eq!(visits, (0..100).collect::<Vec<_>>());
}

/// Each job is taken by one node, whoever asks at once.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn jobs_are_taken_by_one_node() {
    let database = Database::new().await;
    let world = World::new(&database).await;
    for _ in 0..20 {
        let job = Job {
            id: JobId(Uuid::from_bytes(world.dice())),
            instruction: Instruction::RevokePermits {
                which: RevokedBy::Approver(world.officer),
                reason: PermitReason::Fraud,
                note: "signed by a thief".into(),
                confirmed_by: None,
            },
            by: AuditActor::Person(world.officer),
            at: now(),
            due_at: now(),
            total: 1,
        };
        let log = world.log(AuditAction::LoggedIn);
        world.store.enqueue(&job, Some(&log)).await.unwrap();
    }
    let taken = on_both(&database, 6, |node, _| async move {
        let due = node.due_jobs(now(), LEASE, 5).await.unwrap();
        due.iter().map(|due| due.job.id).collect::<Vec<_>>()
    })
    .await;
    let taken: Vec<JobId> = taken.into_iter().flatten().collect();
    let different: BTreeSet<_> = taken.iter().collect();
    assert_eq!((taken.len(), different.len()), (20, 20));
}

fn timer(application: review::ApplicationId, visit: u64) -> Timer {
    Timer {
        application,
        name: TimerName {
            kind: TimerKind::Deadline,
            step: "check".into(),
            visit,
        },
        at: now(),
        command: Command::Lapse,
    }
}
