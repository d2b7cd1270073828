//! What the database itself says afterwards, against what citizens were told.

use std::{
    collections::{BTreeMap, BTreeSet},
    time::Duration,
};

use anyhow::{Context, Result, ensure};

use crate::{citizen::Acknowledged, cluster::Cluster, wait::until};

const PATIENCE: Duration = Duration::from_secs(30);

/// Every acknowledged submission is there, once, with its letter and its permit, on all three machines.
pub(crate) fn nothing_is_lost_nor_doubled(cluster: &Cluster, told: &[Acknowledged]) -> Result<()> {
    let kept = applications(cluster)?;
    let missing: Vec<_> = told
        .iter()
        .filter(|told| !kept.contains(&(told.email.clone(), told.reference.clone())))
        .collect();
    ensure!(missing.is_empty(), "acknowledged, and lost: {missing:?}");
    let mut by_person = BTreeMap::<&str, Vec<&str>>::new();
    for (email, reference) in &kept {
        by_person.entry(email).or_default().push(reference);
    }
    by_person.retain(|_, references| references.len() > 1);
    ensure!(by_person.is_empty(), "handed in more than once: {by_person:?}");
    ensure!(
        kept.len() == told.len(),
        "{} applications, {} acknowledged",
        kept.len(),
        told.len()
    );
    for (what, statement) in [
        ("letter", "SELECT count(*) FROM outbox WHERE application = a.id"),
        ("permit", "SELECT count(*) FROM permits WHERE application = a.id"),
        (
            "event in its row's order",
            "SELECT count(*) FROM events WHERE application = a.id AND sequence = a.revision",
        ),
    ] {
        let wrong = format!("SELECT a.reference FROM applications a WHERE ({statement}) <> 1");
        let wrong = cluster.sql(&wrong, "chasqui")?;
        ensure!(wrong.is_empty(), "not exactly one {what}: {wrong}");
    }
    copies_are_alike(cluster)
}

fn applications(cluster: &Cluster) -> Result<BTreeSet<(String, String)>> {
    let rows = cluster.sql("SELECT email, reference FROM applications", "chasqui")?;
    rows.lines()
        .map(|row| {
            let (email, reference) = row.split_once('\t').context("two columns")?;
            Ok((email.to_owned(), reference.to_owned()))
        })
        .collect()
}

/// The machines hold the same; who is behind gets time to catch up.
fn copies_are_alike(cluster: &Cluster) -> Result<()> {
    let digest = "SELECT md5(string_agg(a::text, ',' ORDER BY id)) FROM applications a";
    until("three copies are alike", PATIENCE, || {
        let copies = cluster.on_each(digest, "chasqui").ok()?;
        copies.windows(2).all(|pair| pair[0] == pair[1]).then_some(())
    })
}
