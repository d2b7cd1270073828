//! Bringing over what is not there yet.

use std::collections::BTreeMap;

use anyhow::{Context, Result, bail, ensure};
use store::{Key, Kind, Record, Store, StoreError};

use super::page;
use crate::commands::progress::Progress;

/// Whether the target is empty or was begun by a move from this source. Its records of each kind are then the first of
/// the source's, since they arrive in order; that is asked of every kind before anything is written.
pub(super) async fn is_of_this_move(source: &dyn Store, target: &dyn Store) -> Result<()> {
    for kind in Kind::ALL {
        let (ours, theirs) = (
            source.take(kind, None, page(kind)).await?,
            target.take(kind, None, page(kind)).await?,
        );
        if kind == Kind::Purpose && !theirs.is_empty() {
            bail!("the target is in use, or was: nothing is moved into it; give an empty database");
        }
        missing(&ours, among_them(theirs, &ours))
            .context("the target is neither empty nor begun by a move from this source")?;
    }
    Ok(())
}

/// Without those beyond the last of ours: where the target could not hold some of ours, its page reaches further.
fn among_them(mut theirs: Vec<Record>, ours: &[Record]) -> Vec<Record> {
    if let Some(last) = ours.last().map(Record::key) {
        theirs.retain(|record| record.key() <= last);
    }
    theirs
}

/// Copies one kind, but for what the target cannot hold, which is named. Answers how many there are in the source.
pub(super) async fn kind(kind: Kind, source: &dyn Store, target: &dyn Store) -> Result<u64> {
    let progress = Progress::begin("copying", kind, source.count(kind).await?);
    let mut after: Option<Key> = None;
    let mut records = source.take(kind, None, page(kind)).await?;
    let mut count = 0;
    while let Some(last) = records.last().map(Record::key) {
        count += records.len() as u64;
        progress.is_at(count);
        // The next page is read while this one is written.
        let (next, written) = tokio::join!(
            source.take(kind, Some(&last), page(kind)),
            put(records, after.as_ref(), &last, target)
        );
        written?;
        records = next?;
        after = Some(last);
    }
    let beyond = target.take(kind, after.as_ref(), 1).await?;
    if let Some(record) = beyond.first() {
        bail!("{} is in the target alone", record.key());
    }
    progress.end();
    Ok(count)
}

async fn put(records: Vec<Record>, after: Option<&Key>, last: &Key, target: &dyn Store) -> Result<()> {
    let (Some(first), limit) = (records.first(), page(records[0].kind())) else {
        return Ok(());
    };
    let mut there = target.take(first.kind(), after, limit).await?;
    there.retain(|record| record.key() <= *last);
    let missing = missing(&records, there)?;
    match target.put(missing.clone()).await {
        Ok(()) => Ok(()),
        Err(error @ StoreError::Unavailable(_)) => Err(error.into()),
        Err(_) => one_by_one(missing, target).await,
    }
}

/// Puts each by itself, since one among them cannot be kept. That one is named and the others arrive; the verification
/// counts it, so that the move ends as a failure and the target is nobody's yet.
async fn one_by_one(records: Vec<Record>, target: &dyn Store) -> Result<()> {
    for record in records {
        let name = name(&record);
        match target.put(vec![record]).await {
            Ok(()) => {}
            Err(error @ StoreError::Contradiction(_)) => eprintln!("{name} does not arrive: {error}"),
            Err(error) => return Err(error).with_context(|| format!("{name} does not arrive")),
        }
    }
    Ok(())
}

/// By what the office finds it again.
fn name(record: &Record) -> String {
    match record {
        Record::Application(kept) => format!("{} ({})", record.key(), kept.case.reference),
        _ => record.key().to_string(),
    }
}

/// Those of the source's records that the target does not have. Every one that it has must be equal, and of the source.
fn missing(ours: &[Record], theirs: Vec<Record>) -> Result<Vec<Record>> {
    let mut theirs: BTreeMap<Key, Record> = theirs.into_iter().map(|record| (record.key(), record)).collect();
    let mut missing = Vec::new();
    for record in ours {
        match theirs.remove(&record.key()) {
            None => missing.push(record.clone()),
            Some(there) => ensure!(there == *record, "{} is another in the target", record.key()),
        }
    }
    match theirs.into_keys().next() {
        None => Ok(missing),
        Some(key) => bail!("{key} is in the target alone"),
    }
}
