//! What cannot be known is said to be so, and the store serves again by itself.

use std::io::{BufRead, BufReader};
use std::net::TcpListener;
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::Arc;

use sqlx::postgres::PgConnectOptions;
use sqlx::{Connection, Executor, PgConnection};
use store::conformance::World;
use store::conformance::kill::PATIENCE;
use store::{Store, StoreError, Submitted, Transition};
use store_postgres::PostgresStore;
use tokio::task::JoinHandle;

use crate::database::Database;

/// A connection that dies in the middle of a write leaves its end unknown; the next write has another.
#[tokio::test]
async fn a_connection_that_dies_while_writing_is_replaced() {
    let database = Database::new().await;
    let world = World::new(&database).await;
    let (mut holder, mut other) = (database.connect().await, database.connect().await);
    let mut locked = holder.begin().await.unwrap();
    locked
        .execute("LOCK TABLE events IN EXCLUSIVE MODE")
        .await
        .unwrap();
    let transition = world.transition(1);
    let submitting = submit(&world.store, &transition);
    let writer = waiting("Lock", &mut other).await;
    end("pg_terminate_backend", writer, &mut other).await;
    assert_unknown(submitting).await;
    locked.rollback().await.unwrap();
    assert!(world.store.submit(transition).await.unwrap().first);
}

/// When all connections are gone, as after a failover, a handful of failures later all is well.
#[tokio::test]
async fn connections_that_are_gone_are_made_anew() {
    let database = Database::new().await;
    let world = World::new(&database).await;
    let id = world.submitted(1).await;
    let mut other = database.connect().await;
    other.execute(END_ALL).await.unwrap();
    let transition = world.transition(2);
    soon(|| world.store.submit(transition.clone())).await;
    soon(|| world.store.case(id)).await;
}

/// A server that only reads, as a leader that was demoted, is unavailable for writing; when it leads again,
/// nothing of that sticks.
#[tokio::test]
async fn a_server_that_only_reads_is_unavailable() {
    let database = Database::new().await;
    let world = World::new(&database).await;
    let mut other = database.connect().await;
    database.alter("SET default_transaction_read_only = on").await;
    other.execute(END_ALL).await.unwrap();
    let transition = world.transition(1);
    for _ in 0..5 {
        let refused = world.store.submit(transition.clone()).await;
        assert!(matches!(refused, Err(StoreError::Unavailable(_))), "{refused:?}");
    }
    database.alter("RESET default_transaction_read_only").await;
    soon(|| world.store.submit(transition.clone())).await;
}

/// The server says "success" and a WARNING where the waiting for a replica is broken off. That is not
/// success: the row is here and perhaps nowhere else. Neither is a repetition that finds it.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_commit_that_no_replica_has_is_unknown() {
    let server = WaitingServer::start();
    // By its default nothing waits; what the strict store writes waits for a replica that never comes.
    let world = World::new(&server).await;
    let strict: Arc<dyn Store> = Arc::new(server.store("?options[synchronous_commit]=on").await);
    let mut other = PgConnection::connect_with(&server.options()).await.unwrap();
    let transition = world.transition(1);
    for _ in ["the submission", "its repetition"] {
        let submitting = submit(&strict, &transition);
        let writer = waiting("IPC", &mut other).await;
        end("pg_cancel_backend", writer, &mut other).await;
        assert_unknown(submitting).await;
    }
    let id = transition.case.application.id;
    let asking = tokio::spawn(async move { strict.submitted(id).await.map(drop) });
    let writer = waiting("IPC", &mut other).await;
    end("pg_cancel_backend", writer, &mut other).await;
    assert!(matches!(asking.await.unwrap(), Err(StoreError::Unavailable(_))));
    let kept = world.store.submit(transition).await.unwrap();
    assert!(!kept.first, "here it is, all the same");
}

/// Ends every connection to the database but the one that says so.
const END_ALL: &str = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid()";

/// Asks until it is done: each connection that has died may fail once, and no other.
async fn soon<T, F: Future<Output = Result<T, StoreError>>>(ask: impl Fn() -> F) -> T {
    for _ in 0..10 {
        match ask().await {
            Ok(done) => return done,
            Err(error) => assert!(matches!(error, StoreError::Unavailable(_)), "{error}"),
        }
    }
    panic!("the store does not serve again")
}

fn submit(store: &Arc<dyn Store>, transition: &Transition) -> JoinHandle<Result<Submitted, StoreError>> {
    let (store, transition) = (Arc::clone(store), transition.clone());
    tokio::spawn(async move { store.submit(transition).await })
}

async fn assert_unknown(submitting: JoinHandle<Result<Submitted, StoreError>>) {
    let result = submitting.await.unwrap();
    assert!(matches!(result, Err(StoreError::Unavailable(_))), "{result:?}");
}

/// The process of the server that waits for something of this kind on the store's behalf, once there is one.
async fn waiting(kind: &str, db: &mut PgConnection) -> i32 {
    for _ in 0..100_000 {
        let found = sqlx::query_scalar(
            "SELECT pid FROM pg_stat_activity
             WHERE datname = current_database() AND application_name = 'chasqui' AND wait_event_type = $1",
        );
        if let Some(pid) = found.bind(kind).fetch_optional(&mut *db).await.unwrap() {
            return pid;
        }
    }
    panic!("nothing waits")
}

async fn end(how: &str, pid: i32, db: &mut PgConnection) {
    let statement = sqlx::AssertSqlSafe(format!("SELECT {how}({pid})"));
    db.execute(statement).await.unwrap();
}

/// A server of the test's own whose synchronous replica does not exist.
struct WaitingServer {
    process: Child,
    /// The server ends when this does.
    stays: Option<ChildStdin>,
    port: u16,
    password: String,
}

impl WaitingServer {
    fn start() -> Self {
        let port = TcpListener::bind("localhost:0")
            .unwrap()
            .local_addr()
            .unwrap()
            .port();
        let mut process = Command::new("pg_virtualenv")
            .args(["-t", "-c", &format!("--port={port}")])
            .args(["-o", "fsync=off", "-o", "synchronous_standby_names=nobody"])
            .args(["-o", "synchronous_commit=local"])
            .args(["sh", "-c", "echo server $PGPASSWORD; read -r _"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("Debian's postgresql-common has pg_virtualenv");
        let lines = BufReader::new(process.stdout.take().unwrap()).lines();
        let line = lines.map(Result::unwrap).find(|line| line.starts_with("server "));
        let line = line.expect("the server starts");
        Self {
            stays: process.stdin.take(),
            port,
            password: line["server ".len()..].into(),
            process,
        }
    }

    fn options(&self) -> PgConnectOptions {
        let options = PgConnectOptions::new().host("localhost").port(self.port);
        options
            .username("postgres")
            .password(&self.password)
            .database("postgres")
    }

    async fn store(&self, settings: &str) -> PostgresStore {
        let (port, password) = (self.port, &self.password);
        let url = format!("postgres://postgres:{password}@localhost:{port}/postgres{settings}");
        PostgresStore::open_waiting(&url, PATIENCE).await.unwrap()
    }
}

#[async_trait::async_trait]
impl store::conformance::Backend for WaitingServer {
    async fn open(&self) -> Arc<dyn Store> {
        Arc::new(self.store("").await)
    }
}

impl Drop for WaitingServer {
    fn drop(&mut self) {
        self.stays.take();
        let _ = self.process.wait();
    }
}
