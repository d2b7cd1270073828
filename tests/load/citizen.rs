//! Who applies: each with an address, a document and a mail of their own, as limits count them.

use std::{collections::HashMap, collections::HashSet, path::Path, sync::Arc};

use anyhow::{Result, anyhow};
use forms::{Answer, Answers, DocumentKind, QuestionId, Service, answers::IdentityDocument, samples};
use jiff::tz::TimeZone;
use journeys::clock;

use crate::cookies::Cookies;

/// The service that everybody applies for, with what they all answer alike.
pub(crate) struct Applicants {
    service: Service,
    answers: Answers,
}

/// Somebody with a phone who was never here.
pub(crate) struct Citizen {
    applicants: Arc<Applicants>,
    answers: Answers,
    /// Where the proxy says that they are.
    pub(crate) address: String,
    pub(crate) cookies: Cookies,
    /// What their browser holds already, by address.
    pub(crate) files: HashSet<String>,
}

impl Applicants {
    /// The transit permit, as it ships.
    pub(crate) fn read(services: &Path) -> Result<Self> {
        let source = std::fs::read_to_string(services.join("transit-permit.yaml"))?;
        let service = forms::read("transit-permit.yaml", &source).map_err(|wrong| anyhow!("{wrong}"))?;
        let mut given = Answers::default();
        // One's own superior is a case for a person; what is measured is decided by a rule.
        let superior = Answer::Email("jefa@ejemplo.pe".to_owned());
        given.insert(QuestionId::new("boss_email"), superior);
        let today = clock::now().to_zoned(TimeZone::get("America/Lima")?).date();
        Ok(Self {
            answers: samples::around(&service, given, today),
            service,
        })
    }

    /// The citizen of a number.
    pub(crate) fn citizen(self: &Arc<Self>, number: u32) -> Citizen {
        let mut answers = self.answers.clone();
        let document = IdentityDocument {
            kind: DocumentKind::DNI,
            number: format!("{:08}", 10_000_000 + number),
        };
        answers.insert(QuestionId::new("document"), Answer::IdentityDocument(document));
        let email = format!("persona-{number}@ejemplo.pe");
        answers.insert(QuestionId::new("email"), Answer::Email(email));
        let [_, second, third, fourth] = number.to_be_bytes();
        Citizen {
            applicants: Arc::clone(self),
            answers,
            address: format!("10.{second}.{third}.{fourth}"),
            cookies: Cookies::default(),
            files: HashSet::new(),
        }
    }
}

impl Citizen {
    /// The service's page, and below it the rest: `/s/transit-permit/apply/check`.
    pub(crate) fn path(&self, rest: &str) -> String {
        format!("/s/{}{rest}", self.applicants.service.id)
    }

    /// What they type on the form page at this address.
    pub(crate) fn answers_at(&self, path: &str) -> Vec<(String, String)> {
        let id = path.rsplit('/').next().unwrap_or_default();
        let pages = &self.applicants.service.form.pages;
        let page = pages.iter().find(|page| page.id.as_str() == id);
        let questions = page.into_iter().flat_map(|page| &page.questions);
        let answered = questions.filter_map(|question| Some((question, self.answers.get(&question.id)?)));
        let raw: HashMap<_, _> = answered
            .flat_map(|(question, answer)| answer.to_raw(question))
            .collect();
        raw.into_iter()
            .flat_map(|(name, values)| values.into_iter().map(move |value| (name.clone(), value)))
            .collect()
    }
}
