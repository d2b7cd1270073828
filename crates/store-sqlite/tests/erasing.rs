//! What the law erased is nowhere in the files: neither in rows nor in what the database has freed.

#![allow(clippy::unwrap_used, reason = "a helper of tests fails the test")]

use std::path::PathBuf;
use std::sync::Arc;

use async_trait::async_trait;
use store::conformance::{Backend, World};
use store::{AuditAction, Store};
use store_sqlite::SqliteStore;

struct Folder(PathBuf);

#[async_trait]
impl Backend for Folder {
    async fn open(&self) -> Arc<dyn Store> {
        Arc::new(SqliteStore::open(&self.0.join("chasqui.db")).await.unwrap())
    }
}

/// How often a text stands in a file.
fn times(bytes: &[u8], text: &str) -> usize {
    bytes
        .windows(text.len())
        .filter(|window| *window == text.as_bytes())
        .count()
}

#[tokio::test]
async fn nothing_of_it_is_left_in_the_file() {
    let folder = tempfile::tempdir().unwrap();
    let world = World::new(&Folder(folder.path().into())).await;
    let mut ids = Vec::new();
    for minute in 1..30 {
        ids.push(world.approved(minute).await.application);
    }
    for id in &ids {
        let entry = world.log(AuditAction::Erased(*id));
        world.store.erase(*id, &entry).await.unwrap();
    }
    world.store.close().await;
    let bytes = std::fs::read(folder.path().join("chasqui.db")).unwrap();
    for text in ["usta Quispe", "usta quispe", "nusta@example.org"] {
        assert_eq!(times(&bytes, text), 0, "{text}");
    }
    assert!(!folder.path().join("chasqui.db-wal").exists());
}
