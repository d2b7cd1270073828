//! One person applies, as people do: page after page, then the check, then "send" until it is answered.

use std::time::Instant;

use anyhow::{Context, Result, bail, ensure};
use forms::{
    Answer, Answers, DocumentKind, PageId, QuestionId, Service,
    answers::{IdentityDocument, Raw},
    samples,
};

use crate::browser::{Browser, Told};

/// What a person was told in the end.
#[derive(Clone, Debug)]
pub(crate) struct Acknowledged {
    /// Whose it is.
    pub(crate) email: String,
    /// The reference that they were told.
    pub(crate) reference: String,
    /// When the request that was answered was sent.
    pub(crate) sent_at: Instant,
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
        let answers = samples::sample(&service, today());
        Ok(Self { service, answers })
    }

    /// A person applies.
    pub(crate) fn apply(&self, nodes: &[String], person: usize) -> Result<Acknowledged> {
        let mut applicant = Applicant {
            browser: Browser::new(nodes, person),
            email: format!("persona-{person}@ejemplo.pe"),
            answers: self.answers_of(person),
            service: &self.service,
        };
        for begun in 1.. {
            if let Some(told) = applicant.apply()? {
                return applicant.confirmed(told, begun);
            }
        }
        bail!("nobody begins so often")
    }

    fn answers_of(&self, person: usize) -> Answers {
        let mut answers = self.answers.clone();
        let document = IdentityDocument {
            kind: DocumentKind::Dni,
            number: format!("{:08}", 10_000_000 + person),
        };
        let email = format!("persona-{person}@ejemplo.pe");
        answers.insert(QuestionId::new("document"), Answer::IdentityDocument(document));
        answers.insert(QuestionId::new("email"), Answer::Email(email));
        answers
    }
}

struct Applicant<'a> {
    browser: Browser,
    email: String,
    answers: Answers,
    service: &'a Service,
}

impl Applicant<'_> {
    /// From the first page to the answer; nothing if what was typed was lost on the way, which citizens are told.
    fn apply(&mut self) -> Result<Option<Told>> {
        let mut told = self.browser.post(&self.path(""), &Raw::new())?;
        loop {
            if told.answer.status == 410 {
                return Ok(None);
            }
            let onward = told.onward()?.to_owned();
            if onward.starts_with("/a/") {
                return Ok(Some(told));
            }
            let page = self.browser.get(&onward)?;
            told = match page.answer.status {
                200 => self.fill_in(&onward, &page)?,
                _ => page,
            };
        }
    }

    /// Sends a page with its answers; the check, as it is.
    fn fill_in(&mut self, path: &str, page: &Told) -> Result<Told> {
        let mut fields = page.hidden();
        ensure!(fields.contains_key("form_token"), "{path} has no form");
        if path == self.path("/check") {
            return self.browser.post(&self.path("/submit"), &fields);
        }
        let id = path.rsplit('/').next().unwrap_or_default();
        let asked = self.service.page(&PageId::new(id)).with_context(|| format!("no page {id}"))?;
        for question in &asked.questions {
            if let Some(answer) = self.answers.get(&question.id) {
                fields.extend(answer.to_raw(&question.id));
            }
        }
        self.browser.post(path, &fields)
    }

    /// The page that the answer leads to opens, and tells the same reference.
    fn confirmed(&mut self, told: Told, begun: u32) -> Result<Acknowledged> {
        let at = Instant::now();
        let onward = told.onward()?.to_owned();
        let path = onward.split('?').next().unwrap_or_default();
        let reference = path.trim_start_matches("/a/").to_owned();
        let page = self.browser.get(&onward)?;
        ensure!(page.answer.status == 200, "{onward} answers {}", page.answer.status);
        Ok(Acknowledged {
            email: self.email.clone(),
            reference,
            sent_at: told.sent_at,
            at,
            unknown: told.failures,
            begun,
        })
    }

    fn path(&self, rest: &str) -> String {
        format!("/s/{}/apply{rest}", self.service.id)
    }
}

/// Which day it is for those who are asked when they were born.
#[expect(clippy::disallowed_methods, reason = "the test runs on the machine's clock, as what it tests")]
fn today() -> jiff::civil::Date {
    jiff::Timestamp::now().to_zoned(jiff::tz::TimeZone::UTC).date()
}
