//! The role of `migrations/postgres/roles/program.sql`: enough for the program, too little to rewrite a history.

use std::sync::Arc;

use async_trait::async_trait;
use sqlx::postgres::PgDatabaseError;
use sqlx::{AssertSqlSafe, Connection, Executor, PgConnection};
use store::Store;
use store::conformance::kill::PATIENCE;
use store::conformance::{Backend, erasure};
use store_postgres::PostgresStore;

use crate::database::Database;

const SCRIPT: &str = include_str!("../../../../migrations/postgres/roles/program.sql");
const PASSWORD: &str = "only-for-this-test";
const NOT_PERMITTED: &str = "42501";

/// A database whose tables are somebody else's.
struct Limited {
    database: Database,
    role: String,
}

impl Limited {
    async fn new() -> Self {
        let database = Database::new().await;
        database.store().await.close().await;
        let role = format!("program_{}", std::process::id());
        let mut owner = database.connect().await;
        let script = SCRIPT.replace(":\"role\"", &role);
        let statements = format!("CREATE ROLE {role} LOGIN PASSWORD '{PASSWORD}'; {script}");
        owner.execute(AssertSqlSafe(statements)).await.unwrap();
        Self { database, role }
    }

    fn url(&self) -> String {
        format!("{}?user={}&password={PASSWORD}", self.database.url(), self.role)
    }

    async fn refuses(&self, statement: &'static str) {
        let options = self.url().parse().unwrap();
        let mut program = PgConnection::connect_with(&options).await.unwrap();
        let error = program.execute(statement).await.unwrap_err();
        let error = error.into_database_error().unwrap();
        let code = error.downcast_ref::<PgDatabaseError>().code().to_owned();
        assert_eq!(code, NOT_PERMITTED, "{statement}: {error}");
    }

    async fn forget(self) {
        let statements = format!("DROP OWNED BY {0}; DROP ROLE {0}", self.role);
        let mut owner = self.database.connect().await;
        owner.execute(AssertSqlSafe(statements)).await.unwrap();
    }
}

#[async_trait]
impl Backend for Limited {
    async fn open(&self) -> Arc<dyn Store> {
        Arc::new(PostgresStore::open_waiting(&self.url(), PATIENCE).await.unwrap())
    }
}

/// A case's whole life, up to its erasure by law, needs no more than the role has.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_program_needs_no_table_of_its_own() {
    let limited = Limited::new().await;
    erasure::personal_data_go_and_the_chain_stays(&limited).await;
    for statement in [
        "UPDATE events SET at = now()",
        "DELETE FROM events",
        "TRUNCATE events",
        "ALTER TABLE events DISABLE TRIGGER ALL",
        "UPDATE audit_log SET at = now()",
        "DELETE FROM audit_log",
        "TRUNCATE audit_log",
        "DROP TRIGGER audit_log_is_not_changed ON audit_log",
        "SET session_replication_role = replica",
        "DELETE FROM _sqlx_migrations",
    ] {
        limited.refuses(statement).await;
    }
    limited.forget().await;
}

/// Whoever owns the tables is at least kept from mistakes.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn histories_and_the_log_are_only_added_to() {
    let database = Database::new().await;
    erasure::personal_data_go_and_the_chain_stays(&database).await;
    let mut owner = database.connect().await;
    for statement in [
        "UPDATE events SET at = now()",
        "UPDATE events SET payload = '{}', salt = '\\x000102030405060708090a0b0c0d0e0f'",
        "DELETE FROM events",
        "TRUNCATE events CASCADE",
        "UPDATE audit_log SET at = now()",
        "DELETE FROM audit_log",
        "TRUNCATE audit_log",
    ] {
        let error = owner.execute(statement).await.unwrap_err();
        assert!(
            error.to_string().contains("neither changed nor removed"),
            "{error}"
        );
    }
    owner
        .execute("UPDATE events SET payload = NULL, salt = NULL")
        .await
        .unwrap();
}
