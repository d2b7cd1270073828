//! One report: what was seen, of what, and what can be done about it.

use askama::Template;
use axum::{extract::State, response::Html};
use engine::{
    authorise::{Action, Authorised},
    incidents::{Closing, Incident, IncidentId, Outcome, read::ReportedIncident},
};
use jiff::SignedDuration;
use locale::dates;
use uuid::Uuid;

use super::{outcome, row};
use crate::{
    app::App,
    error::WebError,
    form::{Form, Wrong},
    gate::By,
    officers::{names::Names, tag::Tag},
    page::Page,
    path::Path,
    scans::of_permit::{self, Line},
    unsent::Unsent,
};

/// A report that took longer to arrive waited for the network.
const LATE: SignedDuration = SignedDuration::from_mins(2);

/// In the place of a field: somebody else was faster.
pub(super) const CHANGED: &str = "report";

#[derive(Template)]
#[template(path = "incidents/page.html")]
struct IncidentPage {
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
    /// Whether the reader is party to the case of the permit.
    is_own: bool,
    notice: Option<String>,
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
    By(caller): By,
    unsent: Unsent,
    page: Page,
) -> Result<Html<String>, WebError> {
    let report = app
        .incident(&caller, Action::SeeIncidents, IncidentId(id))
        .await?;
    Ok(Html(view(&app, page, &report, &unsent).await?.render()?))
}

/// The page, with what was typed into it and what is wrong with that.
async fn view(
    app: &App,
    page: Page,
    found: &Authorised<ReportedIncident>,
    unsent: &Unsent,
) -> Result<IncidentPage, WebError> {
    let changed = Wrong::of(unsent.wrong(), CHANGED);
    let incident = &found.incident;
    let report = &incident.report;
    let moment = |at| dates::moment(at, &app.settings.time_zone, page.language);
    let late = report.received_at.duration_since(report.at) > LATE;
    let phone = app.device_name(report.device).await?;
    Ok(IncidentPage {
        id: report.id.0,
        kind: row::kind(incident, &page),
        reason: row::reason(incident, &page),
        note: report.note.clone(),
        at: moment(report.at),
        received: late.then(|| moment(report.received_at)),
        phone: phone.unwrap_or_else(|| page.t("admin-some-device").into_owned()),
        checkpoint: row::checkpoint(incident, &page),
        place: incident.place.map(|place| place.to_string()),
        verdict: page
            .t(format!("verdict-{}-word", report.verdict.name()))
            .into_owned(),
        permit: found.issued.as_ref().map(|issued| Permit {
            number: issued.permit.number.to_string(),
            tag: Tag::of_permit(&issued.permit, app.now(), &page),
            may_change: found.may(Action::ChangePermit),
        }),
        code: report.code.clone(),
        scans: scans(app, found, &page).await?,
        closed: closed(app, incident, &page).await?,
        may_close: found.may(Action::CloseIncident),
        is_own: app.is_own_report(found).await?,
        notice: changed.map_or(unsent.notice().map(str::to_owned), |text| Some(text.to_owned())),
        page,
        typed: unsent.typed(),
        wrong: unsent.first_wrong().filter(|wrong| wrong.field != CHANGED),
    })
}

/// Where the permit was checked; nothing for whom that is not for.
async fn scans(app: &App, found: &Authorised<ReportedIncident>, page: &Page) -> Result<Vec<Line>, WebError> {
    match &found.issued {
        Some(issued) if found.may(Action::SeeScans) => {
            let scans = app.scans_of(found.caller(), issued).await?;
            Ok(of_permit::lines(app, &scans, page))
        }
        _ => Ok(Vec::new()),
    }
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
        outcome: page.t(outcome::key(*outcome)).into_owned(),
        note: note.clone(),
        by: page.t2("incident-closed-by", ("name", &name), ("at", &at)),
    }))
}

impl IncidentPage {
    fn outcomes() -> [(&'static str, &'static str); 4] {
        outcome::OUTCOMES.map(|(value, outcome)| (value, outcome::key(outcome)))
    }

    fn fits(&self, value: &str) -> bool {
        // Nothing of ours can be revoked where there is no permit of ours.
        self.permit.is_some() || outcome::named(value) != Some(Outcome::PermitRevoked)
    }

    fn chosen(&self, value: &str) -> bool {
        self.typed.first("outcome") == Some(value)
    }

    fn note_typed(&self) -> &str {
        self.typed.first("note").unwrap_or_default()
    }

    fn mistake(&self, field: &str) -> Option<&str> {
        Wrong::of(&self.wrong, field)
    }
}
