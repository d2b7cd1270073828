//! The leader of a real Patroni cluster is killed, then cut off from the network, under a steady load of submissions
//! through two `chasqui serve`. Every submission that was acknowledged is there afterwards, and none twice.
//!
//! Run by `./just test-ha`: it wants root, Debian's packages and a built `chasqui`.

mod browser;
mod chasqui;
mod citizen;
mod cluster;
mod etcd;
mod haproxy;
mod http;
mod load;
mod namespace;
mod patroni;
mod process;
mod proof;
mod report;
mod wait;

use std::{
    path::{Path, PathBuf},
    time::{Duration, Instant},
};

use anyhow::{Context, Result, ensure};

use chasqui::Chasqui;
use citizen::Paper;
use cluster::Cluster;
use load::Load;
use report::Fault;

/// How many submissions show that there is service.
const STEADY: usize = 50;
/// A network that is down this long has an heir.
const PATIENCE: Duration = Duration::from_secs(60);

fn main() -> Result<()> {
    let folder = tempfile::Builder::new().prefix("chasqui-ha").tempdir()?;
    let told = story(folder.path());
    if told.is_err() {
        println!("what everybody logged is in {}", folder.keep().display());
    }
    told
}

fn story(folder: &Path) -> Result<()> {
    let begun = Instant::now();
    if std::env::var("HA_DEV").is_ok() {
        let mut chasqui = Chasqui::start(&format!("sqlite://{}/c.db", folder.display()), &service(), folder)?;
        let load = Load::begin(Paper::read(&service())?, chasqui.addresses());
        load.acknowledges(STEADY, begun)?;
        let told = load.end()?;
        chasqui.must_live()?;
        report::print_submissions(&told, begun);
        for (node, log) in (1..).zip(chasqui.logs()?) {
            report::print_log(node, &log);
        }
        println!("\nchasqui audit: {}", chasqui.audit()?);
        return Ok(());
    }
    let mut cluster = Cluster::build(folder)?;
    say(begun, "three machines: one leads, one follows every commit, one follows");
    let mut chasqui = Chasqui::start(&cluster.url(), &service(), folder)?;
    let load = Load::begin(Paper::read(&service())?, chasqui.addresses());
    load.acknowledges(STEADY, begun)?;
    say(begun, "two nodes of chasqui, and citizens who apply");

    let killed = kill(&mut cluster, &load, begun)?;
    let cut = cut_off(&mut cluster, &load, begun)?;

    let told = load.end()?;
    chasqui.must_live()?;
    say(begun, "everybody was told; now what the database says");
    report::print_submissions(&told, begun);
    let faults = [killed, cut];
    faults.iter().for_each(Fault::print);
    report::print_history(&patroni::history(cluster.leader().context("nobody leads")?)?);
    for (node, log) in (1..).zip(chasqui.logs()?) {
        report::print_log(node, &log);
    }
    proof::nothing_is_lost_nor_doubled(&cluster, &told)?;
    println!("\nchasqui audit: {}", chasqui.audit()?);
    faults.iter().try_for_each(Fault::check)?;
    say(begun, "every acknowledged submission is there, none twice");
    Ok(())
}

/// SIGKILL to the leader's Patroni and PostgreSQL.
fn kill(cluster: &mut Cluster, load: &Load, begun: Instant) -> Result<Fault> {
    let at = Instant::now();
    let number = cluster.kill_leader()?;
    say(begun, &format!("node{number} led; its Patroni and PostgreSQL are killed"));
    let resumed = load.acknowledges(1, at)?.duration_since(at);
    say(begun, "there is service again");
    let successor = cluster.heir_of(number, PATIENCE)?;
    let repaired = Instant::now();
    cluster.revive(number)?;
    let fault = recovered(cluster, successor, repaired, load)?;
    say(begun, &format!("node{number} follows node{successor}"));
    let what = format!("node{number} killed");
    Ok(Fault { what, resumed, ..fault })
}

/// The leader lives, and nobody hears from it.
fn cut_off(cluster: &mut Cluster, load: &Load, begun: Instant) -> Result<Fault> {
    let at = Instant::now();
    let number = cluster.cut_leader()?;
    say(begun, &format!("node{number} led; its cable is pulled"));
    let resumed = load.acknowledges(1, at)?.duration_since(at);
    say(begun, "there is service again");
    let successor = cluster.heir_of(number, PATIENCE)?;
    let repaired = Instant::now();
    cluster.mend(number)?;
    let fault = recovered(cluster, successor, repaired, load)?;
    say(begun, &format!("node{number} follows node{successor}"));
    let what = format!("node{number} cut off");
    Ok(Fault { what, resumed, ..fault })
}

/// Whoever led is back as one who follows, the heir still leads, and citizens apply on.
fn recovered(cluster: &Cluster, successor: u8, repaired: Instant, load: &Load) -> Result<Fault> {
    cluster.whole()?;
    let whole = repaired.elapsed();
    let leader = cluster.leader().context("nobody leads")?.number;
    ensure!(leader == successor, "node{leader} took the lead from node{successor}");
    load.acknowledges(STEADY, Instant::now())?;
    Ok(Fault {
        what: String::new(),
        successor,
        resumed: Duration::ZERO,
        whole,
    })
}

fn say(begun: Instant, what: &str) {
    println!("{:6.1} s  {what}", begun.elapsed().as_secs_f32());
}

fn service() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../forms/transit-permit.yaml")
}
