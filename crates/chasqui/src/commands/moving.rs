//! `chasqui move`: everything from one database into another, whatever stands behind either, verified row by row and
//! chain by chain.
//!
//! Both are read in the order of their keys and held against each other, so a move that was interrupted is done again
//! by the same words: what has arrived is found equal, and the rest follows. The purpose, without which the new database
//! is nobody's, arrives when all is verified.

mod copy;
mod verify;

use std::process::ExitCode;
use std::time::Instant;

use anyhow::{Context, Result, ensure};
use store::{Kind, Store};

use crate::cli::Move;
use crate::database::Database;

pub(crate) async fn run(options: &Move) -> Result<ExitCode> {
    let (from, to) = (database("--from", &options.from)?, database("--to", &options.to)?);
    ensure!(from != to, "--from and --to are the same database");
    from.is_there()?;
    for database in [&from, &to] {
        ensure!(
            !database.is_in_use().await?,
            "stop the server first: a database is in use"
        );
    }
    eprintln!(
        "No server may run on either database until this ends; on PostgreSQL nobody can tell that from here"
    );
    let source = from.open().await.context("--from cannot be opened")?;
    let target = to.open_or_create().await.context("--to cannot be opened")?;
    let moved = all(&*source, &*target).await;
    target.close().await;
    source.close().await;
    moved
}

/// Copies, verifies, and says what there is.
async fn all(source: &dyn Store, target: &dyn Store) -> Result<ExitCode> {
    let begun = Instant::now();
    copy::is_of_this_move(source, target).await?;
    let mut copied = Vec::new();
    for kind in records() {
        copied.push((kind, copy::kind(kind, source, target).await?));
    }
    let (copying, verifying) = (begun.elapsed(), Instant::now());
    let mut faults = 0;
    for kind in records() {
        faults += verify::kind(kind, source, target).await?;
    }
    if faults == 0 {
        copy::kind(Kind::Purpose, source, target).await?;
        // The first start with other keys must be told so, as it would have been before.
        if let Some(mark) = source.secret_mark().await? {
            ensure!(
                target.keep_secret_mark(mark).await? == mark,
                "the new database was begun with another secret"
            );
        }
    }
    let total: u64 = copied.iter().map(|(_, count)| count).sum();
    for (kind, count) in copied {
        println!("{count:>10} {kind}");
    }
    println!(
        "{total:>10} records copied in {:.1} s and verified in {:.1} s: {faults} faults",
        copying.as_secs_f64(),
        verifying.elapsed().as_secs_f64()
    );
    if faults == 0 {
        return Ok(ExitCode::SUCCESS);
    }
    eprintln!(
        "The old database is as it was, and no server starts on the new one yet. docs/keeping.md says what can be done about \
         what did not arrive; then move again by the same words"
    );
    Ok(ExitCode::FAILURE)
}

/// All kinds but the purpose, which ends a move.
fn records() -> impl Iterator<Item = Kind> {
    Kind::ALL.into_iter().filter(|kind| *kind != Kind::Purpose)
}

/// How many records of a kind are read at once: a version is large, a rating is small.
fn page(kind: Kind) -> u32 {
    match kind {
        Kind::Versions => 10,
        Kind::Applications => 500,
        _ => 2000,
    }
}

fn database(option: &str, address: &str) -> Result<Database> {
    address.parse().with_context(|| format!("{option} is wrong"))
}
