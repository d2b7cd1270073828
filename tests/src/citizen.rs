//! Somebody who applies, page by page, each at whichever node answers.

use std::{path::Path, sync::Arc};

use forms::{Answer, Answers, QuestionId, Service, samples};
use jiff::{Timestamp, civil::Date};

use crate::{
    browser::{Browser, Page},
    clock,
};

/// A service of two pages, for tests alone.
const ERRAND: &str = include_str!("errand.yaml");

/// A citizen with an answer to every question of a service.
pub struct Citizen {
    /// Their browser.
    pub browser: Browser,
    /// What they answer.
    pub answers: Answers,
    service: Arc<Service>,
}

impl Citizen {
    /// Somebody who applies for a service with these answers, and plausible ones to what they leave open.
    pub fn with_answers(service: Arc<Service>, given: Answers) -> Self {
        Self::on(today(), service, given)
    }

    /// The same on another day.
    pub fn on(day: Date, service: Arc<Service>, given: Answers) -> Self {
        Self {
            browser: Browser::new("es"),
            answers: samples::around(&service, given, day),
            service,
        }
    }

    /// Somebody with this address of mail who runs an errand, which is approved by this: `rule`, `person` (an
    /// officer) or `deadline` (a minute later).
    pub fn with_errand(email: &str, decided: &str) -> Self {
        Self::with_errand_of(ERRAND, email, decided)
    }

    /// The same with a service file that differs a little.
    pub fn with_errand_of(source: &str, email: &str, decided: &str) -> Self {
        let service = forms::read("errand.yaml", source).expect("it is checked");
        let mut given = Answers::default();
        given.insert(QuestionId::new("email"), Answer::Email(email.to_owned()));
        given.insert(QuestionId::new("decided"), Answer::Choice(decided.to_owned()));
        Self::with_answers(Arc::new(service), given)
    }

    /// Puts the errand's service file into a folder of service files.
    pub fn publish_errand(services: &Path) {
        std::fs::create_dir_all(services).expect("a folder");
        std::fs::write(services.join("errand.yaml"), ERRAND).expect("a file");
    }

    /// What they apply for.
    pub fn service(&self) -> &Service {
        &self.service
    }

    /// Where the form begins, and where the rest of it is: `/s/errand/apply/check`.
    pub fn path(&self, rest: &str) -> String {
        format!("/s/{}/apply{rest}", self.service.id)
    }

    /// Begins; where the first question is.
    pub fn begin(&mut self, node: &str) -> String {
        let page = self.browser.post(node, &self.path(""), &[]);
        page.leads_to().to_owned()
    }

    /// Answers the questions of the page at this address; what came back.
    pub fn fill(&mut self, node: &str, path: &str) -> Page {
        let fields = self.filled(node, path);
        self.browser.post(node, path, &fields)
    }

    /// What [`Self::fill`] would send.
    pub fn filled(&mut self, node: &str, path: &str) -> Vec<(String, String)> {
        let shown = self.browser.get(node, path);
        self.filled_in(path, &shown)
    }

    /// The same of the page that is shown.
    pub fn filled_in(&self, path: &str, shown: &Page) -> Vec<(String, String)> {
        let mut fields = shown.hidden("<form method=\"post\" novalidate");
        let id = path.rsplit('/').next().unwrap_or_default();
        fields.extend(self.raw_of(id));
        fields
    }

    /// Everything that is typed, by the fields' names.
    pub fn raw(&self) -> Vec<(String, String)> {
        let pages = self.service.form.pages.iter();
        pages.flat_map(|page| self.raw_of(page.id.as_str())).collect()
    }

    fn raw_of(&self, id: &str) -> Vec<(String, String)> {
        let pages = &self.service.form.pages;
        let page = pages.iter().find(|page| page.id.as_str() == id).expect("a page");
        let answered = page
            .questions
            .iter()
            .filter_map(|question| Some((question, self.answers.get(&question.id)?)));
        let raw = answered.flat_map(|(question, answer)| answer.to_raw(question));
        raw.flat_map(|(name, values)| values.into_iter().map(move |value| (name.clone(), value)))
            .collect()
    }

    /// Begins and answers every page, at one node after the other, up to “check your answers”.
    pub fn to_check(&mut self, nodes: &[&str]) {
        let mut nodes = nodes.iter().cycle();
        let mut next = || *nodes.next().expect("a node");
        let mut path = self.begin(next());
        while !path.ends_with("/check") {
            let page = self.fill(next(), &path);
            page.leads_to().clone_into(&mut path);
        }
    }

    /// What the button under “check your answers” sends, and where to.
    pub fn sending(&mut self, node: &str) -> (String, Vec<(String, String)>) {
        let check = self.browser.get(node, &self.path("/check"));
        self.sending_from(&check)
    }

    /// The same of “check your answers” as it is shown.
    pub fn sending_from(&self, check: &Page) -> (String, Vec<(String, String)>) {
        let path = self.path("/submit");
        let fields = check.hidden(&format!("<form method=\"post\" action=\"{path}\""));
        (path, fields)
    }

    /// Presses the button.
    pub fn send(&mut self, node: &str) -> Page {
        let (path, fields) = self.sending(node);
        self.browser.post(node, &path, &fields)
    }

    /// Applies to the end; the reference.
    pub fn apply(&mut self, nodes: &[&str]) -> String {
        self.to_check(nodes);
        reference(&self.send(nodes[0]))
    }
}

/// The reference of what was just sent.
pub fn reference(sent: &Page) -> String {
    let path = sent.leads_to();
    path.strip_prefix("/a/")
        .unwrap_or_else(|| panic!("{path} is no application's"))
        .to_owned()
}

/// Which day it is where the site's people are.
fn today() -> Date {
    day_of(clock::now())
}

/// Which day it is there at a time.
pub fn day_of(at: Timestamp) -> Date {
    let lima = jiff::tz::TimeZone::get("America/Lima").expect("a zone");
    at.to_zoned(lima).date()
}
