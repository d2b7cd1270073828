//! `chasqui serve` as an administrator runs it.

use std::{
    io::{BufRead, BufReader},
    process::{Child, Stdio},
    sync::{Arc, Condvar, Mutex},
};

use crate::{
    browser::Browser,
    program::Terminal,
    wait::{PATIENCE, until},
};

/// A server that runs until it is dropped.
pub struct Server {
    child: Child,
    log: Arc<Log>,
    /// `http://127.0.0.1:PORT`.
    pub address: String,
}

/// What it writes on standard error, as it comes.
#[derive(Default)]
struct Log {
    said: Mutex<Said>,
    more: Condvar,
}

#[derive(Default)]
struct Said {
    text: String,
    ended: bool,
}

impl Terminal {
    /// Starts a server on a port of its own, and waits until it serves. Its log if it does not.
    pub fn serve(&self) -> Result<Server, String> {
        let mut child = self
            .command(["serve"])
            .envs([("CHASQUI_LISTEN", "127.0.0.1:0"), ("NO_COLOR", "1")])
            .stderr(Stdio::piped())
            .spawn()
            .expect("the program starts");
        let log = Arc::<Log>::default();
        let lines = BufReader::new(child.stderr.take().expect("it was piped"));
        let keeping = Arc::clone(&log);
        std::thread::spawn(move || keeping.keep(lines));
        let started = log.wait_for("serving address=");
        let address = started.as_deref().and_then(address);
        let server = Server {
            child,
            log,
            address: address.unwrap_or_default(),
        };
        match started {
            Some(_) => Ok(server.answering()),
            None => Err(server.log()),
        }
    }
}

impl Terminal {
    /// Starts a server on an address, with its log going elsewhere. It may not serve yet.
    pub fn serve_unheard(&self, listen: &str, log: Stdio) -> Server {
        let mut command = self.command(["serve"]);
        let child = command.env("CHASQUI_LISTEN", listen).stderr(log).spawn();
        Server {
            child: child.expect("the program starts"),
            log: Arc::default(),
            address: format!("http://{listen}"),
        }
    }
}

impl Server {
    /// It says that it serves a moment before it does.
    fn answering(self) -> Self {
        let mut anybody = Browser::new("es");
        until("it answers", || {
            anybody.try_get(&self.address, "/healthz").ok().map(drop)
        });
        self
    }

    /// All that it has logged so far.
    pub fn log(&self) -> String {
        self.log.said.lock().expect("nobody panicked").text.clone()
    }

    /// Waits until it has logged this.
    pub fn says(&self, words: &str) {
        let said = self.log.wait_for(words);
        assert!(said.is_some(), "it never said {words}: {}", self.log());
    }

    /// Asks it to stop, and waits until it has.
    pub fn stop(mut self) -> String {
        let id = self.child.id().to_string();
        let asked = std::process::Command::new("kill").arg(id).status();
        assert!(asked.expect("a signal").success());
        let ended = self.child.wait().expect("it ends");
        assert!(ended.success(), "{ended}: {}", self.log());
        self.log()
    }

    /// Kills it: no last words.
    pub fn kill(mut self) {
        self.child.kill().expect("it runs");
        let status = self.child.wait().expect("it ends");
        assert!(status.code().is_none(), "it had ended by itself: {}", self.log());
    }

    /// The number of its process.
    pub fn process(&self) -> u32 {
        self.child.id()
    }

    /// Whether it still runs.
    pub fn is_alive(&mut self) -> bool {
        matches!(self.child.try_wait(), Ok(None))
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may have ended by itself; either way it is gone.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Log {
    fn keep(&self, lines: impl BufRead) {
        for line in lines.lines().map_while(Result::ok) {
            let mut said = self.said.lock().expect("nobody panicked");
            said.text.push_str(&line);
            said.text.push('\n');
            self.more.notify_all();
        }
        self.said.lock().expect("nobody panicked").ended = true;
        self.more.notify_all();
    }

    /// The line with these words, once it is there; nothing if the log ends without.
    fn wait_for(&self, words: &str) -> Option<String> {
        let line = |said: &Said| {
            said.text
                .lines()
                .find(|line| line.contains(words))
                .map(str::to_owned)
        };
        let said = self.said.lock().expect("nobody panicked");
        let (said, _) = self
            .more
            .wait_timeout_while(said, PATIENCE, |said| !said.ended && line(said).is_none())
            .expect("nobody panicked");
        line(&said)
    }
}

/// The errors in a log, but for those of a database that did not answer in time: people are told of them.
pub fn errors(log: &str) -> Vec<&str> {
    log.lines()
        .filter(|line| line.contains("ERROR") && !is_late(line))
        .collect()
}

/// Whether this says that a database did not answer in time, as happens on a machine that is busy enough.
pub(crate) fn is_late(said: &str) -> bool {
    ["the server does not answer", "pool timed out"]
        .iter()
        .any(|late| said.contains(late))
}

fn address(line: &str) -> Option<String> {
    let listens = line.split("address=").nth(1)?.split(' ').next()?;
    Some(format!("http://{listens}"))
}
