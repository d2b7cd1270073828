//! Moving everything from one store into another.

use forms::{Language, OfficeId, Role, ServiceId};
use jiff::SignedDuration;
use permit::Reference;
use review::{ApplicationId, Command, Link, Message, TimerKind, TimerName, chain};

use super::world::{answers, at, person, version};
use super::{Backend, World};
use crate::{
    AuditActor, AuditQuery, Deed, Draft, DraftId, Grant, Kind, PermitChange, PermitRow, PermitStatus, Person,
    Purpose, Rating, Record, Retry, Score, Session, Store, StoreError, Timer, TokenHash,
};

const LEASE: SignedDuration = SignedDuration::from_mins(5);

/// One of everything, and each application in another state.
pub async fn filled(world: &World) {
    world
        .store
        .publish(&version("transit-permit", "[2]"), at(1))
        .await
        .unwrap();
    world
        .store
        .publish(&version("market-stall", "{}"), at(2))
        .await
        .unwrap();
    staff(world).await;
    submitted_and_claimed(world).await;
    permits(world).await;
    mail(world).await;
    timers(world).await;
    around(world).await;
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
        ..person(2, "T\u{fa}pac", "tupac@example.org")
    };
    world
        .store
        .add_person(&second, &world.log(Deed::PersonAdded(second.id)))
        .await
        .unwrap();
    let disabled = Person {
        disabled_at: Some(at(3)),
        ..second
    };
    let log = world.log(Deed::PersonDisabled(disabled.id));
    world.store.change_person(&disabled, &log).await.unwrap();
    for ends in [30, 600] {
        let session = Session {
            token: TokenHash(world.dice()),
            person: world.officer,
            created_at: at(0),
            expires_at: at(ends),
        };
        world
            .store
            .open_session(&session, &world.log(Deed::LoggedIn))
            .await
            .unwrap();
    }
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
    world
        .store
        .change_permit(&change(world, &suspended))
        .await
        .unwrap();
    let erased = world.approved(12).await;
    let log = world.log(Deed::Erased(erased.application));
    world.store.erase(erased.application, &log).await.unwrap();
}

fn change(world: &World, permit: &PermitRow) -> PermitChange {
    PermitChange {
        permit: permit.id,
        application: permit.application,
        from: PermitStatus::Active,
        to: PermitStatus::Suspended,
        actor: AuditActor::Person(world.officer),
        reason: "under investigation".into(),
        at: at(20),
        outbox: vec![world.mail(permit.application, Message::Revoked, 900)],
    }
}

