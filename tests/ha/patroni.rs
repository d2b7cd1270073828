//! Patroni on each machine: it starts PostgreSQL, and decides with etcd who leads.

use std::{fs, path::Path, time::Duration};

use anyhow::{Context, Result};
use journeys::browser::{Browser, Page};
use serde::Deserialize;

use crate::{
    etcd,
    namespace::{Machine, Network},
    process::Process,
};

/// Where Debian puts it.
pub(crate) const PROGRAM: &str = "/usr/bin/patroni";
/// Its settings; what differs from machine to machine is in braces.
const SETTINGS: &str = include_str!("patroni.yml");
const PATIENCE: Duration = Duration::from_secs(2);

/// What Patroni says of all members.
#[derive(Deserialize)]
pub(crate) struct Members {
    /// Each with its part.
    pub(crate) members: Vec<Member>,
}

/// One of them.
#[derive(Deserialize)]
pub(crate) struct Member {
    /// `leader`, `sync_standby` or `replica`.
    pub(crate) role: String,
    /// `running` or `streaming` where all is well.
    pub(crate) state: String,
    /// The reign that it follows; nothing while it starts.
    pub(crate) timeline: Option<u64>,
}

/// A reign's end: its timeline, where in the log it ended, why, when, and who followed.
#[derive(Deserialize)]
pub(crate) struct Turn(
    pub(crate) u64,
    pub(crate) u64,
    pub(crate) String,
    pub(crate) String,
    pub(crate) String,
);

/// Writes its settings into the machine's folder.
pub(crate) fn settle(machine: &Machine, network: &Network, folder: &Path) -> Result<()> {
    let etcd: Vec<String> = network
        .machines()
        .iter()
        .map(|machine| etcd::client(machine).replace("http://", ""))
        .collect();
    let mut settings = SETTINGS.to_owned();
    for (blank, value) in [
        ("{name}", name(machine)),
        ("{address}", machine.address.clone()),
        ("{etcd}", etcd.join(", ")),
        ("{range}", network.range()),
        ("{folder}", folder.display().to_string()),
        ("{programs}", programs()?),
    ] {
        settings = settings.replace(blank, &value);
    }
    Ok(fs::write(folder.join("patroni.yml"), settings)?)
}

/// Starts Patroni, which starts PostgreSQL.
pub(crate) fn start(machine: &Machine, folder: &Path) -> Result<Process> {
    let settings = folder.join("patroni.yml").display().to_string();
    let mut command = machine.command(Path::new(PROGRAM), [settings.as_str()]);
    command.current_dir(folder).env("HOME", folder);
    Process::start(&name(machine), &command, &folder.join("patroni.log"))
}

/// Whether this machine says that it leads.
pub(crate) fn leads(machine: &Machine) -> bool {
    ask(machine, "/primary").is_ok_and(|answer| answer.status == 200)
}

/// What this machine knows of all.
pub(crate) fn members(machine: &Machine) -> Result<Vec<Member>> {
    let answer = ask(machine, "/cluster")?;
    Ok(serde_json::from_slice::<Members>(&answer.body)?.members)
}

/// Who led when.
pub(crate) fn history(machine: &Machine) -> Result<Vec<Turn>> {
    let answer = ask(machine, "/history")?;
    Ok(serde_json::from_slice(&answer.body)?)
}

/// What Patroni calls it.
pub(crate) fn name(machine: &Machine) -> String {
    format!("node{}", machine.number)
}

fn ask(machine: &Machine, what: &str) -> Result<Page, ureq::Error> {
    let mut anybody = Browser::new("en").waiting(PATIENCE);
    anybody.try_get(&format!("http://{}:8008", machine.address), what)
}

/// Debian keeps each version of PostgreSQL in a folder of its own: the newest.
fn programs() -> Result<String> {
    let versions = fs::read_dir("/usr/lib/postgresql").context("PostgreSQL is not installed")?;
    let newest = versions
        .filter_map(|version| version.ok()?.file_name().to_str()?.parse::<u32>().ok())
        .max()
        .context("PostgreSQL is not installed")?;
    Ok(format!("/usr/lib/postgresql/{newest}/bin"))
}
