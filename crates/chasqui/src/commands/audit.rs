//! `chasqui audit`: every application's chain of events, and checkpoints over all of them.

mod checkpoint;
pub(crate) mod comparison;

use std::{path::Path, process::ExitCode};

use anyhow::Result;
use review::{ApplicationId, Link, chain};
use store::{Store, StoreError};

use crate::{keyring::Keyring, node, settings::Settings};

const BATCH: u32 = 500;

pub(crate) async fn run(
    settings: &Settings,
    write: Option<&Path>,
    against: Option<&Path>,
) -> Result<ExitCode> {
    let store = node::store(&settings.database_url).await?;
    let keyring = Keyring::open(&settings.keys)?;
    let (heads, mut faults) = walk(&*store).await?;
    if let Some(path) = against {
        faults += checkpoint::check(path, &*store, &keyring).await?;
    }
    match write {
        Some(path) if faults == 0 => checkpoint::write(path, heads.clone(), &keyring)?,
        Some(path) => eprintln!(
            "{} was not written: a checkpoint vouches for sound histories only",
            path.display()
        ),
        None => {}
    }
    store.close().await;
    println!("{} applications, {faults} faults", heads.len());
    Ok(if faults == 0 {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

/// Verifies every history, tells of each that does not hold, and answers all ends.
pub(crate) async fn walk(store: &dyn Store) -> Result<(Vec<chain::Head>, u64)> {
    let (mut ends, mut faults, mut after) = (Vec::new(), 0, None);
    loop {
        let heads = store.heads(after, BATCH).await?;
        let Some(last) = heads.last() else {
            return Ok((ends, faults));
        };
        after = Some(last.application);
        for head in &heads {
            let history = history(store, head.application).await?;
            if let Err(found) = examine(store, head, &history).await? {
                eprintln!("application {}: {found}", head.application);
                faults += 1;
            }
            ends.extend(chain::Head::of(&history));
        }
    }
}

/// Whether chain, row and permits of one application tell the same story.
async fn examine(store: &dyn Store, head: &chain::Head, history: &[Link]) -> Result<Result<(), String>> {
    if let Err(found) = sound(head, history) {
        return Ok(Err(found));
    }
    let case = store.case(head.application).await?;
    let permits = store.permits_of(head.application).await?;
    Ok(comparison::compare(&case.application, history, permits.len()).map_err(|found| found.to_string()))
}

/// The chain holds, and the application's row is at its end.
pub(crate) fn sound(head: &chain::Head, history: &[Link]) -> Result<(), String> {
    chain::verify(history).map_err(|found| found.to_string())?;
    let end = chain::Head::of(history).ok_or("there is no event")?;
    if (end.sequence, end.hash) == (head.sequence, head.hash) {
        Ok(())
    } else {
        Err(format!(
            "its row is at event {}, its history ends at event {}",
            head.sequence, end.sequence
        ))
    }
}

async fn history(store: &dyn Store, id: ApplicationId) -> Result<Vec<Link>> {
    match store.history(id).await {
        // Heads that a checkpoint names may be of applications that are no longer there: that is what it finds.
        Err(StoreError::NotFound(_)) => Ok(Vec::new()),
        history => Ok(history?),
    }
}
