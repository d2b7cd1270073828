//! `just rehearsal`: how long it takes to decide again what came in, by today's rules and by those of a file, and what submissions feel of
//! it, on SQLite and on PostgreSQL.

use std::{
    num::NonZero,
    sync::Arc,
    time::{Duration, Instant},
};

use anyhow::{Context, Result, ensure};
use engine::{authorise::Caller, publishing::rehearsal::RehearsalWish};
use forms::Service;
use jiff::SignedDuration;
use journeys::{
    beside::{QUIET, issue, on_both_stores, submitting, told},
    node::Node,
    program::shipped,
};

const COLUMNS: &str = "decided again | seconds alone, two workers | seconds beside, one worker | submission before: p50, p99, slowest | meanwhile";

#[tokio::main]
async fn main() -> Result<()> {
    on_both_stores("applications", COLUMNS, measured).await
}

/// The rest of a row.
async fn measured(node: Node, count: u64) -> Result<String> {
    let node = Arc::new(node);
    issue(&node, count).await?;
    let file = Arc::new(stricter()?);
    let (replayed, alone) = rehearsed(&node, &file, 2).await?;
    let (before, ()) = submitting(&node, tokio::time::sleep(QUIET)).await?;
    let (meanwhile, beside) = submitting(&node, rehearsed(&node, &file, 1)).await?;
    node.engine.close().await;
    Ok(format!(
        "{replayed} | {:.1} | {:.1} | {} | {} |",
        alone.as_secs_f64(),
        beside?.1.as_secs_f64(),
        told(before),
        told(meanwhile)
    ))
}

/// How many were decided again, each to something else, and how long that took.
async fn rehearsed(node: &Node, file: &Arc<Service>, workers: usize) -> Result<(u64, Duration)> {
    let until = node.engine.now();
    let wish = RehearsalWish {
        from: until - SignedDuration::from_hours(30 * 24),
        until,
        most: u64::MAX,
        workers: NonZero::new(workers).context("at least one works")?,
    };
    let begun = Instant::now();
    let told = node
        .engine
        .rehearse(&Caller::operator(), Arc::clone(file), &wish)
        .await?;
    let changed: u64 = told.changes.iter().map(|change| change.count).sum();
    ensure!(changed == told.replayed, "{told:?}");
    Ok((told.replayed, begun.elapsed()))
}

/// The transit permit with a rule before all others that rejects everybody.
fn stricter() -> Result<Service> {
    let source = std::fs::read_to_string(shipped("transit-permit"))?;
    let rule = "  rules:\n    - {when: \"reason != ''\", then: reject, because: not-covered}\n";
    let source = source.replacen("  rules:\n", rule, 1);
    forms::read("transit-permit.yaml", &source).map_err(|diagnostics| anyhow::anyhow!("{diagnostics}"))
}
