//! What a crash leaves: everything that was acknowledged, and nothing half.

#![allow(clippy::unwrap_used, reason = "a helper of tests fails the test")]

use std::path::Path;
use std::sync::Arc;

use async_trait::async_trait;
use review::{Command, chain};
use store::conformance::{Backend, World};
use store::{Store, StoreError};
use store_sqlite::SqliteStore;
use tempfile::TempDir;

struct Folder<'a>(&'a Path);

#[async_trait]
impl Backend for Folder<'_> {
    async fn open(&self) -> Arc<dyn Store> {
        Arc::new(
            SqliteStore::open(&self.0.join("chasqui.db"))
                .await
                .expect("the files open"),
        )
    }
}

/// The files as they lie on the disk at the moment of an acknowledgement are a whole database: what a
/// process that is killed then leaves behind.
#[tokio::test]
async fn a_copy_taken_in_flight_has_what_was_acknowledged() {
    let folder = tempfile::tempdir().unwrap();
    let world = World::new(&Folder(folder.path())).await;
    for minute in 1..=20 {
        let id = world.submitted(minute).await;
        world
            .act(id, Command::Claim, world.officer, minute + 1)
            .await
            .unwrap();
        let copy = copied(folder.path());
        let store = Folder(copy.path()).open().await;
        assert_eq!(store.case(id).await.unwrap().application.status.name(), "Claimed");
        chain::verify(&store.history(id).await.unwrap()).unwrap();
        assert_eq!(
            store.heads(None, 100).await.unwrap().len(),
            usize::try_from(minute).unwrap()
        );
    }
}

/// Dropped without being closed, as when its runtime ends; then opened again.
#[test]
fn a_store_that_was_dropped_opens_again() {
    let folder = tempfile::tempdir().unwrap();
    let runtime = || {
        tokio::runtime::Builder::new_multi_thread()
            .enable_all()
            .build()
            .unwrap()
    };
    let id = runtime().block_on(async { World::new(&Folder(folder.path())).await.submitted(1).await });
    let status = runtime().block_on(async {
        Folder(folder.path())
            .open()
            .await
            .case(id)
            .await
            .unwrap()
            .application
            .status
            .name()
    });
    assert_eq!(status, "Queued");
}

/// Writes that wait when the store is closed are finished; later ones are refused.
#[tokio::test]
async fn closing_finishes_what_waits() {
    let folder = tempfile::tempdir().unwrap();
    let world = World::new(&Folder(folder.path())).await;
    let waiting = (1..=50).map(|minute| {
        let (store, submission) = (Arc::clone(&world.store), world.transition(minute));
        tokio::spawn(async move { store.submit(submission).await })
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
    let again = Folder(folder.path()).open().await;
    assert_eq!(again.heads(None, 100).await.unwrap().len(), kept);
    assert!(kept > 0, "those that were in line before the close");
}

/// A row that another program has spoilt is named, and harms no other.
#[tokio::test]
async fn a_spoilt_row_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let world = World::new(&Folder(folder.path())).await;
    let (spoilt, sound) = (world.submitted(1).await, world.submitted(2).await);
    let url = format!("sqlite://{}", folder.path().join("chasqui.db").display());
    let other = sqlx::SqlitePool::connect(&url).await.unwrap();
    sqlx::query("UPDATE applications SET state = '{}' WHERE id = ?")
        .bind(spoilt.0.as_bytes().to_vec())
        .execute(&other)
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

/// The tables themselves refuse to change or shorten a history, or the log of administration.
#[tokio::test]
async fn histories_and_the_log_are_append_only() {
    let folder = tempfile::tempdir().unwrap();
    let world = World::new(&Folder(folder.path())).await;
    world.submitted(1).await;
    let url = format!("sqlite://{}", folder.path().join("chasqui.db").display());
    let other = sqlx::SqlitePool::connect(&url).await.unwrap();
    for statement in [
        "UPDATE events SET at = at + 1",
        "UPDATE events SET payload = '{}'",
        "UPDATE events SET payload = NULL, salt = NULL, author = '\"system\"'",
        "DELETE FROM events",
        "UPDATE audit_log SET at = 0",
        "DELETE FROM audit_log",
    ] {
        assert!(
            sqlx::query(statement).execute(&other).await.is_err(),
            "{statement}"
        );
    }
    let erased = sqlx::query("UPDATE events SET payload = NULL, salt = NULL")
        .execute(&other)
        .await
        .unwrap();
    assert!(erased.rows_affected() > 0);
}

fn copied(from: &Path) -> TempDir {
    let to = tempfile::tempdir().unwrap();
    for file in std::fs::read_dir(from).unwrap() {
        let file = file.unwrap();
        // The index of the write-ahead log is the living process's; another makes its own.
        if !file.file_name().to_string_lossy().ends_with("-shm") {
            std::fs::copy(file.path(), to.path().join(file.file_name())).unwrap();
        }
    }
    to
}
