//! The PostgreSQL server that the tests are given, and databases of their own on it.

use std::{
    path::Path,
    process::{Command, Stdio},
    sync::atomic::{AtomicU32, Ordering},
};

use crate::program::Terminal;

/// How many this process has made.
static MADE: AtomicU32 = AtomicU32::new(0);

/// A database that goes away with it.
pub struct Database(String);

impl Database {
    /// An empty one.
    pub fn empty() -> Self {
        let made = MADE.fetch_add(1, Ordering::Relaxed);
        let name = format!("chasqui_{}_{made}", std::process::id());
        run("createdb", &[&name]);
        Self(name)
    }

    /// One out of a dump.
    pub fn restored(dump: &Path) -> Self {
        let database = Self::empty();
        let (file, quietly) = (dump.display().to_string(), "--output=/dev/null");
        let stopping = ["--quiet", "--no-psqlrc", "--set=ON_ERROR_STOP=1"];
        run(
            "psql",
            &[&stopping[..], &[quietly, "--file", &file, &database.0]].concat(),
        );
        database
    }

    /// Writes all that is in it into a file that any later server reads.
    pub fn dump(&self, file: &Path) {
        let to = file.display().to_string();
        run(
            "pg_dump",
            &["--no-owner", "--no-privileges", "--file", &to, &self.0],
        );
        // Older programs do not know these two lines of `psql` against hostile dumps (CVE-2025-8714).
        let text = std::fs::read_to_string(file).expect("the dump is text");
        let lines = text.lines().filter(|line| !line.contains("restrict "));
        let kept: String = lines.flat_map(|line| [line, "\n"]).collect();
        std::fs::write(file, kept).expect("the dump is written");
    }

    /// What `CHASQUI_DATABASE_URL` says.
    pub fn address(&self) -> String {
        format!("postgres:///{}", self.0)
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        // The server goes away after the tests; until then there is room for others.
        let _ = Command::new("dropdb")
            .args(["--force", &self.0])
            .stderr(Stdio::null())
            .status();
    }
}

/// A terminal whose programs find the server.
pub fn reached_by(mut terminal: Terminal) -> Terminal {
    assert!(
        std::env::var_os("PGHOST").is_some(),
        "this test needs a PostgreSQL server: ./just postgres cargo nextest run -p journeys"
    );
    for name in ["PGHOST", "PGPORT", "PGUSER", "PGPASSWORD"] {
        if let Ok(value) = std::env::var(name) {
            terminal = terminal.with(name, value);
        }
    }
    terminal
}

/// One of PostgreSQL's own programs, which must go well.
pub fn run(program: &str, words: &[&str]) {
    let done = Command::new(program).args(words).status();
    let done = done.expect("PostgreSQL's programs are installed");
    assert!(done.success(), "{program} {words:?}: {done}");
}
