//! What is kept, and what keeps itself.

use std::sync::Arc;

use sqlx::Executor;
use store::conformance::{Backend, World};
use store::{Case, StoreError, Submitted, Transition};
use tokio::task::JoinSet;

use crate::database::Database;

const MANY: usize = 64;

/// A value that the database cannot hold spoils nobody else's: the others in its company are written.
#[tokio::test]
async fn a_bad_row_in_a_company_fails_alone() {
    let database = Database::new().await;
    let world = World::new(&database).await;
    let mut tasks = JoinSet::new();
    for number in 0..MANY {
        let mut transition = world.transition(1);
        if number % 20 == 7 {
            transition.case.contact.holder = "a\0b".into();
        }
        let store = Arc::clone(&world.store);
        tasks.spawn(async move { (number, store.submit(transition).await) });
    }
    for (number, result) in tasks.join_all().await {
        match result {
            Ok(Submitted { first, .. }) => assert!(first && number % 20 != 7),
            Err(StoreError::Contradiction(_)) => assert_eq!(number % 20, 7),
            Err(other) => panic!("{number}: {other}"),
        }
    }
    let bad = (0..MANY).filter(|number| number % 20 == 7).count();
    assert_eq!(world.store.heads(None, 100).await.unwrap().len(), MANY - bad);
}

/// The tables themselves refuse to change or shorten a history, or the log of administration.
#[tokio::test]
async fn histories_and_the_log_are_append_only() {
    let database = Database::new().await;
    let world = World::new(&database).await;
    world.submitted(1).await;
    let mut other = database.connect().await;
    for statement in [
        "UPDATE events SET at = at + interval '1 second'",
        "UPDATE events SET payload = '{}'",
        "UPDATE events SET payload = NULL, salt = NULL, author = '\"system\"'",
        "DELETE FROM events",
        "TRUNCATE events",
        "UPDATE audit_log SET at = now()",
        "DELETE FROM audit_log",
        "TRUNCATE audit_log",
    ] {
        assert!(other.execute(statement).await.is_err(), "{statement}");
    }
    let erased = other
        .execute("UPDATE events SET payload = NULL, salt = NULL")
        .await
        .unwrap();
    assert!(erased.rows_affected() > 0);
}

/// A row that another program has spoilt is named, and harms no other.
#[tokio::test]
async fn a_spoilt_row_is_named() {
    let database = Database::new().await;
    let world = World::new(&database).await;
    let (spoilt, sound) = (world.submitted(1).await, world.submitted(2).await);
    let mut other = database.connect().await;
    sqlx::query("UPDATE applications SET state = '{}' WHERE id = $1")
        .bind(spoilt.0)
        .execute(&mut other)
        .await
        .unwrap();
    let error = world.store.case(spoilt).await.unwrap_err();
    let StoreError::Corrupt {
        table, column, row, ..
    } = error
    else {
        panic!("{error}")
    };
    assert_eq!(
        (table, column, row),
        ("applications", "state", spoilt.to_string())
    );
    assert!(world.store.case(sound).await.is_ok());
}

/// A reference that was reserved for a submission that never came opens nothing, and its owner may still come.
#[tokio::test]
async fn a_reference_without_its_submission_is_harmless() {
    let database = Database::new().await;
    let world = World::new(&database).await;
    let transition = world.transition(1);
    let mut other = database.connect().await;
    sqlx::query("INSERT INTO application_references (reference, application) VALUES ($1, $2)")
        .bind(transition.case.reference.to_string())
        .bind(transition.case.application.id.0)
        .execute(&mut other)
        .await
        .unwrap();
    let early = world.store.case_by_reference(&transition.case.reference).await;
    assert!(matches!(early, Err(StoreError::NotFound(_))));
    let stranger = Transition {
        case: Case {
            reference: transition.case.reference,
            ..world.transition(2).case
        },
        ..world.transition(2)
    };
    let refused = world.store.submit(stranger).await;
    assert!(matches!(refused, Err(StoreError::AlreadyExists(_))));
    let reference = transition.case.reference;
    assert!(world.store.submit(transition).await.unwrap().first);
    assert!(world.store.case_by_reference(&reference).await.is_ok());
}

/// Writes that wait when the store is closed are finished; later ones are refused.
#[tokio::test]
async fn closing_finishes_what_waits() {
    let database = Database::new().await;
    let world = World::new(&database).await;
    let waiting = (1..=50).map(|minute| {
        let (store, transition) = (Arc::clone(&world.store), world.transition(minute));
        tokio::spawn(async move { store.submit(transition).await })
    });
    let waiting: Vec<_> = waiting.collect();
    tokio::task::yield_now().await;
    world.store.close().await;
    let mut kept = 0;
    for submission in waiting {
        match submission.await.unwrap() {
            Ok(_) => kept += 1,
            Err(error) => assert!(matches!(error, StoreError::Unavailable(_)), "{error}"),
        }
    }
    let again = database.open().await;
    assert_eq!(again.heads(None, 100).await.unwrap().len(), kept);
    assert!(kept > 0, "those that were in line before the close");
}

/// Four nodes find an empty database at the same moment: one makes each table, all come up.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_empty_database_is_settled_by_whoever_comes() {
    let database = Database::new().await;
    let (one, two, three, four) =
        tokio::join!(database.open(), database.open(), database.open(), database.open());
    let world = World::new(&database).await;
    let id = world.submitted(1).await;
    for node in [one, two, three, four] {
        assert!(node.case(id).await.is_ok());
    }
}
