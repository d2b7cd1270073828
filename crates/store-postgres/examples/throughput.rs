//! `just throughput`: durable submissions a second, on SQLite and on PostgreSQL in turns, so that the figures compare.

use std::{
    error::Error,
    path::{Path, PathBuf},
    sync::Arc,
    time::{Duration, Instant},
};

use async_trait::async_trait;
use sqlx::{Connection, Executor, PgConnection, postgres::PgConnectOptions};
use store::{
    Store, Transition,
    conformance::{Backend, World},
};
use store_postgres::PostgresStore;
use store_sqlite::SqliteStore;
use tokio::task::JoinSet;

type Result<T> = std::result::Result<T, Box<dyn Error>>;

const FOR: Duration = Duration::from_secs(3);
const ROUNDS: usize = 3;
const CROWDS: [usize; 3] = [1, 16, 64];
/// More than are written in the time.
const PREPARED: usize = 60_000;

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

#[tokio::main]
async fn main() -> Result<()> {
    let folder = std::env::args().nth(1).unwrap_or_else(|| ".".to_owned());
    let mut rates: [[Vec<f64>; CROWDS.len()]; 2] = Default::default();
    for _ in 0..ROUNDS {
        let files = tempfile::tempdir_in(Path::new(&folder))?;
        let sqlite = World::new(&Files(files.path().to_owned())).await;
        fresh_database().await?;
        let postgres = World::new(&Database).await;
        for (crowd, submitters) in CROWDS.into_iter().enumerate() {
            for (store, world) in [&sqlite, &postgres].into_iter().enumerate() {
                rates[store][crowd].push(rate(world, submitters).await?);
            }
        }
        sqlite.store.close().await;
        postgres.store.close().await;
    }
    println!("durable submissions/s, medians of {ROUNDS}\n");
    println!(
        "{:>12}{:>12}{:>12}{:>9}",
        "submitters", "SQLite", "PostgreSQL", "ratio"
    );
    for (crowd, submitters) in CROWDS.into_iter().enumerate() {
        let [sqlite, postgres] = [0, 1].map(|store| median(rates[store][crowd].clone()));
        println!(
            "{submitters:>12}{sqlite:>12.0}{postgres:>12.0}{:>9.2}",
            postgres / sqlite
        );
    }
    Ok(())
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

async fn rate(world: &World, submitters: usize) -> Result<f64> {
    let shares = shares(world, submitters)?;
    let begun = Instant::now();
    let mut tasks = JoinSet::new();
    for share in shares {
        let store = Arc::clone(&world.store);
        tasks.spawn(submit_all(store, share, begun));
    }
    let done: u32 = tasks.join_all().await.into_iter().sum();
    Ok(f64::from(done) / begun.elapsed().as_secs_f64())
}

async fn submit_all(store: Arc<dyn Store>, share: Vec<Transition>, begun: Instant) -> u32 {
    let mut done = 0;
    for transition in share {
        if begun.elapsed() > FOR {
            break;
        }
        store.submit(transition).await.expect("a new submission");
        done += 1;
    }
    done
}

/// Made beforehand: hashing and dice are not the store's work.
fn shares(world: &World, submitters: usize) -> Result<Vec<Vec<Transition>>> {
    let prepared = if submitters == 1 { PREPARED / 8 } else { PREPARED };
    let mut shares = vec![Vec::new(); submitters];
    for minute in 0..prepared {
        shares[minute % submitters].push(world.transition(i64::try_from(minute)?));
    }
    Ok(shares)
}

fn median(mut rates: Vec<f64>) -> f64 {
    rates.sort_by(f64::total_cmp);
    rates[ROUNDS / 2]
}
