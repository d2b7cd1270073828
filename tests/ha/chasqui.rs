//! `chasqui serve`, twice, on one database.

use std::{
    fs,
    net::SocketAddr,
    path::{Path, PathBuf},
    process::Command,
    time::Duration,
};

use anyhow::{Context, Result, ensure};

use crate::{
    cluster::free_address,
    http,
    process::{Process, run},
    wait::until,
};

const NODES: u8 = 2;
const PATIENCE: Duration = Duration::from_mins(1);

/// The nodes, and what they share.
pub(crate) struct Chasqui {
    nodes: Vec<Node>,
    database: String,
    folder: PathBuf,
}

struct Node {
    process: Process,
    address: SocketAddr,
    log: PathBuf,
}

impl Chasqui {
    /// Starts the nodes one after the other: the first makes the tables and the keys.
    pub(crate) fn start(database: &str, service: &Path, folder: &Path) -> Result<Self> {
        let services = folder.join("services");
        fs::create_dir(&services)?;
        let name = service.file_name().context("the service is a file")?;
        fs::copy(service, services.join(name))?;
        let mut chasqui = Self {
            nodes: Vec::new(),
            database: database.to_owned(),
            folder: folder.to_owned(),
        };
        for number in 1..=NODES {
            chasqui.add(number)?;
        }
        Ok(chasqui)
    }

    fn add(&mut self, number: u8) -> Result<()> {
        let address = free_address()?;
        let log = self.folder.join(format!("chasqui{number}.log"));
        let mut command = self.command("serve")?;
        command.env("CHASQUI_LISTEN", address.to_string());
        let mut process = Process::start(&format!("chasqui{number}"), &command, &log)?;
        let mut ended = None;
        until("chasqui is ready", PATIENCE, || {
            ended = process.must_live().err();
            let ready = http::get(&format!("http://{address}/readyz"), Duration::from_secs(2));
            (ended.is_some() || ready.is_ok_and(|answer| answer.status == 200)).then_some(())
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
        Ok(run(&mut self.command("audit")?)?.trim().to_owned())
    }

    fn command(&self, word: &str) -> Result<Command> {
        let mut command = Command::new(built()?);
        command
            .arg(word)
            .current_dir(&self.folder)
            .env("NO_COLOR", "1")
            .env("CHASQUI_DATABASE_URL", &self.database)
            .env("CHASQUI_BASE_URL", "https://permisos.example")
            .env("CHASQUI_KEYS", self.folder.join("keys"))
            .env("CHASQUI_SERVICES", self.folder.join("services"))
            // Each person comes from an address of their own: the test says which, as a proxy would.
            .env("CHASQUI_BEHIND_PROXY", "yes");
        Ok(command)
    }
}

/// The program beside the test's own file.
fn built() -> Result<PathBuf> {
    let own = std::env::current_exe()?;
    let target = own.ancestors().nth(2).context("target/debug/deps")?;
    let program = target.join("chasqui");
    ensure!(
        program.exists(),
        "{} is not built yet: cargo build -p chasqui",
        program.display()
    );
    Ok(program)
}
