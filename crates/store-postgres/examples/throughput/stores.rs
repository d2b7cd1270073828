//! A fresh store of each kind.

use std::{
    error::Error,
    path::{Path, PathBuf},
    sync::Arc,
};

use async_trait::async_trait;
use sqlx::{Connection, Executor, PgConnection, postgres::PgConnectOptions};
use store::{
    Store,
    conformance::{Backend, World},
};
use store_postgres::PostgresStore;
use store_sqlite::SqliteStore;

pub(crate) type Result<T> = std::result::Result<T, Box<dyn Error>>;

/// Both stores, each with a service and its people, and the folder in which SQLite's lies.
pub(crate) struct Stores {
    sqlite: World,
    postgres: World,
    _files: tempfile::TempDir,
}

impl Stores {
    pub(crate) async fn fresh(folder: &str) -> Result<Self> {
        let files = tempfile::tempdir_in(Path::new(folder))?;
        fresh_database().await?;
        Ok(Self {
            sqlite: World::new(&Files(files.path().to_owned())).await,
            postgres: World::new(&Database).await,
            _files: files,
        })
    }

    /// SQLite's, then PostgreSQL's.
    pub(crate) fn each(&self) -> [&World; 2] {
        [&self.sqlite, &self.postgres]
    }

    pub(crate) async fn close(self) {
        for world in self.each() {
            world.store.close().await;
        }
    }
}

struct Files(PathBuf);

struct Database;

#[async_trait]
impl Backend for Files {
    async fn open(&self) -> Arc<dyn Store> {
        let store = SqliteStore::open(&self.0.join("throughput.db")).await;
        Arc::new(store.expect("the files open"))
    }
}

#[async_trait]
impl Backend for Database {
    async fn open(&self) -> Arc<dyn Store> {
        let store = PostgresStore::open("postgres:///chasqui_throughput?sslmode=disable").await;
        Arc::new(store.expect("the database opens"))
    }
}

/// On the server that the `PG*` variables name.
async fn fresh_database() -> Result<()> {
    let mut server = PgConnection::connect_with(&PgConnectOptions::new()).await?;
    server
        .execute("DROP DATABASE IF EXISTS chasqui_throughput WITH (FORCE)")
        .await?;
    server.execute("CREATE DATABASE chasqui_throughput").await?;
    let fsync: (String,) = sqlx::query_as("SHOW fsync").fetch_one(&mut server).await?;
    assert_eq!(fsync.0, "on", "the server waits for its disk");
    Ok(())
}
