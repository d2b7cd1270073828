//! A report as a line of a list: in the queue, and on its permit's page.

use engine::incidents::{Incident, reason::Reason};
use locale::dates;

use super::outcome;
use crate::{app::App, page::Page};

/// One report.
pub(crate) struct Row {
    pub(crate) address: String,
    /// `Falso · Los datos del papel están cambiados`
    pub(crate) what: String,
    pub(crate) at: String,
    pub(crate) checkpoint: String,
    /// The permit's number, where the list shows it.
    pub(crate) permit: Option<String>,
    /// How long it has waited; none once it is closed.
    pub(crate) waits: Option<String>,
    /// How it ended; none while it is open.
    pub(crate) outcome: Option<String>,
}

impl Row {
    pub(crate) fn of(app: &App, incident: &Incident, page: &Page) -> Self {
        let report = &incident.report;
        let waited = app.now().duration_since(report.received_at);
        let ended = incident.closed.as_ref().map(|closing| closing.outcome);
        Self {
            address: format!("/o/incidents/{}", report.id.0),
            what: what(incident, page),
            at: dates::moment(report.at, &app.settings.time_zone, page.language),
            checkpoint: checkpoint(incident, page),
            permit: None,
            waits: ended.is_none().then(|| dates::length(waited, page.language)),
            outcome: ended.map(|ended| page.t(outcome::key(ended)).into_owned()),
        }
    }

    /// The same, with the permit's number.
    pub(crate) fn about(self, permit: Option<String>) -> Self {
        Self { permit, ..self }
    }
}

fn what(incident: &Incident, page: &Page) -> String {
    format!("{} · {}", kind(incident, page), reason(incident, page))
}

pub(super) fn kind(incident: &Incident, page: &Page) -> String {
    let name = Reason::kind_name(incident.report.kind);
    page.t(format!("incident-kind-{name}")).into_owned()
}

/// A reason that this release does not offer stands for itself.
pub(super) fn reason(incident: &Incident, page: &Page) -> String {
    let report = &incident.report;
    Reason::read(report.kind, &report.reason).map_or_else(
        || report.reason.clone(),
        |reason| page.t(reason.key()).into_owned(),
    )
}

pub(super) fn checkpoint(incident: &Incident, page: &Page) -> String {
    incident
        .checkpoint
        .clone()
        .unwrap_or_else(|| page.t("devices-nowhere").into_owned())
}
