//! What submissions feel of other work that goes on beside them.

use std::{
    future::Future,
    sync::Arc,
    time::{Duration, Instant},
};

use anyhow::Result;
use tokio::{task::JoinSet, time::MissedTickBehavior};

use crate::{node::Node, postgres::Database};

/// How long submissions are measured before anything else is done.
pub const QUIET: Duration = Duration::from_secs(20);
/// How many there are where the command line does not say it.
const USUAL: u64 = 200_000;

/// Measures so many as the command line says, on SQLite and on PostgreSQL, and prints a table: these columns, and the rest of a row from
/// each.
pub async fn on_both_stores(
    what: &str,
    columns: &str,
    measured: impl AsyncFn(Node, u64) -> Result<String>,
) -> Result<()> {
    let count = std::env::args().nth(1);
    let count = count.map_or(Ok(USUAL), |count| count.parse())?;
    println!("{count} {what}, and {RATE} submissions a second beside it\n");
    println!("| | {columns} |");
    println!("|---{}", "|---".repeat(columns.split('|').count()) + "|");
    println!("| SQLite | {}", measured(Node::open().await?, count).await?);
    let database = Database::empty();
    let node = Node::open_on_postgres(&format!("{}?sslmode=disable", database.address())).await?;
    println!("| PostgreSQL | {}", measured(node, count).await?);
    Ok(())
}

/// How many submit at once while permits are issued.
const AT_ONCE: u64 = 64;
/// How many are submitted a second, whatever becomes of those before.
pub const RATE: u32 = 100;

/// Issues so many permits.
pub async fn issue(node: &Arc<Node>, count: u64) -> Result<()> {
    let mut crowd = JoinSet::new();
    for _ in 0..AT_ONCE {
        let node = Arc::clone(node);
        crowd.spawn(async move {
            for _ in 0..count / AT_ONCE {
                node.submit(node.filled().await?).await?;
            }
            anyhow::Ok(())
        });
    }
    while let Some(done) = crowd.join_next().await {
        done??;
    }
    Ok(())
}

/// Submits at an even rate until the other work is done; how long each submission waited for its commit.
pub async fn submitting<T>(node: &Arc<Node>, work: impl Future<Output = T>) -> Result<(Vec<Duration>, T)> {
    let mut ticks = tokio::time::interval(Duration::from_secs(1) / RATE);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Burst);
    let mut submissions = JoinSet::new();
    let mut work = std::pin::pin!(work);
    let result = loop {
        tokio::select! {
            biased;
            result = &mut work => break result,
            _ = ticks.tick() => {
                let node = Arc::clone(node);
                submissions.spawn(async move {
                    let filled = node.filled().await?;
                    let begun = Instant::now();
                    node.submit(filled).await?;
                    anyhow::Ok(begun.elapsed())
                });
            }
        }
    };
    let times = submissions.join_all().await;
    Ok((times.into_iter().collect::<Result<_>>()?, result))
}

/// The half, the ninety-ninth of a hundred and the slowest of them.
pub fn told(mut times: Vec<Duration>) -> String {
    times.sort_unstable();
    let last = times.len().saturating_sub(1);
    let [half, most, all] = [50, 99, 100].map(|percent| {
        let time = times.get(last * percent / 100).copied().unwrap_or_default();
        time.as_secs_f64() * 1e3
    });
    format!("{half:.1} ms, {most:.1} ms, {all:.0} ms")
}
