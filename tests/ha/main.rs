//! The leader of a real Patroni cluster is killed, then cut off from the network, under a steady load of submissions
//! through two `chasqui serve`. Every submission that was acknowledged is there afterwards, and none twice.
//!
//! Run by `./just test-ha`: it wants root, Debian's packages and a built `chasqui`.

#![allow(clippy::doc_markdown, reason = "PostgreSQL and HAProxy are names")]

mod applicant;
mod chasqui;
mod cluster;
mod etcd;
mod haproxy;
mod load;
mod namespace;
mod patroni;
mod process;
mod proof;
mod report;
mod rush;
mod turns;

use std::{path::Path, time::Instant};

use anyhow::{Result, ensure};
use journeys::{node::transit_permit, program::shipped};

use chasqui::Chasqui;
use cluster::Cluster;
use load::Load;
use report::Fault;

/// How many submissions show that there is service.
const STEADY: usize = 50;

fn main() -> Result<()> {
    equipped()?;
    let folder = tempfile::Builder::new().prefix("chasqui-ha").tempdir()?;
    let told = story(folder.path());
    if told.is_err() {
        println!("what everybody logged is in {}", folder.keep().display());
    }
    told
}

/// Says what is missing before anything is begun.
fn equipped() -> Result<()> {
    let user = process::run(&mut process::command("id", ["-u"]))?;
    ensure!(user.trim() == "0", "network namespaces want root: ./just test-ha");
    for program in [etcd::PROGRAM, patroni::PROGRAM, haproxy::PROGRAM] {
        ensure!(
            Path::new(program).exists(),
            "{program} is not installed: ./just test-ha"
        );
    }
    Ok(())
}

fn story(folder: &Path) -> Result<()> {
    let begun = Instant::now();
    let mut cluster = Cluster::build(folder)?;
    say(
        begun,
        "three machines: one leads, one follows every commit, one follows",
    );
    let mut chasqui = Chasqui::start(&cluster.url(), Path::new(&shipped("transit-permit")), folder)?;
    let mut load = Load::begin(transit_permit()?, chasqui.addresses());
    load.acknowledges(STEADY, begun)?;
    say(begun, "two nodes of chasqui, and citizens who apply");

    let mut faults = Vec::new();
    for fate in [Fate::Killed, Fate::CutOff, Fate::Parted] {
        faults.push(suffer(&fate, &mut cluster, &mut load, begun)?);
    }

    let told = load.end()?;
    chasqui.must_live()?;
    say(begun, "everybody was told; now what the database says");
    faults.iter().for_each(Fault::print);
    report::print_history(&patroni::history(cluster.leads()?)?);
    for (node, log) in (1..).zip(chasqui.logs()?) {
        report::print_log(node, &log);
    }
    let kept = proof::nothing_is_lost_nor_doubled(&cluster, &told)?;
    report::print_submissions(&told, kept, begun);
    println!("\nchasqui audit: {}", chasqui.audit()?);
    faults.iter().try_for_each(Fault::check)?;
    say(begun, "every acknowledged submission is there, none twice");
    Ok(())
}

/// What befalls the leader, and what makes it whole again.
enum Fate {
    /// SIGKILL to its Patroni and PostgreSQL; they are started again.
    Killed,
    /// Its cable is pulled, and it lives; the cable is plugged in again.
    CutOff,
    /// It loses the other machines, and the nodes of chasqui still reach it: what they send there waits for a standby
    /// that never answers, until Patroni stops that PostgreSQL. And in between that PostgreSQL crashes, and forgets
    /// that it waited.
    Parted,
}

impl Fate {
    fn name(&self) -> &'static str {
        match self {
            Self::Killed => "killed",
            Self::CutOff => "cut off",
            Self::Parted => "parted from the others",
        }
    }

    fn strike(&self, cluster: &mut Cluster, number: u8) -> Result<()> {
        match self {
            Self::Killed => cluster.kill(number),
            Self::CutOff => cluster.cut(number),
            Self::Parted => {
                cluster.part(number)?;
                cluster.crash_a_commit(number)
            }
        }
    }

    fn repair(&self, cluster: &mut Cluster, number: u8) -> Result<()> {
        match self {
            Self::Killed => cluster.revive(number),
            Self::CutOff => cluster.mend(number),
            Self::Parted => cluster.rejoin(number),
        }
    }
}

/// One fault in the middle of a rush, until the cluster is whole again and citizens apply on.
fn suffer(fate: &Fate, cluster: &mut Cluster, load: &mut Load, begun: Instant) -> Result<Fault> {
    let number = cluster.leads()?.number;
    load.rush().run_to_its_middle()?;
    let at = Instant::now();
    fate.strike(cluster, number)?;
    say(begun, &format!("node{number} led, and is {}", fate.name()));
    let struck = Instant::now();
    let resumed = load.acknowledges(1, struck)?.duration_since(at);
    let successor = cluster.heir_of(number)?;
    say(begun, &format!("there is service again; node{successor} leads"));
    load.acknowledges(STEADY, struck)?;
    let repaired = Instant::now();
    fate.repair(cluster, number)?;
    cluster.whole()?;
    let whole = repaired.elapsed();
    let leader = cluster.leads()?.number;
    ensure!(
        leader == successor,
        "node{leader} took the lead from node{successor}"
    );
    say(begun, &format!("node{number} follows node{successor}"));
    load.acknowledges(STEADY, Instant::now())?;
    Ok(Fault {
        what: format!("node{number} {}", fate.name()),
        successor,
        resumed,
        whole,
    })
}

fn say(begun: Instant, what: &str) {
    println!("{:6.1} s  {what}", begun.elapsed().as_secs_f32());
}
