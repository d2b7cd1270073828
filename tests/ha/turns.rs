//! Nodes that take turns: whoever gets no answer from one asks the next.

use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use journeys::{
    browser::{Browser, Page},
    clock,
    wait::PATIENCE,
};

/// Before a person presses again.
const PAUSE: Duration = Duration::from_millis(300);

/// The nodes as one person asks them.
pub(crate) struct Turns<'a> {
    nodes: &'a [String],
    /// Which node is asked next: they take turns, so that every application is typed on both.
    turn: usize,
}

/// A page, and what it took to get it.
pub(crate) struct Told {
    /// The page.
    pub(crate) page: Page,
    /// When the request that was answered was sent.
    pub(crate) sent_at: Instant,
    /// The same by the clock on the wall, in milliseconds.
    pub(crate) sent_on: i64,
    /// What came of the requests before: `503`, `timeout: global` …
    pub(crate) failures: Vec<String>,
}

impl<'a> Turns<'a> {
    /// Begins with one or the other.
    pub(crate) fn new(nodes: &'a [String], turn: usize) -> Self {
        Self { nodes, turn }
    }

    /// Opens a page.
    pub(crate) fn get(&mut self, browser: &mut Browser, path: &str) -> Result<Told> {
        self.persist(path, |node| browser.try_get(node, path))
    }

    /// Sends a form; the same again until it is answered.
    pub(crate) fn post(
        &mut self,
        browser: &mut Browser,
        path: &str,
        fields: &[(String, String)],
    ) -> Result<Told> {
        self.persist(path, |node| browser.try_post(node, path, fields))
    }

    fn persist(
        &mut self,
        path: &str,
        mut ask: impl FnMut(&str) -> Result<Page, ureq::Error>,
    ) -> Result<Told> {
        let begun = Instant::now();
        let mut failures = Vec::new();
        while begun.elapsed() < PATIENCE {
            let (sent_at, sent_on) = (Instant::now(), clock::now().as_millisecond());
            self.turn += 1;
            match ask(&self.nodes[self.turn % self.nodes.len()]) {
                Ok(page) if page.status < 500 => {
                    return Ok(Told {
                        page,
                        sent_at,
                        sent_on,
                        failures,
                    });
                }
                Ok(page) => failures.push(page.status.to_string()),
                Err(error) => failures.push(error.to_string()),
            }
            std::thread::sleep(PAUSE);
        }
        bail!("{path} was not answered: {failures:?}")
    }
}

impl Told {
    /// Where the page leads, with what is asked there.
    pub(crate) fn onward(&self) -> Result<&str> {
        let location = self.page.location.as_deref();
        location.with_context(|| format!("{} leads nowhere: {}", self.page.status, self.page.text()))
    }
}
