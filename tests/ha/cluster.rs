//! Three machines with etcd, Patroni and PostgreSQL each, and HAProxy in front of them.

use std::{
    fs,
    net::{Ipv4Addr, SocketAddr, TcpListener},
    os::unix::fs::{PermissionsExt, chown},
    path::{Path, PathBuf},
};

use anyhow::{Context, Result, ensure};
use journeys::wait::try_until;

use crate::{
    etcd, haproxy,
    namespace::{Machine, Network},
    patroni::{self, Member},
    process::{Process, command, run},
};

/// How many commits must wait before one of them is killed.
const WAITING: usize = 4;

/// All of it. What runs on the machines ends before their network does.
pub(crate) struct Cluster {
    nodes: Vec<Node>,
    _haproxy: Process,
    listen: SocketAddr,
    network: Network,
}

/// One machine with what runs on it.
pub(crate) struct Node {
    /// The machine.
    pub(crate) machine: Machine,
    folder: PathBuf,
    _etcd: Process,
    patroni: Option<Process>,
}

impl Cluster {
    /// Builds it in a folder, and waits until commits wait for a standby.
    pub(crate) fn build(folder: &Path) -> Result<Self> {
        fs::set_permissions(folder, fs::Permissions::from_mode(0o755))?;
        let network = Network::build()?;
        let machines = network.machines();
        let listen = free_address()?;
        let nodes = machines
            .iter()
            .map(|machine| Node::start(machine, &network, folder))
            .collect::<Result<_>>()?;
        let cluster = Self {
            nodes,
            _haproxy: haproxy::start(listen, &machines, folder)?,
            listen,
            network,
        };
        cluster.whole()?;
        cluster.sql("CREATE ROLE chasqui LOGIN PASSWORD 'chasqui'", "postgres")?;
        cluster.sql("CREATE DATABASE chasqui OWNER chasqui", "postgres")?;
        Ok(cluster)
    }

    /// What `CHASQUI_DATABASE_URL` says.
    pub(crate) fn url(&self) -> String {
        format!("postgres://chasqui:chasqui@{}/chasqui", self.listen)
    }

    /// Asks the leader, as the database's owner would at the console.
    pub(crate) fn sql(&self, statement: &str, database: &str) -> Result<String> {
        psql(&self.listen.to_string(), statement, database)
    }

    /// Waits until one leads and the others follow it, one of them synchronously.
    pub(crate) fn whole(&self) -> Result<()> {
        try_until("one leads and two follow", || self.is_whole().then_some(()))
    }

    fn is_whole(&self) -> bool {
        let Some(leader) = self.leader() else { return false };
        let Ok(members) = patroni::members(leader) else {
            return false;
        };
        let count = |role: &str| members.iter().filter(|member| member.role == role).count();
        let reign = members
            .iter()
            .find(|member| member.role == "leader")
            .and_then(|member| member.timeline);
        // Newer versions of Patroni say `streaming` of those who follow.
        let runs = |member: &Member| matches!(member.state.as_str(), "running" | "streaming");
        let follows = |member: &Member| runs(member) && member.timeline == reign;
        members.len() == self.nodes.len()
            && members.iter().all(follows)
            && (count("leader"), count("sync_standby"), count("replica")) == (1, 1, 1)
            && self.streaming() == Some(self.nodes.len() - 1)
    }

    /// How many standbys receive from the leader, by its own account.
    fn streaming(&self) -> Option<usize> {
        let said = self.sql(
            "SELECT count(*) FROM pg_stat_replication WHERE state = 'streaming'",
            "postgres",
        );
        said.ok()?.trim().parse().ok()
    }

    /// Who leads; somebody does, though it may be too busy to say so at once.
    pub(crate) fn leads(&self) -> Result<&Machine> {
        try_until("somebody leads", || self.leader())
    }

    /// Who says that it leads.
    fn leader(&self) -> Option<&Machine> {
        self.nodes
            .iter()
            .map(|node| &node.machine)
            .find(|machine| patroni::leads(machine))
    }

