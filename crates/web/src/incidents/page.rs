//! One report: what was seen, of what, and what can be done about it.

use askama::Template;
use axum::{
    extract::{Path, State},
    response::Html,
};
use jiff::SignedDuration;
use locale::dates;
use store::{Closing, DeviceId, Incident, Outcome, if_there};
use uuid::Uuid;

use super::{
    find::{self, Found},
    row,
};
use crate::{
    app::App,
    authorise::{Action, Visitor, authorise},
    error::WebError,
    form::{Form, Wrong},
    officers::{names::Names, tag::Tag},
    page::Page,
    scans::of_permit::{self, Line},
};

/// A report that took longer to arrive waited for the network.
const LATE: SignedDuration = SignedDuration::from_mins(2);

#[derive(Template)]
#[template(path = "incidents/page.html")]
pub(super) struct IncidentPage {
    page: Page,
    id: Uuid,
    kind: String,
    reason: String,
    note: Option<String>,
    at: String,
    /// When it arrived, where that was much later.
    received: Option<String>,
    phone: String,
    checkpoint: String,
    place: Option<String>,
    verdict: String,
    permit: Option<Permit>,
    code: Option<String>,
    scans: Vec<Line>,
    closed: Option<Closed>,
    may_close: bool,
    typed: Form,
    wrong: Option<Wrong>,
}

struct Permit {
    number: String,
    tag: Tag,
    may_change: bool,
}

struct Closed {
    outcome: String,
    note: Option<String>,
    by: String,
}

/// `GET /o/incidents/{incident}`
pub(crate) async fn show(
    State(app): State<App>,
    Path(id): Path<Uuid>,
    visitor: Visitor,
    action: Action,
    page: Page,
) -> Result<Html<String>, WebError> {
    let found = find::see(&app, &visitor, action, id).await?;
    let view = view(&app, page, &visitor, &found, Form::default(), None).await?;
    Ok(Html(view.render()?))
}

/// The page, with what was typed into it and what is wrong with that.
pub(super) async fn view(
    app: &App,
    page: Page,
    visitor: &Visitor,
    found: &Found,
    typed: Form,
    wrong: Option<Wrong>,
) -> Result<IncidentPage, WebError> {
    let incident = &found.incident;
    let report = &incident.report;
    let may = |action| authorise(visitor, action, &found.scope).is_ok();
    let moment = |at| dates::moment(at, &app.settings.time_zone, page.language);
    let scans = match &found.permit {
        Some(permit) if may(Action::SeeScans) => of_permit::lines(app, &permit.id, &page).await?,
        _ => Vec::new(),
    };
    let late = report.received_at.duration_since(report.at) > LATE;
    Ok(IncidentPage {
        id: report.id.0,
        kind: row::kind(incident, &page),
        reason: row::reason(incident, &page),
        note: report.note.clone(),
        at: moment(report.at),
        received: late.then(|| moment(report.received_at)),
        phone: phone(app, report.device, &page).await?,
        checkpoint: row::checkpoint(incident, &page),
        place: incident.place.map(|place| place.to_string()),
        verdict: page
            .t(format!("verdict-{}-word", report.verdict.name()))
            .into_owned(),
        permit: found.permit.as_ref().map(|permit| Permit {
            number: permit.number.to_string(),
            tag: Tag::of_permit(permit, app.now(), &page),
            may_change: may(Action::ChangePermit),
        }),
        code: report.code.clone(),
        scans,
        closed: closed(app, incident, &page).await?,
        may_close: may(Action::CloseIncident),
        page,
        typed,
        wrong,
    })
}

async fn phone(app: &App, id: DeviceId, page: &Page) -> Result<String, WebError> {
    let device = if_there(app.store.device(id).await)?;
    Ok(device.map_or_else(|| page.t("admin-some-device").into_owned(), |device| device.name))
}

async fn closed(app: &App, incident: &Incident, page: &Page) -> Result<Option<Closed>, WebError> {
    let Some(Closing {
        outcome,
        note,
        by,
        at,
    }) = &incident.closed
    else {
        return Ok(None);
    };
    let name = Names::load(app).await?.of(*by, page);
    let at = dates::moment(*at, &app.settings.time_zone, page.language);
    Ok(Some(Closed {
        outcome: page.t(row::outcome_key(*outcome)).into_owned(),
        note: note.clone(),
        by: page.t2("incident-closed-by", ("name", &name), ("at", &at)),
    }))
}

impl IncidentPage {
    fn outcomes() -> [(&'static str, &'static str); 4] {
        super::close::OUTCOMES.map(|(value, outcome)| (value, row::outcome_key(outcome)))
    }

    fn fits(&self, value: &str) -> bool {
        // Nothing of ours can be revoked where there is no permit of ours.
        self.permit.is_some() || super::close::named(value) != Some(Outcome::PermitRevoked)
    }

    fn chosen(&self, value: &str) -> bool {
        self.typed.first("outcome") == Some(value)
    }

    fn note_typed(&self) -> &str {
        self.typed.first("note").unwrap_or_default()
    }

    fn mistake(&self, field: &str) -> Option<&'static str> {
        Wrong::of(self.wrong, field)
    }
}
