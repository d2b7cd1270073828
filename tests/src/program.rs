//! `chasqui`, started from its built file.

use std::{
    ffi::OsStr,
    io::{BufRead, BufReader, Write},
    path::{Path, PathBuf},
    process::{Child, Command, Output, Stdio},
};

use tempfile::TempDir;

use crate::{server::is_late, wait::until};

const SECOND_FACTOR_ROLES: &str = "CHASQUI_SECOND_FACTOR_ROLES";
const EXEMPT_NETWORKS: &str = "CHASQUI_EXEMPT_NETWORKS";
/// This machine, and addresses for examples (RFC 5737) and of private networks, which tests give to their people.
const HERE: &str = "127.0.0.0/8, 10.0.0.0/8, 192.0.2.0/24, 198.51.100.0/24, 203.0.113.0/24";

/// A terminal in a folder that goes away with it.
pub struct Terminal {
    folder: TempDir,
    settings: Vec<(&'static str, String)>,
    program: PathBuf,
}

/// What the program said, and whether it was content.
pub struct Said {
    /// The exit code was 0.
    pub good: bool,
    /// Standard output.
    pub out: String,
    /// Standard error.
    pub err: String,
}

/// A demo that runs until it is dropped.
pub struct Demo {
    child: Child,
    /// `http://127.0.0.1:PORT`.
    pub address: String,
    /// All that it printed at its start.
    pub printed: String,
}

impl Terminal {
    /// An empty folder, and none of the settings of whoever runs the tests.
    pub fn new() -> Self {
        Self::running(built())
    }

    /// The same for a program that is elsewhere.
    pub fn running(program: PathBuf) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        Self {
            folder,
            settings: Vec::new(),
            program,
        }
    }

    /// The same with a variable set from now on.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.set(name, value);
        self
    }

    /// Sets a variable from now on.
    pub fn set(&mut self, name: &'static str, value: impl Into<String>) {
        self.settings.push((name, value.into()));
    }

    /// Unsets a variable from now on.
    pub fn unset(&mut self, name: &str) {
        self.settings.retain(|(set, _)| *set != name);
    }

    /// What a variable is set to.
    pub fn setting(&self, name: &str) -> Option<&str> {
        let set = self.settings.iter().rev().find(|(set, _)| *set == name);
        set.map(|(_, value)| value.as_str())
    }

    /// Runs another program from now on, such as an earlier release; answers which it was.
    pub fn runs(&mut self, program: PathBuf) -> PathBuf {
        std::mem::replace(&mut self.program, program)
    }

    /// A file of the folder.
    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Types `chasqui` and these words, again where it says that the database did not answer in time.
    pub fn chasqui<A: AsRef<OsStr>>(&self, words: impl IntoIterator<Item = A>) -> Said {
        let mut command = self.command(words);
        until("the database answers in time", || {
            let said = Said::from(command.output().expect("the program starts"));
            (said.good || !is_late(&said.err)).then_some(said)
        })
    }

    /// The same, with a line typed when it asks.
    pub fn chasqui_asked<A: AsRef<OsStr>>(&self, words: impl IntoIterator<Item = A>, line: &str) -> Said {
        let mut command = self.command(words);
        command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        let mut child = command.spawn().expect("the program starts");
        let mut keyboard = child.stdin.take().expect("it was piped");
        // It may have ended without asking.
        let _ = writeln!(keyboard, "{line}");
        drop(keyboard);
        Said::from(child.wait_with_output().expect("the program ends"))
    }

    /// Starts a demo with its data in `data`, and waits until it says where it is.
    pub fn demo(&self) -> Demo {
        let mut command = self.command(["demo", "--port", "0", "--data", "data"]);
        let mut child = command
            .stdout(Stdio::piped())
            .spawn()
            .expect("the program starts");
        let mut lines = BufReader::new(child.stdout.take().expect("it was piped"));
        let mut printed = String::new();
        while !printed.contains("Ctrl-C") {
            let read = lines.read_line(&mut printed).expect("a line");
            assert_ne!(read, 0, "the demo ended: {printed}");
        }
        let address = printed
            .split_whitespace()
            .find(|word| word.starts_with("http://"))
            .expect("an address");
        Demo {
            child,
            address: address.to_owned(),
            printed: printed.clone(),
        }
    }

    /// `chasqui` and these words, to be started.
    pub fn command<A: AsRef<OsStr>>(&self, words: impl IntoIterator<Item = A>) -> Command {
        let mut command = Command::new(&self.program);
        command
            .args(words)
            .current_dir(self.folder.path())
            .env_clear()
            .envs(self.settings.iter().cloned());
        // Nobody here has an app for codes, and everybody comes from an office, unless a story says otherwise. A program of before
        // knows no such settings.
        for (name, value) in [(SECOND_FACTOR_ROLES, ""), (EXEMPT_NETWORKS, HERE)] {
            if self.program == built() && self.setting(name).is_none() {
                command.env(name, value);
            }
        }
        command
    }
}

impl Default for Terminal {
    fn default() -> Self {
        Self::new()
    }
}

impl Said {
    /// What it printed; it went well.
    #[track_caller]
    pub fn done(self) -> String {
        assert!(self.good, "{}{}", self.out, self.err);
        self.out
    }

    /// It was refused with these words.
    #[track_caller]
    pub fn refused(&self, because: &str) {
        assert!(
            !self.good && self.err.contains(because),
            "{}{}",
            self.out,
            self.err
        );
    }
}

impl From<Output> for Said {
    fn from(output: Output) -> Self {
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        Self {
            good: output.status.success(),
            out: text(&output.stdout),
            err: text(&output.stderr),
        }
    }
}

impl Demo {
    /// `127.0.0.1:PORT`.
    pub fn host(&self) -> &str {
        self.address.trim_start_matches("http://")
    }
}

impl Drop for Demo {
    fn drop(&mut self) {
        // It may have ended by itself; either way it is gone.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A service that ships.
pub fn shipped(name: &str) -> String {
    repository()
        .join("forms")
        .join(format!("{name}.yaml"))
        .display()
        .to_string()
}

fn repository() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .expect("the workspace")
}

/// The program beside the tests' own files: `just unit` builds it first.
pub fn built() -> PathBuf {
    let own = std::env::current_exe().expect("the test's own file");
    let target = own.ancestors().nth(2).expect("target/debug/deps");
    let program = target.join("chasqui");
    assert!(
        program.exists(),
        "{} is not built yet: cargo build -p chasqui",
        program.display()
    );
    program
}