    /// Who leads instead of another.
    pub(crate) fn heir_of(&self, number: u8) -> Result<u8> {
        try_until("another leads", || {
            self.leader()
                .map(|leader| leader.number)
                .filter(|leader| *leader != number)
        })
    }

    /// Asks every machine by itself, past HAProxy.
    pub(crate) fn on_each(&self, statement: &str, database: &str) -> Result<Vec<String>> {
        let ask = |node: &Node| psql(&format!("{}:5432", node.machine.address), statement, database);
        self.nodes.iter().map(ask).collect()
    }

    /// Kills a machine's Patroni and PostgreSQL with one SIGKILL.
    pub(crate) fn kill(&mut self, number: u8) -> Result<()> {
        let patroni = self.node(number)?.patroni.take();
        patroni.context("it does not run")?.kill()
    }

    /// Starts again what was killed.
    pub(crate) fn revive(&mut self, number: u8) -> Result<()> {
        let node = self.node(number)?;
        ensure!(node.patroni.is_none(), "it runs");
        node.patroni = Some(patroni::start(&node.machine, &node.folder)?);
        Ok(())
    }

    /// Pulls a machine's cable.
    pub(crate) fn cut(&mut self, number: u8) -> Result<()> {
        self.node(number)?.machine.cut()
    }

    /// Plugs it in again.
    pub(crate) fn mend(&mut self, number: u8) -> Result<()> {
        self.node(number)?.machine.mend()
    }

    /// Hides the other machines from one that HAProxy still reaches.
    pub(crate) fn part(&mut self, number: u8) -> Result<()> {
        let all = self.network.machines();
        self.node(number)?.machine.part_from(&all)
    }

    /// Kills a PostgreSQL process in the middle of a commit that waits for its standby. PostgreSQL then restarts all of
    /// them, and shows what had waited as if it had been committed.
    pub(crate) fn crash_a_commit(&mut self, number: u8) -> Result<()> {
        let machine = &self.node(number)?.machine;
        let waiting = try_until("commits wait for a standby", || {
            let mut processes = machine.processes();
            processes.retain(|(_, called)| called.contains("chasqui") && called.contains("waiting for"));
            (processes.len() >= WAITING).then_some(processes)
        })?;
        let (victim, _) = waiting.first().context("there are some")?;
        run(&mut command("kill", ["-KILL", victim])).map(drop)
    }

    /// Lets it see them again.
    pub(crate) fn rejoin(&mut self, number: u8) -> Result<()> {
        let all = self.network.machines();
        self.node(number)?.machine.rejoin(&all)
    }

    fn node(&mut self, number: u8) -> Result<&mut Node> {
        let found = self.nodes.iter_mut().find(|node| node.machine.number == number);
        found.context("there is no such machine")
    }
}

impl Node {
    fn start(machine: &Machine, network: &Network, folder: &Path) -> Result<Self> {
        let folder = folder.join(patroni::name(machine));
        fs::create_dir(&folder)?;
        let owner = run(&mut command("id", ["-u", "postgres"]))?.trim().parse()?;
        chown(&folder, Some(owner), None)?;
        patroni::settle(machine, network, &folder)?;
        Ok(Self {
            machine: machine.clone(),
            _etcd: etcd::start(machine, &network.machines(), &folder)?,
            patroni: Some(patroni::start(machine, &folder)?),
            folder,
        })
    }
}

fn psql(server: &str, statement: &str, database: &str) -> Result<String> {
    let url = format!("postgres://postgres:super@{server}/{database}?connect_timeout=2");
    let quiet = ["-X", "-q", "-A", "-t", "-F", "\t", "-v", "ON_ERROR_STOP=1"];
    let words = quiet.into_iter().chain(["-d", &url, "-c", statement]);
    run(&mut command("psql", words))
}

/// A free port on this machine.
pub(crate) fn free_address() -> Result<SocketAddr> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
    Ok(listener.local_addr()?)
}
