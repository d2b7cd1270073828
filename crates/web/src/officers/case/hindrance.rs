//! Why a command on a case was not carried out, told on the page of the case with what was typed.

use engine::{applications::Case, error::Error};
use forms::Service;
use jiff::Timestamp;
use locale::{Language, dates};
use review::{Decider, PersonId, Status};

use crate::{app::App, error::WebError, officers::names::Names, page::Page};

/// What the page says above everything else.
pub(in crate::officers) struct Hindrance {
    /// The key of the heading.
    pub(super) title: &'static str,
    pub(super) lines: Vec<String>,
}

impl Hindrance {
    /// The case has changed since the page was shown: who has it now, and since when.
    pub(in crate::officers) async fn changed(app: &App, page: &Page, case: &Case) -> Result<Self, WebError> {
        let names = Names::load(app).await?;
        let published = app.version(&case.application.version).await?;
        let teller = Teller {
            app,
            page,
            names,
            service: &published.service,
        };
        Ok(Self {
            title: "error-conflict-title",
            lines: vec![
                page.t("office-changed").into_owned(),
                teller.now(&case.application.status),
            ],
        })
    }

    /// The rules do not allow what was asked for; nothing where another page must say what happened.
    pub(in crate::officers) fn of_rules(error: &Error, page: &Page) -> Option<Self> {
        let (title, lines) = match error {
            Error::Refused(refusal) => {
                let cause = format!("refusal-{}", refusal.code());
                let cause = Language::knows(&cause).then(|| page.t(cause).into_owned());
                let nothing = page.t("office-nothing-changed").into_owned();
                let lines = cause.into_iter().chain([nothing]).collect();
                ("error-refused-title", lines)
            }
            Error::UnfitDay => (
                "error-unfit-day-title",
                vec![page.t("error-unfit-day-body").into_owned()],
            ),
            Error::NoPaper => (
                "error-no-paper-title",
                vec![page.t("error-no-paper-body").into_owned()],
            ),
            _ => return None,
        };
        Some(Self { title, lines })
    }
}

struct Teller<'a> {
    app: &'a App,
    page: &'a Page,
    names: Names,
    service: &'a Service,
}

impl Teller<'_> {
    /// Where the case is now, who has it or decided it, and since when.
    fn now(&self, status: &Status) -> String {
        let page = self.page;
        match status {
            Status::Queued { since, .. } => page.t1("office-now-queued", "at", self.moment(*since)),
            Status::Claimed { by, since, .. } if self.is_reader(*by) => {
                page.t1("office-now-yours", "at", self.moment(*since))
            }
            Status::Claimed { by, since, .. } => {
                let (name, at) = (self.names.of(*by, page), self.moment(*since));
                page.t2("office-now-with", ("name", &name), ("at", &at))
            }
            Status::Waiting { since, .. } => page.t1("office-now-waiting", "at", self.moment(*since)),
            Status::Approved { at, by } => self.decided("office-now-approved", by, *at),
            Status::Rejected { at, by, .. } => self.decided("office-now-rejected", by, *at),
            Status::Withdrawn { at } => page.t1("office-now-withdrawn", "at", self.moment(*at)),
            Status::Lapsed { at } => page.t1("office-now-lapsed", "at", self.moment(*at)),
        }
    }

    fn decided(&self, key: &str, by: &Decider, at: Timestamp) -> String {
        let who = match by {
            Decider::People(people) => self.names.all_of(people, self.page),
            Decider::Rule(reason) | Decider::Deadline { because: reason, .. } => {
                let spoken = self.service.language_for(self.page.language.code());
                let known = self.service.review.reason(reason);
                known.map_or_else(
                    || reason.to_string(),
                    |reason| reason.text.in_language(&spoken).to_owned(),
                )
            }
        };
        let at = self.moment(at);
        self.page.t2(key, ("name", &who), ("at", &at))
    }

    fn is_reader(&self, person: PersonId) -> bool {
        self.page
            .caller
            .person()
            .is_some_and(|reader| reader.id == person)
    }

    fn moment(&self, at: Timestamp) -> String {
        dates::moment(at, &self.app.settings.time_zone, self.page.language)
    }
}
