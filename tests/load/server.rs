//! `chasqui serve` as a process of its own, with a folder and a database of its own.

use std::{
    fs::File,
    net::SocketAddr,
    path::{Path, PathBuf},
    process::{Child, Command},
};

use anyhow::{Context, Result, ensure};
use journeys::wait::try_until;
use tempfile::TempDir;

use crate::{
    HOST,
    database::{Database, Kind},
    options::Program,
};

/// A server until it is dropped.
pub(crate) struct Server {
    pub(crate) program: String,
    pub(crate) address: SocketAddr,
    pub(crate) database: Database,
    child: Child,
    /// Kept until the server has ended.
    _folder: TempDir,
}

impl Server {
    /// Starts the program of a number as it ships, behind a proxy that speaks TLS for it, with letters to a mail server if
    /// there is one.
    pub(crate) fn start(
        (number, program): (usize, &Program),
        kind: Kind,
        services: &Path,
        mail: Option<SocketAddr>,
    ) -> Result<Self> {
        // Where things are built, since a temporary folder may lie in memory, where nothing waits for a disk.
        let own = std::env::current_exe()?;
        let built = own.parent().context("a folder")?;
        let folder = tempfile::Builder::new().prefix("load-").tempdir_in(built)?;
        let database = Database::fresh(kind, folder.path(), number)?;
        let command = |words: &[&str]| {
            let mut command = Command::new(&program.path);
            command
                .args(words)
                .current_dir(folder.path())
                .env_clear()
                .envs(std::env::vars().filter(|(name, _)| name.starts_with("PG")))
                .env("CHASQUI_LISTEN", "127.0.0.1:0")
                .env("CHASQUI_BASE_URL", format!("https://{HOST}"))
                .env("CHASQUI_BEHIND_PROXY", "yes")
                .env("CHASQUI_DATABASE_URL", &database.url)
                .env("CHASQUI_SERVICES", services)
                .env("NO_COLOR", "1");
            if let Some(mail) = mail {
                command.env("CHASQUI_SMTP_URL", format!("smtp://{mail}"));
            }
            command
        };
        for purpose in ["permit", "status"] {
            let made = command(&["keys", "create", purpose]).output()?;
            ensure!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
        }
        let log = folder.path().join("log");
        let child = command(&["serve"]).stderr(File::create(&log)?).spawn()?;
        let mut server = Self {
            program: program.name.clone(),
            address: SocketAddr::from(([127, 0, 0, 1], 0)),
            database,
            child,
            _folder: folder,
        };
        server.address = serving(&log)?;
        Ok(server)
    }

    pub(crate) fn pid(&self) -> u32 {
        self.child.id()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may have ended by itself; either way it is gone.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Where it says that it serves.
fn serving(log: &PathBuf) -> Result<SocketAddr> {
    let address = try_until("the server serves", || {
        let log = std::fs::read_to_string(log).ok()?;
        let (_, address) = log
            .split_once("serving address=")
            .or(log.split_once("address="))?;
        Some(address.split_whitespace().next()?.to_owned())
    });
    let address = address.with_context(|| std::fs::read_to_string(log).unwrap_or_default())?;
    Ok(address.parse()?)
}
