//! Moving everything from one store into another.

mod filled;

use jiff::SignedDuration;
use permit::Reference;
use review::{Command, Link, chain};

use super::world::at;
use super::{Backend, World};
use crate::{AuditAction, AuditQuery, Kind, Purpose, Rating, Record, Score, Store, StoreError};

pub use filled::filled;

const LEASE: SignedDuration = SignedDuration::from_mins(5);

/// All records of a kind, read in small pages.
pub(super) async fn all_of(kind: Kind, store: &dyn Store) -> Vec<Record> {
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
pub(super) async fn moved(from: &dyn Store, to: &dyn Store) {
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
        Record::Credential(credential) => credential.revision += 1,
        Record::Device(device) => device.phrase.push('!'),
        Record::Enrolment(offer) => offer.phrase.push('!'),
        Record::Scan(kept) => kept.flagged = !kept.flagged,
        Record::Incident(incident) => incident.report.reason.push('!'),
        Record::List(kept) => kept.used += 1,
        Record::Application(kept_application) => kept_application.case.contact.holder.push('!'),
        Record::Erasure(erasure) => erasure.revision += 1,
        Record::Job(kept) => kept.attempts += 1,
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
        Record::Application(kept_application) => Some(kept_application.case.reference),
        _ => None,
    });
    let fresh = World::again(from, 5_000_000).await;
    let free = Reference::draw(&fresh.dice::<56>()).unwrap();
    let mut transition = fresh.transition(80);
    transition.case.reference = free;
    let id = fresh.store.submit(transition).await.unwrap().id;
    let new = all_of(Kind::Applications, &*fresh.store).await;
    let Some(Record::Application(mut kept_application)) = new
        .into_iter()
        .find(|record| record.key() == crate::Key::Application(id))
    else {
        panic!("it was submitted");
    };
    kept_application.case.reference = taken.unwrap();
    let refused = store
        .put(vec![Record::Application(kept_application.clone())])
        .await;
    assert!(
        matches!(refused, Err(StoreError::AlreadyExists(_))),
        "{refused:?}"
    );
    assert_eq!(all_of(Kind::Applications, &*store).await, known);
    kept_application.case.reference = free;
    store
        .put(vec![Record::Application(kept_application)])
        .await
        .unwrap();
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
    world
        .store
        .record(&world.log(AuditAction::LoggedOut))
        .await
        .unwrap();
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
    assert_eq!(
        world.store.dead_timers(9).await.unwrap()[0].last_error.as_deref(),
        Some("no signer")
    );
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
        .claim_candidates(&[crate::QueueScope::everything()], None, 9)
        .await
        .unwrap();
    world
        .act(queued[0], Command::Claim, world.officer, 100)
        .await
        .unwrap();
}

/// What leads to an application does so in the new store; what was never filled in is filled in there.
pub async fn applications_are_found_after_it(from: &dyn Backend, to: &dyn Backend) {
    let world = World::new(from).await;
    filled(&world).await;
    let store = to.open().await;
    let mut erased_before = Vec::new();
    for kind in Kind::ALL {
        for mut record in all_of(kind, &*world.store).await {
            if let Record::Application(kept_application) = &mut record
                && kept_application.case.erased_at.is_some()
            {
                // As a program leaves it that knows of no look-ups.
                kept_application.look_ups = None;
                erased_before.push(kept_application.id());
            }
            store.put(vec![record]).await.unwrap();
        }
    }
    assert!(!erased_before.is_empty());
    for record in all_of(Kind::Applications, &*store).await {
        let Record::Application(kept_application) = record else {
            continue;
        };
        for &look_up in kept_application.look_ups.iter().flatten() {
            assert_eq!(
                store.applications_by(look_up, 9).await.unwrap(),
                [kept_application.id()]
            );
        }
    }
    let missing = |store: std::sync::Arc<dyn Store>| async move {
        store.look_ups_missing(None, 100).await.unwrap().missing
    };
    let mut expected = missing(world.store.clone()).await;
    assert_eq!(expected.len(), 1, "what was kept before");
    expected.extend(&erased_before);
    expected.sort();
    assert_eq!(missing(store.clone()).await, expected);
    for id in expected {
        let look_ups = world.look_ups();
        let revision = store.case(id).await.unwrap().application.revision;
        store
            .fill_in_look_ups(id, revision, look_ups.clone())
            .await
            .unwrap();
        let found = store.applications_by(look_ups[0], 9).await.unwrap();
        assert_eq!(
            found.contains(&id),
            !erased_before.contains(&id),
            "nothing comes back after erasure"
        );
    }
    assert_eq!(missing(store.clone()).await, []);
}

fn rating(world: &World) -> Rating {
    Rating {
        service: world.service.clone(),
        score: Score::new(5).unwrap(),
        comment: None,
        at: at(71),
    }
}
