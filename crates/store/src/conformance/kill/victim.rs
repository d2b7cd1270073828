//! A process that is going to be killed.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};

use super::{Moment, PATIENCE};

/// A process under load, with what it says on standard error.
#[derive(Debug)]
pub struct Victim {
    child: Child,
    lines: Receiver<String>,
}

impl Victim {
    /// Starts it.
    pub fn start(command: &mut Command) -> Self {
        let mut child = command
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let said = BufReader::new(child.stderr.take().unwrap());
        let (to, lines) = channel();
        std::thread::spawn(move || {
            for line in said.lines() {
                // Nobody listens any more where the test itself has failed.
                if to.send(line.unwrap()).is_err() {
                    break;
                }
            }
        });
        Self { child, lines }
    }

    /// What it says until the moment has come.
    pub fn until(&self, moment: Moment) -> Vec<String> {
        match moment {
            Moment::After(lines) => {
                let mut said = Vec::new();
                while (said.len() as u64) < lines {
                    match self.lines.recv_timeout(PATIENCE) {
                        Ok(line) => said.push(line),
                        Err(error) => panic!("it stands still ({error}): {said:#?}"),
                    }
                }
                said
            }
            Moment::Within(time) => self.within(time),
        }
    }

    fn within(&self, time: Duration) -> Vec<String> {
        let end = Instant::now() + time;
        let mut said = Vec::new();
        loop {
            match self
                .lines
                .recv_timeout(end.saturating_duration_since(Instant::now()))
            {
                Ok(line) => said.push(line),
                Err(RecvTimeoutError::Timeout) => return said,
                Err(RecvTimeoutError::Disconnected) => panic!("it ended by itself: {said:?}"),
            }
        }
    }

    /// Kills it, with all that it does. Answers what it had said by then and nobody had heard.
    pub fn kill(mut self) -> Vec<String> {
        self.child.kill().unwrap();
        let status = self.child.wait().unwrap();
        let rest: Vec<String> = self.lines.iter().collect();
        assert!(status.code().is_none(), "it ended by itself, {status}: {rest:?}");
        rest
    }
}

impl Drop for Victim {
    fn drop(&mut self) {
        // Where the test has failed it would work on for ever; else it is gone.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
