//! `chasqui serve`, twice, on one database.

use std::{
    fs,
    net::SocketAddr,
    path::{Path, PathBuf},
    time::Duration,
};

use anyhow::{Context, Result, ensure};
use journeys::{browser::Browser, program::Terminal, wait::try_until};

use crate::{cluster::free_address, process::Process};

const NODES: u8 = 2;

/// The nodes, and what they share.
pub(crate) struct Chasqui {
    nodes: Vec<Node>,
    terminal: Terminal,
}

struct Node {
    process: Process,
    address: SocketAddr,
    log: PathBuf,
}

impl Chasqui {
    /// Starts the nodes one after the other: the first makes the tables and the keys. Their logs go into a folder.
    pub(crate) fn start(database: &str, service: &Path, logs: &Path) -> Result<Self> {
        let terminal = Terminal::new();
        let (keys, services) = (terminal.path("keys"), terminal.path("services"));
        fs::create_dir(&services)?;
        let name = service.file_name().context("the service is a file")?;
        fs::copy(service, services.join(name))?;
        let mut chasqui = Self {
            nodes: Vec::new(),
            terminal: terminal
                .with("NO_COLOR", "1")
                .with("CHASQUI_DATABASE_URL", database)
                .with("CHASQUI_BASE_URL", "https://permisos.example")
                .with("CHASQUI_KEYS", keys.display().to_string())
                .with("CHASQUI_SERVICES", services.display().to_string())
                // Each person comes from an address of their own: the test says which, as a proxy would.
                .with("CHASQUI_BEHIND_PROXY", "yes"),
        };
        for number in 1..=NODES {
            chasqui.add(number, logs)?;
        }
        Ok(chasqui)
    }

    fn add(&mut self, number: u8, logs: &Path) -> Result<()> {
        let address = free_address()?;
        let log = logs.join(format!("chasqui{number}.log"));
        let mut command = self.terminal.command(["serve"]);
        command.env("CHASQUI_LISTEN", address.to_string());
        let mut process = Process::start(&format!("chasqui{number}"), &command, &log)?;
        let mut anybody = Browser::new("es").waiting(Duration::from_secs(2));
        let mut ended = None;
        try_until("chasqui is ready", || {
            ended = process.must_live().err();
            let ready = anybody.try_get(&format!("http://{address}"), "/readyz");
            (ended.is_some() || ready.is_ok_and(|page| page.status == 200)).then_some(())
        })?;
        self.nodes.push(Node {
            process,
            address,
            log,
        });
        ended.map_or(Ok(()), Err)
    }

    /// `http://…` of each node.
    pub(crate) fn addresses(&self) -> Vec<String> {
        self.nodes
            .iter()
            .map(|node| format!("http://{}", node.address))
            .collect()
    }

    /// The nodes that were started are the nodes that run: none has fallen over.
    pub(crate) fn must_live(&mut self) -> Result<()> {
        self.nodes
            .iter_mut()
            .try_for_each(|node| node.process.must_live())
    }

    /// The log of each node.
    pub(crate) fn logs(&self) -> Result<Vec<String>> {
        let read = |node: &Node| Ok(fs::read_to_string(&node.log)?);
        self.nodes.iter().map(read).collect()
    }

    /// `chasqui audit`: what it says if every chain holds.
    pub(crate) fn audit(&self) -> Result<String> {
        let said = self.terminal.chasqui(["audit"]);
        ensure!(said.good, "chasqui audit: {}", said.err);
        Ok(said.out.trim().to_owned())
    }
}
