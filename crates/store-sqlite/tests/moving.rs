//! That moving forgets no table and no column: whoever adds one sees it here.

#![allow(clippy::unwrap_used, reason = "a helper of tests fails the test")]

use std::path::{Path, PathBuf};
use std::sync::Arc;

use async_trait::async_trait;
use sqlx::{AssertSqlSafe, Connection, SqliteConnection};
use store::conformance::{Backend, World, moving};
use store::{Kind, Moving, Purpose, Record, Store};
use store_sqlite::{SqliteStore, backup};

struct File(PathBuf);

#[async_trait]
impl Backend for File {
    async fn open(&self) -> Arc<dyn Store> {
        Arc::new(SqliteStore::open(&self.0).await.unwrap())
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_column_of_every_table_arrives() {
    let folder = tempfile::tempdir().unwrap();
    let (old, new) = (folder.path().join("old.db"), folder.path().join("new.db"));
    let world = World::new(&File(old.clone())).await;
    moving::filled(&world).await;
    world.store.dedicate(Purpose::Service).await.unwrap();
    let store = SqliteStore::open(&new).await.unwrap();
    for kind in Kind::ALL {
        let mut after = None;
        loop {
            let page = world.store.take(kind, after.as_ref(), 3).await.unwrap();
            let Some(last) = page.last().map(Record::key) else {
                break;
            };
            store.put(page).await.unwrap();
            after = Some(last);
        }
    }
    world.store.close().await;
    store.close().await;
    for (old, new) in backup::files_of(&old).iter().zip(&backup::files_of(&new)) {
        let tables = tables(old).await;
        assert_eq!(self::tables(new).await, tables);
        for table in tables {
            let rows = rows(old, &table).await;
            assert!(!rows.is_empty(), "moving::filled fills {table} too");
            assert_eq!(self::rows(new, &table).await, rows, "{table}");
        }
    }
}

async fn tables(file: &Path) -> Vec<String> {
    let mut db = open(file).await;
    // When a session was last used, and forms that were not taken, stay behind: nobody is here while everything moves.
    sqlx::query_scalar(
        "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%'
         AND name NOT IN ('_sqlx_migrations', 'sessions_seen', 'unsent') ORDER BY name",
    )
    .fetch_all(&mut db)
    .await
    .unwrap()
}

/// A table's rows, each as SQLite writes its values.
async fn rows(file: &Path, table: &str) -> Vec<String> {
    let mut db = open(file).await;
    let columns: Vec<String> = sqlx::query_scalar("SELECT name FROM pragma_table_info(?)")
        .bind(table)
        .fetch_all(&mut db)
        .await
        .unwrap();
    let columns: Vec<String> = columns
        .iter()
        .map(|column| format!("'{column} ' || quote(\"{column}\")"))
        .collect();
    let sql = format!(
        "SELECT {} AS row FROM {table} ORDER BY row",
        columns.join(" || ', ' || ")
    );
    sqlx::query_scalar(AssertSqlSafe(sql))
        .fetch_all(&mut db)
        .await
        .unwrap()
}

async fn open(file: &Path) -> SqliteConnection {
    SqliteConnection::connect(&format!("sqlite://{}", file.display()))
        .await
        .unwrap()
}
