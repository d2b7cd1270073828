//! What the test prints at its end.

use std::{
    collections::BTreeMap,
    time::{Duration, Instant},
};

use anyhow::{Result, ensure};

use crate::{applicant::Acknowledged, patroni::Turn};

/// Set by `./just test-busy`.
const BUSY: &str = "CHASQUI_BUSY";
/// The longest that nobody may be able to apply.
const LIMIT: Duration = Duration::from_secs(30);

/// One fault, and what came of it.
pub(crate) struct Fault {
    /// What was done.
    pub(crate) what: String,
    /// Who leads since.
    pub(crate) successor: u8,
    /// Until the first new submission was acknowledged.
    pub(crate) resumed: Duration,
    /// Until the cluster was whole again after the repair.
    pub(crate) whole: Duration,
}

impl Fault {
    /// Service came back in time, where the machine is free to do so.
    pub(crate) fn check(&self) -> Result<()> {
        if std::env::var_os(BUSY).is_some() {
            println!(
                "{}: not judged by its time, since the machine is kept busy",
                self.what
            );
            return Ok(());
        }
        let waited = self.resumed.as_secs_f32();
        ensure!(
            self.resumed < LIMIT,
            "{}: no service for {waited:.1} s",
            self.what
        );
        Ok(())
    }

    /// A line.
    pub(crate) fn print(&self) {
        println!(
            "{}: the first new submission was acknowledged after {:.1} s, with node{} leading; whole {:.1} s after the repair",
            self.what,
            self.resumed.as_secs_f32(),
            self.successor,
            self.whole.as_secs_f32()
        );
    }
}

/// How many were told, and how many had to ask again.
pub(crate) fn print_submissions(told: &[Acknowledged], kept: usize, begun: Instant) {
    let repeated: Vec<_> = told.iter().filter(|told| !told.unknown.is_empty()).collect();
    let again = told.iter().filter(|told| told.begun > 1).count();
    let seconds = begun.elapsed().as_secs();
    println!("\n{} submissions were acknowledged in {seconds} s", told.len());
    println!(
        "{} of them were sent more than once, since this leaves open what became of a sending:",
        repeated.len()
    );
    let mut causes = BTreeMap::<&str, usize>::new();
    for cause in repeated.iter().flat_map(|told| &told.unknown) {
        *causes.entry(cause).or_default() += 1;
    }
    for (cause, count) in causes {
        println!("  {count:5} × {cause}");
    }
    println!("{kept} of them had been kept the first time, and were told that reference");
    println!("{again} persons had to type again, since what they had typed was lost");
}

/// Who led when, by Patroni's own account.
pub(crate) fn print_history(history: &[Turn]) {
    println!("\nPatroni's history:");
    for Turn(timeline, position, why, at, successor) in history {
        println!("  {at}  timeline {timeline} ended at {position} ({why}): {successor} leads");
    }
}

/// The warnings and errors of a node, each kind once with how often and when.
pub(crate) fn print_log(node: usize, log: &str) {
    println!("\nWhat chasqui {node} said:");
    let mut kinds = Vec::<(String, usize, &str, &str)>::new();
    for line in log.lines().filter(|line| is_telling(line)) {
        let (at, said) = line.split_once(' ').unwrap_or((line, ""));
        let said = without_request(said.trim_start());
        match kinds.iter_mut().find(|kind| kind.0 == said) {
            Some(kind) => (kind.1, kind.3) = (kind.1 + 1, at),
            None => kinds.push((said, 1, at, at)),
        }
    }
    for (said, count, first, last) in kinds {
        println!("  {count:5} × from {} to {}  {said}", clock(first), clock(last));
    }
}

fn is_telling(line: &str) -> bool {
    line.contains(" ERROR ") || line.contains(" WARN ")
}

/// A line without what differs from request to request.
fn without_request(line: &str) -> String {
    let line = match (line.split_once("request{"), line.split_once("}: ")) {
        (Some((before, _)), Some((_, after))) => format!("{before}{after}"),
        _ => line.to_owned(),
    };
    let end = [" latency=", " acquired_after_secs="]
        .iter()
        .filter_map(|word| line.find(word))
        .min();
    line[..end.unwrap_or(line.len())].to_owned()
}

/// The time of day of `2026-11-22T01:00:00.123456Z`.
fn clock(at: &str) -> &str {
    at.get(11..23).unwrap_or(at)
}
