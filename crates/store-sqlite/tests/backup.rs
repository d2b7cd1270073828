//! Copies of files that are in use.

#![allow(clippy::unwrap_used, reason = "a helper of tests fails the test")]

use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;
use std::sync::Arc;

use async_trait::async_trait;
use store::conformance::{Backend, World};
use store::{Applications, Store, StoreError};
use store_sqlite::SqliteStore;
use store_sqlite::backup::{self, Held};

struct Folder(PathBuf);

#[async_trait]
impl Backend for Folder {
    async fn open(&self) -> Arc<dyn Store> {
        Arc::new(SqliteStore::open(&self.0.join("chasqui.db")).await.unwrap())
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_copy_has_what_was_acknowledged_before_it_and_is_private() {
    let folder = tempfile::tempdir().unwrap();
    let world = World::new(&Folder(folder.path().into())).await;
    let before = world.submitted(1).await;
    let store = Arc::clone(&world.store);
    let busy = tokio::spawn(async move {
        for _ in 0..500 {
            world.submitted(2).await;
        }
    });
    let copy = folder.path().join("copy.db");
    backup::copy(&folder.path().join("chasqui.db"), &copy)
        .await
        .unwrap();
    busy.await.unwrap();
    for file in backup::files_of(&copy) {
        assert_eq!(
            std::fs::metadata(file).unwrap().permissions().mode() & 0o777,
            0o600
        );
    }
    assert!(backup::faults(&copy).await.unwrap().is_empty());
    let kept = SqliteStore::inspect(&copy).await.unwrap();
    assert_eq!(kept.case(before).await.unwrap().application.id, before);
    let all = |store: Arc<dyn Store>| async move { store.heads(None, 1000).await.unwrap() };
    let (now, then) = (all(store).await, all(Arc::new(kept)).await);
    assert!(then.iter().all(|head| now.contains(head)));
}

#[tokio::test]
async fn what_is_looked_at_does_not_change() {
    let folder = tempfile::tempdir().unwrap();
    let world = World::new(&Folder(folder.path().into())).await;
    let copy = folder.path().join("copy.db");
    backup::copy(&folder.path().join("chasqui.db"), &copy)
        .await
        .unwrap();
    let bytes = std::fs::read(&copy).unwrap();
    let kept = SqliteStore::inspect(&copy).await.unwrap();
    let refused = kept.submit(world.transition(1)).await;
    assert!(matches!(refused, Err(StoreError::Unavailable(_))));
    kept.close().await;
    assert_eq!(std::fs::read(&copy).unwrap(), bytes);
    let again = backup::copy(&folder.path().join("chasqui.db"), &copy).await;
    assert!(again.is_err(), "a copy goes over nothing");
}

#[tokio::test]
async fn whoever_has_it_open_is_seen() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("chasqui.db");
    let world = World::new(&Folder(folder.path().into())).await;
    assert!(backup::is_in_use(&path).await.unwrap());
    world.submitted(1).await;
    world.store.close().await;
    assert!(!backup::is_in_use(&path).await.unwrap());
    assert!(!folder.path().join("chasqui.db-wal").exists());
}

#[tokio::test]
async fn only_a_store_that_holds_anybody_is_in_the_way() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("chasqui.db");
    SqliteStore::open(&path).await.unwrap().close().await;
    assert_eq!(
        backup::holds(&path).await.unwrap(),
        Held {
            people: 0,
            applications: 0
        }
    );
    let world = World::new(&Folder(folder.path().into())).await;
    world.submitted(1).await;
    assert_eq!(
        backup::holds(&path).await.unwrap(),
        Held {
            people: 1,
            applications: 1
        }
    );
}

#[tokio::test]
async fn a_copy_that_was_damaged_is_found() {
    let folder = tempfile::tempdir().unwrap();
    let world = World::new(&Folder(folder.path().into())).await;
    for _ in 0..50 {
        world.submitted(1).await;
    }
    let copy = folder.path().join("copy.db");
    backup::copy(&folder.path().join("chasqui.db"), &copy)
        .await
        .unwrap();
    let mut bytes = std::fs::read(&copy).unwrap();
    let half = bytes.len() / 2;
    bytes[half..half + 4096].fill(0xa5);
    std::fs::write(&copy, bytes).unwrap();
    assert!(!backup::faults(&copy).await.is_ok_and(|faults| faults.is_empty()));
}
