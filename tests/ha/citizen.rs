//! One person applies, as people do: page after page, then the check, then "send" until it is answered.

use std::time::Instant;

use anyhow::{Context, Result, ensure};
use forms::{
    Answer, Answers, DocumentKind, PageId, QuestionId, Service,
    answers::{IdentityDocument, Raw},
    samples,
};
use jiff::tz::TimeZone;

use crate::{
    browser::{Browser, Told},
    clock,
};

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

/// The service, and what everybody answers.
pub(crate) struct Paper {
    service: Service,
    answers: Answers,
}

impl Paper {
    /// Reads a service file, and makes up answers to it.
    pub(crate) fn read(file: &std::path::Path) -> Result<Self> {
        let source = std::fs::read_to_string(file)?;
        let service = forms::read("service.yaml", &source).map_err(|found| anyhow::anyhow!("{found}"))?;
        let answers = samples::sample(&service, clock::now().to_zoned(TimeZone::UTC).date());
        Ok(Self { service, answers })
    }

    /// A person applies. Before they press "send" for the first time, they wait for what they are told to.
    pub(crate) fn apply(&self, nodes: &[String], person: usize, wait: impl FnOnce()) -> Result<Acknowledged> {
        let mut applicant = Applicant {
            browser: Browser::new(nodes, person),
            email: email_of(person),
            answers: self.answers_of(person),
            service: &self.service,
            begun: 0,
            unknown: Vec::new(),
        };
        let mut wait = Some(wait);
        let mut told = applicant.begin()?;
        loop {
            told = match applicant.walk(told)? {
                Reached::Check(fields) => {
                    if let Some(wait) = wait.take() {
                        wait();
                    }
                    applicant.send(&fields)?
                }
                Reached::Lost => applicant.begin()?,
                Reached::Answer(told) => return applicant.confirmed(&told),
            };
        }
    }

    fn answers_of(&self, person: usize) -> Answers {
        let mut answers = self.answers.clone();
        let document = IdentityDocument {
            kind: DocumentKind::Dni,
            number: format!("{:08}", 10_000_000 + person),
        };
        answers.insert(QuestionId::new("document"), Answer::IdentityDocument(document));
        answers.insert(QuestionId::new("email"), Answer::Email(email_of(person)));
        answers
    }
}

struct Applicant<'a> {
    browser: Browser,
    email: String,
    answers: Answers,
    service: &'a Service,
    begun: u32,
    unknown: Vec<String>,
}

/// How far somebody came.
enum Reached {
    /// All is typed; these fields send it.
    Check(Raw),
    /// What was typed is lost, and the citizen is told so.
    Lost,
    /// It was sent, and this is the answer.
    Answer(Told),
}

impl Applicant<'_> {
    fn begin(&mut self) -> Result<Told> {
        self.begun += 1;
        self.browser.post(&self.path(""), &Raw::new())
    }

    /// Page after page, wherever the answers lead.
    fn walk(&mut self, mut told: Told) -> Result<Reached> {
        loop {
            if told.answer.status == 410 {
                return Ok(Reached::Lost);
            }
            let onward = told.onward()?.to_owned();
            if onward.starts_with("/a/") {
                return Ok(Reached::Answer(told));
            }
            let page = self.browser.get(&onward)?;
            told = match page.answer.status {
                200 if onward == self.path("/check") => return Ok(Reached::Check(page.hidden())),
                200 => self.fill_in(&onward, &page)?,
                _ => page,
            };
        }
    }

    fn fill_in(&mut self, path: &str, page: &Told) -> Result<Told> {
        let mut fields = page.hidden();
        let id = path.rsplit('/').next().unwrap_or_default();
        let asked = self.service.page(&PageId::new(id));
        for question in &asked.with_context(|| format!("no page {id}"))?.questions {
            if let Some(answer) = self.answers.get(&question.id) {
                fields.extend(answer.to_raw(&question.id));
            }
        }
        self.browser.post(path, &fields)
    }

    fn send(&mut self, fields: &Raw) -> Result<Told> {
        let told = self.browser.post(&self.path("/submit"), fields)?;
        self.unknown.extend(told.failures.iter().cloned());
        Ok(told)
    }

    /// The page that the answer leads to opens.
    fn confirmed(mut self, told: &Told) -> Result<Acknowledged> {
        let at = Instant::now();
        let onward = told.onward()?;
        let path = onward.split('?').next().unwrap_or_default();
        let page = self.browser.get(onward)?;
        ensure!(page.answer.status == 200, "{path} answers {}", page.answer.status);
        Ok(Acknowledged {
            reference: path.trim_start_matches("/a/").to_owned(),
            email: self.email,
            sent_at: told.sent_at,
            sent_on: told.sent_on,
            at,
            unknown: self.unknown,
            begun: self.begun,
        })
    }

    fn path(&self, rest: &str) -> String {
        format!("/s/{}/apply{rest}", self.service.id)
    }
}

fn email_of(person: usize) -> String {
    format!("persona-{person}@ejemplo.pe")
}
