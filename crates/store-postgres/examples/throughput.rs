//! Prints durable submissions a second with 1, 16 and 64 submitters, in a database of its own on the server
//! that the `PG*` variables name: `cargo run --release -p store-postgres --example throughput`.

use std::sync::Arc;
use std::time::{Duration, Instant};

use async_trait::async_trait;
use sqlx::postgres::PgConnectOptions;
use sqlx::{Connection, Executor, PgConnection};
use store::conformance::{Backend, World};
use store::{Filing, Store};
use store_postgres::PostgresStore;
use tokio::task::JoinSet;

const FOR: Duration = Duration::from_secs(3);
const PREPARED: usize = 60_000;

struct Database;

#[async_trait]
impl Backend for Database {
    async fn open(&self) -> Arc<dyn Store> {
        let store = PostgresStore::open("postgres:///chasqui_throughput").await;
        Arc::new(store.expect("the database opens"))
    }
}

#[tokio::main]
async fn main() {
    let mut server = PgConnection::connect_with(&PgConnectOptions::new())
        .await
        .expect("the PG* variables name a server");
    let (remove, make) = (
        "DROP DATABASE IF EXISTS chasqui_throughput WITH (FORCE)",
        "CREATE DATABASE chasqui_throughput",
    );
    server.execute(remove).await.expect("the last run's is removed");
    server.execute(make).await.expect("the user may make databases");
    let world = World::new(&Database).await;
    for submitters in [1, 16, 64] {
        let rate = rate(&world, submitters).await;
        println!("{submitters:>3} submitters: {rate:>8.0} durable submissions/s");
    }
    world.store.close().await;
    server.execute(remove).await.expect("it is removed");
}

async fn rate(world: &World, submitters: usize) -> f64 {
    let shares = shares(world, submitters);
    let begun = Instant::now();
    let mut tasks = JoinSet::new();
    for share in shares {
        let store = Arc::clone(&world.store);
        tasks.spawn(submit_all(store, share, begun));
    }
    let done: u32 = tasks.join_all().await.into_iter().sum();
    f64::from(done) / begun.elapsed().as_secs_f64()
}

async fn submit_all(store: Arc<dyn Store>, share: Vec<Filing>, begun: Instant) -> u32 {
    let mut done = 0;
    for submission in share {
        if begun.elapsed() > FOR {
            break;
        }
        store.submit(submission).await.expect("a new submission");
        done += 1;
    }
    done
}

/// Made beforehand: hashing and dice are not the store's work.
fn shares(world: &World, submitters: usize) -> Vec<Vec<Filing>> {
    let prepared = if submitters == 1 { PREPARED / 8 } else { PREPARED };
    let mut shares = vec![Vec::new(); submitters];
    for minute in 0..prepared {
        let submission = world.filing(i64::try_from(minute).expect("few minutes"));
        shares[minute % submitters].push(submission);
    }
    shares
}
