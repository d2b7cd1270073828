//! Why a command on a case was not carried out, told on the page of the case with what was typed.

use std::borrow::Cow;

use engine::{applications::Case, error::Error};
use forms::Service;
use jiff::Timestamp;
use locale::{Language, dates};
use review::{Decider, PersonId, Status};

use crate::{app::App, error::WebError, officers::names::Names, page::Page};

/// The case has changed since the page was shown.
pub(in crate::officers) const CHANGED: &str = "changed";
const UNFIT_DAY: &str = "unfit-day";
const EARLIER_PERMIT_OVER: &str = "earlier-permit-over";
const CROSSED_DAYS: &str = "crossed-days";
const NO_PAPER: &str = "no-paper";

/// What the page says above everything else.
pub(in crate::officers) struct Hindrance {
    /// The key of the heading.
    pub(super) title: &'static str,
    pub(super) lines: Vec<String>,
}

impl Hindrance {
    /// Why the case's page shows again what was sent to it, as [`Hindrance::cause`] says it.
    pub(super) async fn told(app: &App, page: &Page, case: &Case, why: &str) -> Result<Self, WebError> {
        let lines = |key: &str| vec![page.t(key).into_owned()];
        let (title, lines) = match why {
            EARLIER_PERMIT_OVER => (
                "error-earlier-permit-over-title",
                lines("error-earlier-permit-over-body"),
            ),
            UNFIT_DAY => ("error-unfit-day-title", lines("error-unfit-day-body")),
            CROSSED_DAYS => ("error-crossed-days-title", lines("office-crossed-days")),
            NO_PAPER => ("error-no-paper-title", lines("error-no-paper-body")),
            CHANGED => return Self::changed(app, page, case).await,
            refusal => {
                let known = Language::knows(refusal).then(|| page.t(refusal).into_owned());
                let nothing = page.t("office-nothing-changed").into_owned();
                let lines = known.into_iter().chain([nothing]).collect();
                ("error-refused-title", lines)
            }
        };
        Ok(Self { title, lines })
    }

    /// The case has changed since the page was shown: who has it now, and since when.
    async fn changed(app: &App, page: &Page, case: &Case) -> Result<Self, WebError> {
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

    /// Why what was asked for was not done; nothing where another page must say what happened.
    pub(in crate::officers) fn cause(error: &Error) -> Option<Cow<'static, str>> {
        Some(match error {
            Error::Conflict => CHANGED.into(),
            Error::UnfitDay => UNFIT_DAY.into(),
            Error::CrossedDays => CROSSED_DAYS.into(),
            Error::EarlierPermitOver => EARLIER_PERMIT_OVER.into(),
            Error::NoPaper => NO_PAPER.into(),
            Error::Refused(refusal) => format!("refusal-{}", refusal.code()).into(),
            _ => return None,
        })
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
            Decider::Rule(reason)
            | Decider::Deadline { because: reason, .. }
            | Decider::Consent { because: reason, .. } => {
                let spoken = self.service.language_for(self.page.language.code());
                let known = self.service.review.reason(reason);
                let text = known.map(|reason| reason.text.in_language(&spoken));
                // It stands within a sentence.
                text.map_or_else(
                    || reason.to_string(),
                    |text| text.trim_end_matches('.').to_owned(),
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