/// Sent, waiting, tried once, and given up.
async fn mail(world: &World) {
    let mut filing = world.filing(30);
    let id = filing.application.id;
    filing.outbox = (31..34)
        .map(|minute| world.mail(id, Message::Received, minute))
        .collect();
    filing.outbox.push(world.mail(id, Message::Asked, 900));
    world.store.submit(filing).await.unwrap();
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
    let mut filing = world.filing(50);
    let id = filing.application.id;
    filing.timers = [(TimerKind::Deadline, 51), (TimerKind::Answer, 900)]
        .map(|(kind, minute)| timer(id, kind, minute))
        .into();
    world.store.submit(filing).await.unwrap();
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

/// All records of a kind, read in small pages.
async fn all_of(kind: Kind, store: &dyn Store) -> Vec<Record> {
    let mut all: Vec<Record> = Vec::new();
    loop {
        let after = all.last().map(Record::key);
        let page = store.take(kind, after.as_ref(), 2).await.unwrap();
        if page.is_empty() {
            let keys: Vec<_> = all.iter().map(Record::key).collect();
            assert!(keys.is_sorted_by(|one, next| one < next), "{kind} come in order");
            assert_eq!(store.count(kind).await.unwrap(), all.len() as u64);
            return all;
        }
        all.extend(page);
    }
}

/// Puts everything in small pages, each twice, as whoever was interrupted does.
async fn moved(from: &dyn Store, to: &dyn Store) {
    for kind in Kind::ALL {
        for page in all_of(kind, from).await.chunks(2) {
            to.put(page.to_vec()).await.unwrap();
            to.put(page.to_vec()).await.unwrap();
        }
    }
}

/// Every kind of record, in every state, is in the new store as it was in the old one.
pub async fn everything_arrives_as_it_was(from: &dyn Backend, to: &dyn Backend) {
    let world = World::new(from).await;
    filled(&world).await;
    world.store.dedicate(Purpose::Service).await.unwrap();
    let store = to.open().await;
    moved(&*world.store, &*store).await;
    for kind in Kind::ALL {
        let kept = all_of(kind, &*world.store).await;
        assert!(!kept.is_empty(), "the test has no {kind}");
        assert_eq!(all_of(kind, &*store).await, kept);
    }
    assert_eq!(
        store.heads(None, 100).await.unwrap(),
        world.store.heads(None, 100).await.unwrap()
    );
    let mixed = vec![
        Record::Purpose(Purpose::Service),
        Record::Purpose(Purpose::Service),
    ];
    store.put(mixed).await.unwrap();
    let other = store.put(vec![Record::Purpose(Purpose::Demo)]).await;
    assert!(matches!(other, Err(StoreError::AlreadyExists(_))), "{other:?}");
}

/// The same record, changed in one place.
fn another(record: &Record) -> Record {
    let mut other = record.clone();
    match &mut other {
        Record::Version(kept) => kept.version.canonical_json.push(' '),
        Record::Person(person) => person.revision += 1,
        Record::Session(session) => session.expires_at = at(99),
        Record::List(kept) => kept.used += 1,
        Record::Application(dossier) => dossier.case.contact.holder.push('!'),
        Record::Line(_, entry) => entry.at = at(99),
        Record::Rating(_, rating) => rating.at = at(99),
        Record::Draft(draft) => draft.updated_at = at(99),
        Record::Limit(kept) => kept.hits += 1,
        Record::Purpose(_) => {}
    }
    other
}

/// Nothing that is kept is ever written over; what came with it in the same page is not kept either.
pub async fn another_record_under_the_same_key_is_refused(from: &dyn Backend, to: &dyn Backend) {
    let world = World::new(from).await;
    filled(&world).await;
    let store = to.open().await;
    moved(&*world.store, &*store).await;
    for kind in Kind::ALL {
        for record in all_of(kind, &*world.store).await {
            let refused = store.put(vec![another(&record)]).await;
            assert!(
                matches!(refused, Err(StoreError::AlreadyExists(subject)) if subject == kind.subject()),
                "{} {refused:?}",
                record.key()
            );
        }
        assert_eq!(all_of(kind, &*store).await, all_of(kind, &*world.store).await);
    }
    let id = world.submitted(80).await;
    let known = all_of(Kind::Applications, &*store).await;
    let new = all_of(Kind::Applications, &*world.store).await;
    let new = new
        .into_iter()
        .find(|record| record.key() == crate::Key::Application(id))
        .unwrap();
    assert!(store.put(vec![new, another(&known[0])]).await.is_err());
    assert_eq!(all_of(Kind::Applications, &*store).await, known);
}

/// A reference, an address of mail and a permit's number and place belong to one record.
pub async fn a_name_that_is_anothers_is_refused(from: &dyn Backend, to: &dyn Backend) {
    let world = World::new(from).await;
    filled(&world).await;
    let store = to.open().await;
    moved(&*world.store, &*store).await;
    let mut people = all_of(Kind::People, &*store).await;
    if let Record::Person(person) = &mut people[0] {
        person.id = review::PersonId(uuid::Uuid::from_u128(77));
    }
    assert!(store.put(vec![people.remove(0)]).await.is_err());
    let known = all_of(Kind::Applications, &*store).await;
    let taken = known.iter().find_map(|record| match record {
        Record::Application(dossier) => Some(dossier.case.reference),
        _ => None,
    });
    let fresh = World::again(from, 5_000_000).await;
    let free = Reference::draw(&fresh.dice::<56>()).unwrap();
    let mut filing = fresh.filing(80);
    filing.reference = free;
    let id = fresh.store.submit(filing).await.unwrap().id;
    let new = all_of(Kind::Applications, &*fresh.store).await;
    let Some(Record::Application(mut dossier)) = new
        .into_iter()
        .find(|record| record.key() == crate::Key::Application(id))
    else {
        panic!("it was submitted");
    };
    dossier.case.reference = taken.unwrap();
    let refused = store.put(vec![Record::Application(dossier.clone())]).await;
    assert!(
        matches!(refused, Err(StoreError::AlreadyExists(_))),
        "{refused:?}"
    );
    assert_eq!(all_of(Kind::Applications, &*store).await, known);
    dossier.case.reference = free;
    store.put(vec![Record::Application(dossier)]).await.unwrap();
}

/// A purpose is given when a store is first served, or when a move is complete: after that nothing is put into it.
pub async fn a_store_in_use_takes_nothing(from: &dyn Backend, to: &dyn Backend) {
    let world = World::new(from).await;
    filled(&world).await;
    let store = to.open().await;
    store.dedicate(Purpose::Service).await.unwrap();
    for kind in Kind::ALL {
        let records = all_of(kind, &*world.store).await;
        if records.is_empty() {
            continue;
        }
        let refused = store.put(records).await;
        assert!(
            matches!(refused, Err(StoreError::Contradiction(_))),
            "{kind}: {refused:?}"
        );
        if kind != Kind::Purpose {
            assert_eq!(store.count(kind).await.unwrap(), 0, "{kind}");
        }
    }
    let several = vec![
        all_of(Kind::Versions, &*world.store).await.remove(0),
        all_of(Kind::People, &*world.store).await.remove(0),
    ];
    let fresh = store.put(several).await;
    assert!(
        matches!(fresh, Err(StoreError::Contradiction(_))),
        "records of several kinds"
    );
    let key = all_of(Kind::People, &*world.store).await[0].key();
    let wrong = world.store.take(Kind::Log, Some(&key), 1).await;
    assert!(
        matches!(wrong, Err(StoreError::Contradiction(_))),
        "a key of another kind"
    );
}

/// The new store goes on where the old one stopped: nothing is handed out twice, and nothing that waited is lost.
pub async fn life_goes_on_after_it(from: &dyn Backend, to: &dyn Backend) {
    let world = World::new(from).await;
    filled(&world).await;
    let store = to.open().await;
    moved(&*world.store, &*store).await;
    let old = world;
    let world = World::again(to, 9_000_000).await;

    let permit = world.approved(13).await;
    let same_day = old
        .permit(
            &old.store.case(old.submitted(13).await).await.unwrap().application,
            13,
        )
        .await;
    assert_eq!(
        (permit.list, permit.index),
        (same_day.list, same_day.index),
        "the next place"
    );
    let other_day = world.approved(3 * 24 * 60).await;
    assert!(other_day.list > permit.list, "the next list");
    let lines = |store: std::sync::Arc<dyn Store>| async move {
        let query = AuditQuery {
            limit: 100,
            ..AuditQuery::default()
        };
        store.audit(&query).await.unwrap()
    };
    let before = lines(old.store.clone()).await;
    world.store.record(&world.log(Deed::LoggedOut)).await.unwrap();
    let after = lines(world.store.clone()).await;
    assert!(after[0].0 > before[0].0 && after[1..] == before[..]);
    world.store.rate(&rating(&world)).await.unwrap();
    assert_eq!(
        world.store.scores(&world.service, at(0), 9).await.unwrap().counts,
        [1, 0, 0, 0, 2]
    );

    let due = world.store.due_mail(at(900), LEASE, 10).await.unwrap();
    assert_eq!(
        due.len(),
        3,
        "what waited, what was tried, and what a suspension told"
    );
    assert_eq!(world.store.dead_mail(9).await.unwrap().len(), 1);
    assert_eq!(world.store.due_timers(at(900), LEASE, 9).await.unwrap().len(), 1);
    assert_eq!(world.store.dead_timers(9).await.unwrap()[0].1, "no signer");
    for head in world.store.heads(None, 100).await.unwrap() {
        let history = world.store.history(head.application).await.unwrap();
        chain::verify(&history).unwrap();
        assert_eq!(chain::Head::of(&history), Some(head));
        let case = world.store.case(head.application).await.unwrap();
        assert_eq!(
            case.erased_at.is_some(),
            history.iter().all(|link| matches!(link, Link::Erased(_)))
        );
    }
    let queued = world
        .store
        .claim_candidates(&[crate::Scope::everything()], 9)
        .await
        .unwrap();
    world
        .act(queued[0], Command::Claim, world.officer, 100)
        .await
        .unwrap();
}

fn rating(world: &World) -> Rating {
    Rating {
        service: world.service.clone(),
        score: Score::new(5).unwrap(),
        comment: None,
        at: at(71),
    }
}
