//! What an earlier release left behind, in `tests/fixtures/before-engine`: what is in it, and how to put it up again.

mod manifest;

use std::{
    fs::File,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use crate::{
    postgres::{Database, reached_by},
    program::Terminal,
    set_clock::SetClock,
};
pub use manifest::{Backend, Case, Draft, KeptPhone, KeptVersion, Manifest, Official, Permit, Site};

/// The address of the site that the fixtures are of.
pub const BASE_URL: &str = "https://permisos.example";
/// Its folder, as it was packed.
pub const SITE: &str = "site.tar.gz";
/// The main file of its SQLite database.
pub const SQLITE: &str = "data/chasqui.db";
/// The dump of its PostgreSQL database.
pub const DUMP: &str = "chasqui.sql";

/// A site that was put up again, to be served by today's program.
pub struct Kept {
    /// Runs programs in its folder, by its clock, on its database.
    pub terminal: Terminal,
    /// Its clock, which goes on where it was stopped.
    pub clock: SetClock,
    /// What is in it.
    pub site: Site,
    /// Its database on the tests' server, for as long.
    _database: Option<Database>,
}

/// Where the fixtures are.
pub fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/before-engine")
}

/// The settings of the site, in a terminal whose folder is the site's.
#[must_use]
pub fn settings(terminal: Terminal, database: &str) -> Terminal {
    terminal
        .with("CHASQUI_DATABASE_URL", database)
        .with("CHASQUI_BASE_URL", BASE_URL)
        .with("CHASQUI_KEYS", "keys")
        .with("CHASQUI_SERVICES", "forms")
        .with("CHASQUI_FILES_URL", "files")
        .with("CHASQUI_BEHIND_PROXY", "yes")
}

impl Kept {
    /// Unpacks the site of a store, at the time at which it was stopped.
    pub fn put_up(backend: Backend) -> Self {
        let mut manifest = Manifest::read();
        let mut terminal = Terminal::new();
        let packed = File::open(folder().join(backend.name()).join(SITE)).expect("the site is there");
        let unpacked = Command::new("tar")
            .args(["--extract", "--gzip", "--no-same-owner", "--directory"])
            .arg(terminal.path(""))
            .stdin(Stdio::from(packed))
            .status();
        assert!(unpacked.expect("tar is installed").success(), "{backend:?}");
        let mut address = format!("sqlite://{SQLITE}");
        let mut database = None;
        if backend == Backend::Postgres {
            let restored = Database::restored(&terminal.path(DUMP));
            address = restored.address();
            database = Some(restored);
            terminal = reached_by(terminal);
        }
        let clock = SetClock::new(&terminal, manifest.now);
        let site = manifest.sites.remove(&backend).expect("a site of each store");
        let mut terminal = settings(terminal, &address).by_clock(&clock);
        if let Some(root) = &site.root {
            terminal.set("CHASQUI_ROOT", root);
        }
        Self {
            terminal,
            clock,
            site,
            _database: database,
        }
    }

    /// The same with a setting more.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.terminal = self.terminal.with(name, value);
        self
    }
}
