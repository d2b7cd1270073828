//! What a browser does for a citizen: cookies, hidden fields, one node after the other when one does not answer.

use std::{
    collections::BTreeMap,
    time::{Duration, Instant},
};

use anyhow::{Context, Result, bail};
use forms::answers::Raw;
use ureq::Agent;

use crate::{
    clock,
    http::{self, Answer},
};

/// Longer than the store waits for a connection, shorter than a person waits for a page.
const PATIENCE: Duration = Duration::from_secs(8);
/// Before a person presses again.
const PAUSE: Duration = Duration::from_millis(300);
/// Nobody presses longer than that.
const TIRED: Duration = Duration::from_secs(90);

/// A browser with its cookies.
pub(crate) struct Browser {
    agent: Agent,
    nodes: Vec<String>,
    /// Which node is asked next: they take turns, so that every application is typed on both.
    turn: usize,
    cookies: BTreeMap<String, String>,
    /// Where the proxy says that it is.
    peer: String,
}

/// An answer, and what it took to get it.
pub(crate) struct Told {
    /// The answer.
    pub(crate) answer: Answer,
    /// When the request that was answered was sent.
    pub(crate) sent_at: Instant,
    /// The same by the clock on the wall, in milliseconds.
    pub(crate) sent_on: i64,
    /// What came of the requests before: `503`, `timeout: global` …
    pub(crate) failures: Vec<String>,
}

impl Browser {
    /// A new one, of a person with a number.
    pub(crate) fn new(nodes: &[String], person: usize) -> Self {
        let [_, second, third, fourth] = u32::try_from(person).unwrap_or_default().to_be_bytes();
        Self {
            agent: http::agent(PATIENCE),
            nodes: nodes.to_vec(),
            turn: person,
            cookies: BTreeMap::new(),
            peer: format!("10.{second}.{third}.{fourth}"),
        }
    }

    /// Opens a page.
    pub(crate) fn get(&mut self, path: &str) -> Result<Told> {
        self.persist(path, None)
    }

    /// Sends a form; the same again until it is answered.
    pub(crate) fn post(&mut self, path: &str, fields: &Raw) -> Result<Told> {
        self.persist(path, Some(fields))
    }

    fn persist(&mut self, path: &str, fields: Option<&Raw>) -> Result<Told> {
        let begun = Instant::now();
        let mut failures = Vec::new();
        while begun.elapsed() < TIRED {
            let (sent_at, sent_on) = (Instant::now(), clock::now().as_millisecond());
            match self.ask(path, fields) {
                Ok(answer) if answer.status < 500 => {
                    self.keep(&answer);
                    return Ok(Told {
                        answer,
                        sent_at,
                        sent_on,
                        failures,
                    });
                }
                Ok(answer) => failures.push(answer.status.to_string()),
                Err(error) => failures.push(error.to_string()),
            }
            std::thread::sleep(PAUSE);
        }
        bail!("{path} was not answered: {failures:?}")
    }

    fn ask(&mut self, path: &str, fields: Option<&Raw>) -> Result<Answer> {
        self.turn += 1;
        let address = format!("{}{path}", self.nodes[self.turn % self.nodes.len()]);
        let cookies: Vec<String> = self
            .cookies
            .iter()
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        let cookies = cookies.join("; ");
        let headers = [
            ("cookie", cookies.as_str()),
            ("x-forwarded-for", &self.peer),
            ("accept-language", "es"),
        ];
        let response = match fields {
            None => {
                let request = self.agent.get(&address);
                headers
                    .iter()
                    .fold(request, |request, (name, value)| request.header(*name, *value))
                    .call()
            }
            Some(fields) => {
                let request = self.agent.post(&address).header("sec-fetch-site", "same-origin");
                let request = headers
                    .iter()
                    .fold(request, |request, (name, value)| request.header(*name, *value));
                request.send_form(
                    fields
                        .iter()
                        .flat_map(|(name, values)| values.iter().map(move |value| (name, value))),
                )
            }
        };
        http::answer(response?)
    }

    fn keep(&mut self, answer: &Answer) {
        for cookie in &answer.cookies {
            if let Some((name, value)) = cookie.split_once('=') {
                self.cookies.insert(name.to_owned(), value.to_owned());
            }
        }
    }
}

impl Told {
    /// Where the answer leads.
    pub(crate) fn onward(&self) -> Result<&str> {
        let Answer {
            status,
            location,
            body,
            ..
        } = &self.answer;
        location
            .as_deref()
            .with_context(|| format!("{status} leads nowhere: {}", said(body)))
    }

    /// The fields that the page's form sends without being asked.
    pub(crate) fn hidden(&self) -> Raw {
        let mut fields = Raw::new();
        for input in self.answer.body.split("<input type=\"hidden\" name=\"").skip(1) {
            let parts: Vec<&str> = input.split('"').collect();
            if let [name, " value=", value, ..] = parts.as_slice() {
                fields
                    .entry((*name).to_owned())
                    .or_default()
                    .push((*value).to_owned());
            }
        }
        fields
    }
}

/// What a page says in its middle, to be read in an error.
fn said(body: &str) -> String {
    let middle = body.split("<main").nth(1).unwrap_or(body);
    let mut inside = false;
    let text: String = middle
        .chars()
        .filter(|letter| {
            inside = *letter == '<' || inside && *letter != '>';
            !inside
        })
        .collect();
    text.split_whitespace().take(60).collect::<Vec<_>>().join(" ")
}
