//! A database for each test, on the server that the `PG*` variables name.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use async_trait::async_trait;
use sqlx::postgres::PgConnectOptions;
use sqlx::{AssertSqlSafe, Connection, Executor, PgConnection};
use store::Store;
use store::conformance::Backend;
use store::conformance::kill::PATIENCE;
use store_postgres::PostgresStore;

static MADE: AtomicU32 = AtomicU32::new(0);

/// An empty database; it goes when the test ends.
pub(crate) struct Database(String);

impl Database {
    pub(crate) async fn new() -> Self {
        assert!(
            std::env::var_os("PGHOST").is_some(),
            "these tests need a PostgreSQL server: ./just postgres cargo nextest run -p store-postgres"
        );
        let number = MADE.fetch_add(1, Ordering::Relaxed);
        let name = format!("chasqui_test_{}_{number}", std::process::id());
        run(format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)")).await;
        run(format!("CREATE DATABASE {name}")).await;
        Self(name)
    }

    /// What the program is given.
    pub(crate) fn url(&self) -> String {
        format!("postgres:///{}", self.0)
    }

    pub(crate) async fn store(&self) -> PostgresStore {
        PostgresStore::open_waiting(&self.url(), PATIENCE).await.unwrap()
    }

    /// Changes the settings that new connections begin with.
    pub(crate) async fn alter(&self, setting: &str) {
        run(format!("ALTER DATABASE {} {setting}", self.0)).await;
    }

    /// A connection beside the store's, as an administrator has it.
    pub(crate) async fn connect(&self) -> PgConnection {
        let options = PgConnectOptions::new().database(&self.0);
        PgConnection::connect_with(&options).await.unwrap()
    }
}

#[async_trait]
impl Backend for Database {
    async fn open(&self) -> Arc<dyn Store> {
        Arc::new(self.store().await)
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        let statement = format!("DROP DATABASE IF EXISTS {} WITH (FORCE)", self.0);
        // In a thread of its own: the test's runtime may be ending.
        let dropped = std::thread::spawn(|| {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
            runtime.unwrap().block_on(run(statement));
        });
        let _ = dropped.join();
    }
}

async fn run(statement: String) {
    let mut server = PgConnection::connect_with(&PgConnectOptions::new())
        .await
        .unwrap();
    server.execute(AssertSqlSafe(statement)).await.unwrap();
}
