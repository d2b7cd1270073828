//! What the law erased is nowhere in the files: neither in rows nor in what the database has freed.

#![allow(clippy::unwrap_used, reason = "a helper of tests fails the test")]

use std::path::PathBuf;
use std::sync::Arc;

use async_trait::async_trait;
use jiff::Timestamp;
use store::conformance::{Backend, World};
use store::{AuditAction, Draft, DraftId, Store};
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

/// Neither in the log of writes, which a running server keeps beside its file, nor among the drafts, one of which was sent as it.
#[tokio::test]
async fn nothing_of_it_is_left_beside_the_file_of_a_running_server() {
    let folder = tempfile::tempdir().unwrap();
    let world = World::new(&Folder(folder.path().into())).await;
    let id = world.approved(1).await.application;
    let case = world.store.case(id).await.unwrap();
    let draft = Draft {
        id: DraftId([7; 32]),
        service: case.application.service.clone(),
        version: case.application.version,
        answers: case.application.answers.clone(),
        language: case.language.clone(),
        updated_at: case.application.submitted_at,
        expires_at: Timestamp::MAX,
        replaces: None,
        begun_from: None,
        sent: Some(case.reference),
    };
    world.store.save_draft(&draft).await.unwrap();
    let found = || {
        let files = std::fs::read_dir(folder.path()).unwrap();
        let files = files.map(|file| std::fs::read(file.unwrap().path()).unwrap());
        let found = files.map(|bytes| times(&bytes, "usta Quispe") + times(&bytes, "usta quispe"));
        found.sum::<usize>()
    };
    assert!(found() > 0, "it is there before");
    let entry = world.log(AuditAction::Erased(id));
    world.store.erase(id, &entry).await.unwrap();
    world.store.forget_drafts_of(id, &case.reference).await.unwrap();
    world.store.leave_no_trace().await.unwrap();
    assert_eq!(found(), 0);
    world.submitted(9).await;
    assert!(found() > 0, "and what comes after is written as before");
}
