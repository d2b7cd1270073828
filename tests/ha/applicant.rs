//! One person applies, as people do: page after page, then the check, then "send" until it is answered.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use anyhow::{Result, ensure};
use forms::{Answer, Answers, DocumentKind, QuestionId, Service, answers::IdentityDocument};
use journeys::{
    browser::Browser,
    citizen::{Citizen, reference},
};

use crate::turns::{Told, Turns};

/// Longer than the store waits for a connection, shorter than a person waits for a page.
const PATIENCE: Duration = Duration::from_secs(8);

/// What a person was told in the end.
#[derive(Clone, Debug)]
pub(crate) struct Acknowledged {
    /// Whose it is.
    pub(crate) email: String,
    /// The reference that they were told.
    pub(crate) reference: String,
    /// When the request that was answered was sent.
    pub(crate) sent_at: Instant,
    /// The same by the clock on the wall, in milliseconds.
    pub(crate) sent_on: i64,
    /// When it was answered.
    pub(crate) at: Instant,
    /// What came of the sendings before it, whose outcome nobody knew.
    pub(crate) unknown: Vec<String>,
    /// How often the form was begun: more than once if what was typed was lost.
    pub(crate) begun: u32,
}

/// A citizen with a number, who does not give up.
pub(crate) struct Applicant<'a> {
    citizen: Citizen,
    nodes: Turns<'a>,
    email: String,
    begun: u32,
    unknown: Vec<String>,
}

/// How far somebody came.
enum Reached {
    /// All is typed; this is “check your answers”.
    Check(Told),
    /// What was typed is lost, and the citizen is told so.
    Lost,
    /// It was sent, and this is the answer.
    Answer(Told),
}

impl<'a> Applicant<'a> {
    /// Somebody who wants this service of these nodes.
    pub(crate) fn new(service: Arc<Service>, nodes: &'a [String], person: usize) -> Self {
        let email = format!("persona-{person}@ejemplo.pe");
        let mut citizen = Citizen::with_answers(service, answers_of(person, &email));
        citizen.browser = Browser::new("es")
            .waiting(PATIENCE)
            .behind_proxy(address_of(person));
        Self {
            citizen,
            nodes: Turns::new(nodes, person),
            email,
            begun: 0,
            unknown: Vec::new(),
        }
    }

    /// Applies. Before they press "send" for the first time, they wait for what they are told to.
    pub(crate) fn apply(mut self, wait: impl FnOnce()) -> Result<Acknowledged> {
        let mut wait = Some(wait);
        let mut told = self.begin()?;
        loop {
            told = match self.walk(told)? {
                Reached::Check(check) => {
                    if let Some(wait) = wait.take() {
                        wait();
                    }
                    self.send(&check)?
                }
                Reached::Lost => self.begin()?,
                Reached::Answer(told) => return self.confirmed(&told),
            };
        }
    }

    fn begin(&mut self) -> Result<Told> {
        self.begun += 1;
        self.post(&self.citizen.path(""), &[])
    }

    /// Page after page, wherever the answers lead.
    fn walk(&mut self, mut told: Told) -> Result<Reached> {
        loop {
            if told.page.status == 410 {
                return Ok(Reached::Lost);
            }
            let onward = told.onward()?.to_owned();
            if onward.starts_with("/a/") {
                return Ok(Reached::Answer(told));
            }
            let shown = self.get(&onward)?;
            told = match shown.page.status {
                200 if onward == self.citizen.path("/check") => return Ok(Reached::Check(shown)),
                200 => self.post(&onward, &self.citizen.filled_in(&onward, &shown.page))?,
                _ => shown,
            };
        }
    }

    fn send(&mut self, check: &Told) -> Result<Told> {
        let (path, fields) = self.citizen.sending_from(&check.page);
        let told = self.post(&path, &fields)?;
        self.unknown.extend(told.failures.iter().cloned());
        Ok(told)
    }

    /// The page that the answer leads to opens.
    fn confirmed(mut self, told: &Told) -> Result<Acknowledged> {
        let at = Instant::now();
        let status = self.get(told.onward()?)?.page.status;
        ensure!(status == 200, "{} answers {status}", told.page.leads_to());
        Ok(Acknowledged {
            reference: reference(&told.page),
            email: self.email,
            sent_at: told.sent_at,
            sent_on: told.sent_on,
            at,
            unknown: self.unknown,
            begun: self.begun,
        })
    }

    fn get(&mut self, path: &str) -> Result<Told> {
        self.nodes.get(&mut self.citizen.browser, path)
    }

    fn post(&mut self, path: &str, fields: &[(String, String)]) -> Result<Told> {
        self.nodes.post(&mut self.citizen.browser, path, fields)
    }
}

fn answers_of(person: usize, email: &str) -> Answers {
    let document = IdentityDocument {
        kind: DocumentKind::DNI,
        number: format!("{:08}", 10_000_000 + person),
    };
    let mut answers = Answers::default();
    answers.insert(QuestionId::new("document"), Answer::IdentityDocument(document));
    answers.insert(QuestionId::new("email"), Answer::Email(email.to_owned()));
    answers
}

/// Each person comes from an address of their own.
fn address_of(person: usize) -> String {
    let [_, second, third, fourth] = u32::try_from(person).unwrap_or_default().to_be_bytes();
    format!("10.{second}.{third}.{fourth}")
}
