//! The whole suite, on files.

#![allow(clippy::unwrap_used, reason = "a helper of tests fails the test")]

use std::path::PathBuf;
use std::sync::Arc;

use async_trait::async_trait;
use sqlx::{Connection, SqliteConnection};
use store::Store;
use store::conformance::Backend;
use store::conformance::newer::{NewerRow, Shared};
use store_sqlite::SqliteStore;
use tempfile::TempDir;

struct Files(TempDir);

impl Files {
    fn new() -> Self {
        Self(tempfile::tempdir().expect("a folder for the test's files"))
    }

    fn main(&self) -> PathBuf {
        self.0.path().join("chasqui.db")
    }
}

#[async_trait]
impl Backend for Files {
    async fn open(&self) -> Arc<dyn Store> {
        Arc::new(SqliteStore::open(&self.main()).await.expect("the files open"))
    }
}

#[async_trait]
impl Shared for Files {
    async fn write(&self, row: NewerRow) {
        let url = format!("sqlite://{}", self.main().display());
        let mut db = SqliteConnection::connect(&url).await.unwrap();
        let statement = match row {
            NewerRow::Event { event, state } => {
                let left = &event.erased;
                let application = left.application.0.as_bytes().to_vec();
                sqlx::query(
                    "INSERT INTO events (application, sequence, at, author, kind, payload, salt, commitment,
                         previous, hash)
                     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                )
                .bind(application.clone())
                .bind(i64::try_from(left.sequence).unwrap())
                .bind(left.at.as_microsecond())
                .bind(serde_json::to_string(&left.actor).unwrap())
                .bind(left.kind.name().to_owned())
                .bind(event.payload.to_string())
                .bind(event.salt.to_vec())
                .bind(left.commitment.0.to_vec())
                .bind(left.previous.0.to_vec())
                .bind(left.hash.0.to_vec())
                .execute(&mut db)
                .await
                .unwrap();
                sqlx::query("UPDATE applications SET state = ?, revision = ?, head = ? WHERE id = ?")
                    .bind(state.to_string())
                    .bind(i64::try_from(left.sequence).unwrap())
                    .bind(left.hash.0.to_vec())
                    .bind(application)
            }
            NewerRow::Message {
                application,
                id,
                message,
            } => sqlx::query("UPDATE outbox SET message = ? WHERE application = ? AND id = ?")
                .bind(message)
                .bind(application.0.as_bytes().to_vec())
                .bind(id.0.as_bytes().to_vec()),
            NewerRow::Timer {
                application,
                known,
                name,
                command,
            } => sqlx::query("UPDATE timers SET name = ?, command = ? WHERE application = ? AND name = ?")
                .bind(name.to_string())
                .bind(command.to_string())
                .bind(application.0.as_bytes().to_vec())
                .bind(serde_json::to_string(&known).unwrap()),
            NewerRow::Job {
                id,
                instruction,
                progress,
                result,
            } => sqlx::query(
                "UPDATE jobs SET instruction = ?, progress = ?, result = ?, ended_at = ? WHERE id = ?",
            )
            .bind(instruction.to_string())
            .bind(progress.to_string())
            .bind(result)
            .bind(result.map(|_| 7_i64))
            .bind(id.0.as_bytes().to_vec()),
            NewerRow::Line {
                at,
                actor,
                person,
                action,
            } => sqlx::query("INSERT INTO audit_log (at, actor, person, deed) VALUES (?, ?, ?, ?)")
                .bind(at.as_microsecond())
                .bind(actor.to_string())
                .bind(person.map(|person| person.0.as_bytes().to_vec()))
                .bind(action.to_string()),
        };
        assert_eq!(statement.execute(&mut db).await.unwrap().rows_affected(), 1);
        db.close().await.unwrap();
    }
}

store::conformance_suite!(Files::new());
store::newer_suite!(Files::new());
