//! Files of earlier versions are brought up to date with all that is in them.

#![allow(clippy::unwrap_used, reason = "a helper of tests fails the test")]

use std::borrow::Cow;

use sqlx::migrate::Migrator;
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{ConnectOptions, Connection};
use store::{Applications, People, Store};
use store_sqlite::SqliteStore;
use uuid::Uuid;

/// The last migration before applications were made anew without a key of their own.
const BEFORE: i64 = 13;

#[tokio::test]
async fn an_older_file_keeps_its_applications_and_what_hangs_on_them() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("chasqui.db");
    let mut older = SqliteConnectOptions::new()
        .filename(&path)
        .create_if_missing(true)
        .connect()
        .await
        .unwrap();
    up_to(BEFORE).run_direct(None, &mut older, false).await.unwrap();
    for statement in [
        "INSERT INTO versions VALUES (zeroblob(32), 'transit', '{}', 0)",
        "INSERT INTO applications VALUES (zeroblob(16), 'AAAAA-AAAAA', zeroblob(32), 'transit', zeroblob(32),
             'Lapsed', NULL, NULL, NULL, NULL, 0, 1, zeroblob(32), 0, NULL, 0, 'es', '', '', NULL, NULL, '{}', 7)",
        "INSERT INTO events VALUES (zeroblob(16), 1, 0, '{}', 'x', NULL, NULL, zeroblob(32), zeroblob(32), zeroblob(32))",
    ] {
        sqlx::query(statement).execute(&mut older).await.unwrap();
    }
    older.close().await.unwrap();

    let store = SqliteStore::open(&path).await.unwrap();
    let heads = store.heads(None, 10).await.unwrap();
    assert_eq!(heads.len(), 1);
    assert!(heads[0].application.0.is_nil());
    store.close().await;
}

/// The last migration before people had documents.
const WITHOUT_DOCUMENTS: i64 = 24;

#[tokio::test]
async fn people_of_an_older_file_have_no_document_yet() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("chasqui.db");
    let mut older = SqliteConnectOptions::new()
        .filename(&path)
        .create_if_missing(true)
        .connect()
        .await
        .unwrap();
    up_to(WITHOUT_DOCUMENTS)
        .run_direct(None, &mut older, false)
        .await
        .unwrap();
    for (id, email) in [(1, "ana@example.org"), (2, "rosa@example.org")] {
        sqlx::query("INSERT INTO people VALUES (?, 'Ana', ?, '', NULL, 4)")
            .bind(Uuid::from_u128(id).as_bytes().to_vec())
            .bind(email)
            .execute(&mut older)
            .await
            .unwrap();
    }
    older.close().await.unwrap();

    let store = SqliteStore::open(&path).await.unwrap();
    let people = store.people().await.unwrap();
    let kept = people.iter().map(|person| (person.revision, &person.document));
    assert_eq!(kept.collect::<Vec<_>>(), [(4, &None), (4, &None)]);
    store.close().await;
}

fn up_to(last: i64) -> Migrator {
    let all = sqlx::migrate!("../../migrations/sqlite/main");
    let older = all.iter().filter(|migration| migration.version <= last);
    Migrator {
        migrations: Cow::Owned(older.cloned().collect()),
        ..Migrator::DEFAULT
    }
}
