//! Machines that are none: network namespaces on a bridge, each with processes of its own.

use std::{path::Path, process::Command};

use anyhow::{Context, Result};
use journeys::wait::try_until;

use crate::process::{command, run};

/// Bridge and namespaces are called after it, so that what a killed test left behind is known again.
const NAME: &str = "chasqui-ha";
/// How many machines there are.
pub(crate) const MACHINES: u8 = 3;

/// A bridge with a namespace for each machine; gone when it is dropped.
pub(crate) struct Network {
    /// The first three numbers of every address.
    prefix: String,
}

/// One machine: a network namespace with an address on the bridge.
#[derive(Clone, Debug)]
pub(crate) struct Machine {
    /// 1, 2 or 3.
    pub(crate) number: u8,
    /// Its address, as text.
    pub(crate) address: String,
}

impl Network {
    /// Builds it, after removing what an earlier test may have left.
    pub(crate) fn build() -> Result<Self> {
        remove();
        let network = Self {
            prefix: free_prefix()?,
        };
        ip(&["link", "add", NAME, "type", "bridge"])?;
        ip(&["address", "add", &format!("{}.1/24", network.prefix), "dev", NAME])?;
        ip(&["link", "set", NAME, "up"])?;
        for machine in network.machines() {
            machine.attach()?;
        }
        Ok(network)
    }

    /// The machines, in order.
    pub(crate) fn machines(&self) -> Vec<Machine> {
        (1..=MACHINES)
            .map(|number| Machine {
                number,
                address: format!("{}.{}", self.prefix, number + 10),
            })
            .collect()
    }

    /// All addresses, as `pg_hba.conf` writes them.
    pub(crate) fn range(&self) -> String {
        format!("{}.0/24", self.prefix)
    }
}

impl Drop for Network {
    fn drop(&mut self) {
        remove();
    }
}

impl Machine {
    fn attach(&self) -> Result<()> {
        let (space, cable) = (self.space(), self.cable());
        ip(&["netns", "add", &space])?;
        ip(&[
            "link", "add", &cable, "type", "veth", "peer", "name", "eth0", "netns", &space,
        ])?;
        ip(&["link", "set", &cable, "master", NAME, "up"])?;
        let address = format!("{}/24", self.address);
        ip(&["-n", &space, "address", "add", &address, "dev", "eth0"])?;
        ip(&["-n", &space, "link", "set", "eth0", "up"])?;
        ip(&["-n", &space, "link", "set", "lo", "up"])
    }

    /// A command that runs on this machine as `postgres`. Its processes are a family of their own (a PID namespace):
    /// when the first is killed, the kernel kills them all at once.
    pub(crate) fn command<'a>(&self, program: &'a Path, words: impl IntoIterator<Item = &'a str>) -> Command {
        let space = self.space();
        let mut command = command("ip", ["netns", "exec", &space]);
        command
            .args([
                "unshare",
                "--ipc",
                "--pid",
                "--fork",
                "--kill-child",
                "--mount-proc",
            ])
            .args(["setpriv", "--reuid", "postgres", "--regid", "postgres"])
            .args(["--init-groups", "--pdeathsig", "KILL", "--"])
            .arg(program)
            .args(words);
        command
    }

    /// Pulls the cable: packets are lost, processes live on.
    pub(crate) fn cut(&self) -> Result<()> {
        ip(&["link", "set", &self.cable(), "down"])
    }

    /// Plugs it in again.
    pub(crate) fn mend(&self) -> Result<()> {
        ip(&["link", "set", &self.cable(), "up"])
    }

    /// What runs on it: each process's number and what it calls itself.
    pub(crate) fn processes(&self) -> Vec<(String, String)> {
        let numbers = run(&mut command("ip", ["netns", "pids", &self.space()])).unwrap_or_default();
        numbers
            .split_whitespace()
            .filter_map(|number| {
                let called = std::fs::read_to_string(format!("/proc/{number}/cmdline")).ok()?;
                Some((number.to_owned(), called))
            })
            .collect()
    }

    /// Hides other machines from it, while all the rest of the world still reaches it.
    pub(crate) fn part_from(&self, others: &[Machine]) -> Result<()> {
        self.route("add", others)
    }

    /// Lets it see them again.
    pub(crate) fn rejoin(&self, others: &[Machine]) -> Result<()> {
        self.route("delete", others)
    }

    fn route(&self, change: &str, others: &[Machine]) -> Result<()> {
        let mut others = others.iter().filter(|other| other.number != self.number);
        others.try_for_each(|other| ip(&["-n", &self.space(), "route", change, "blackhole", &other.address]))
    }

    fn space(&self) -> String {
        format!("{NAME}-{}", self.number)
    }

    fn cable(&self) -> String {
        format!("{NAME}{}", self.number)
    }
}

fn ip(words: &[&str]) -> Result<()> {
    run(&mut command("ip", words)).map(drop)
}

/// A range that no route of this machine leads to.
fn free_prefix() -> Result<String> {
    let routes = run(&mut command("ip", ["-4", "route", "show", "table", "all"]))?;
    (0..=255)
        .map(|third| format!("10.213.{third}"))
        .find(|prefix| !routes.contains(&format!("{prefix}.")))
        .context("no range of 10.213.0.0/16 is free")
}

/// Kills what still runs in our namespaces, and removes them. What is not there needs no removing.
fn remove() {
    for number in 1..=MACHINES {
        let space = format!("{NAME}-{number}");
        let _ = try_until("the end of what runs on a machine", || {
            let left = run(&mut command("ip", ["netns", "pids", &space])).unwrap_or_default();
            for process in left.split_whitespace() {
                let _ = run(&mut command("kill", ["-KILL", process]));
            }
            left.is_empty().then_some(())
        });
        let _ = run(&mut command("ip", ["netns", "delete", &space]));
        let _ = run(&mut command("ip", ["link", "delete", &format!("{NAME}{number}")]));
    }
    let _ = run(&mut command("ip", ["link", "delete", NAME]));
}
