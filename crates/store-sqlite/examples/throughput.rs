//! Prints durable submissions a second with 1, 16 and 64 submitters:
//! `cargo run --release -p store-sqlite --example throughput [FOLDER]`.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

use async_trait::async_trait;
use store::conformance::{Backend, World};
use store::{Filing, Store};
use store_sqlite::SqliteStore;
use tokio::task::JoinSet;

const FOR: Duration = Duration::from_secs(3);
const PREPARED: usize = 60_000;

struct Folder(PathBuf);

#[async_trait]
impl Backend for Folder {
    async fn open(&self) -> Arc<dyn Store> {
        Arc::new(
            SqliteStore::open(&self.0.join("throughput.db"))
                .await
                .expect("the files open"),
        )
    }
}

#[tokio::main]
async fn main() {
    let folder = tempfile::tempdir_in(std::env::args().nth(1).unwrap_or_else(|| ".".into()))
        .expect("a folder for the files");
    let world = World::new(&Folder(folder.path().to_owned())).await;
    for submitters in [1, 16, 64] {
        let rate = rate(&world, submitters).await;
        println!("{submitters:>3} submitters: {rate:>8.0} durable submissions/s");
    }
    world.store.close().await;
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
