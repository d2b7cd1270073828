//! One etcd member on each machine: they agree on who leads.

use std::path::Path;

use anyhow::Result;

use crate::{namespace::Machine, process::Process};

/// Where Debian puts it.
pub(crate) const PROGRAM: &str = "/usr/bin/etcd";

/// Starts this machine's member of the cluster.
pub(crate) fn start(machine: &Machine, all: &[Machine], folder: &Path) -> Result<Process> {
    let name = name(machine);
    let members: Vec<String> = all
        .iter()
        .map(|member| format!("{}={}", self::name(member), peer(member)))
        .collect();
    let data = folder.join("etcd").display().to_string();
    let (members, peer, client) = (members.join(","), peer(machine), client(machine));
    let words = [
        ("--name", name.as_str()),
        ("--data-dir", &data),
        ("--listen-peer-urls", &peer),
        ("--initial-advertise-peer-urls", &peer),
        ("--listen-client-urls", &client),
        ("--advertise-client-urls", &client),
        ("--initial-cluster", &members),
        ("--initial-cluster-state", "new"),
        // Calmer than its defaults of 100 and 1000 ms: a disk that is busy for a moment is no reason for an election.
        ("--heartbeat-interval", "250"),
        ("--election-timeout", "1500"),
        // A member that comes back must not make the others elect again.
        ("--pre-vote", "true"),
        // See `patroni.yml`.
        ("--enable-v2", "true"),
        ("--logger", "zap"),
    ];
    let words: Vec<String> = words
        .iter()
        .map(|(name, value)| format!("{name}={value}"))
        .collect();
    let command = machine.command(Path::new(PROGRAM), words.iter().map(String::as_str));
    Process::start(&name, &command, &folder.join("etcd.log"))
}

/// Where its clients ask.
pub(crate) fn client(machine: &Machine) -> String {
    format!("http://{}:2379", machine.address)
}

fn peer(machine: &Machine) -> String {
    format!("http://{}:2380", machine.address)
}

fn name(machine: &Machine) -> String {
    format!("etcd{}", machine.number)
}
