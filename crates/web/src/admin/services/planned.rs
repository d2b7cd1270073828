//! Publications that are planned: in lists, and each on its page, where another person confirms it or somebody calls it off.

use askama::Template;
use axum::{
    extract::{Path, State},
    response::{Html, IntoResponse as _, Redirect, Response},
};
use engine::{
    authorise::Caller,
    error::Error,
    log::AuditActor,
    publishing::planned::{JobId, PlanState, Planned},
};
use forms::{PeopleNeeded, Service, ServiceId};
use locale::dates;
use review::MaybeNewer;
use uuid::Uuid;

use super::{
    address,
    differences::{self, Row},
    page::may_publish,
    touched::Touched,
};
use crate::{app::App, error::WebError, form::Query, gate::By, officers::names::Names, page::Page};

/// One of them, in a list.
pub(super) struct Line {
    pub(super) address: String,
    pub(super) service: String,
    /// The end of the key of the text that says how it stands.
    pub(super) state: &'static str,
    /// Whether it came to nothing.
    pub(super) is_over: bool,
    /// When it is done, or until when it waits.
    pub(super) when: Option<String>,
    /// The same in words.
    pub(super) told: Option<String>,
    pub(super) who: String,
}

#[derive(Template)]
#[template(path = "admin/service/planned.html")]
struct PlannedPage {
    page: Page,
    line: Line,
    /// Where the service is looked at, if it is published.
    service: Option<String>,
    asked_at: String,
    confirmed_by: Option<String>,
    differences: Vec<Row>,
    touched: Option<Touched>,
    source: String,
    may_publish: bool,
    /// Whether whoever looks planned it.
    is_own: bool,
    /// Whether it is published with a rule that two people are needed from then on.
    asks_for_two: bool,
    notice: Option<&'static str>,
}

/// Those of a service, or of all, that somebody may see.
pub(super) async fn lines(
    app: &App,
    caller: &Caller,
    page: &Page,
    of: Option<&ServiceId>,
) -> Result<Vec<Line>, WebError> {
    let planned = app.planned_publications(caller).await?;
    let names = Names::load(app).await?;
    let of_it = planned
        .iter()
        .filter(|planned| of.is_none_or(|service| planned.publication.service == *service));
    Ok(of_it
        .map(|planned| Line::of(app, page, &names, planned, None))
        .collect())
}

/// `GET /admin/planned/{plan}`
pub(crate) async fn show(
    State(app): State<App>,
    By(caller): By,
    Path(id): Path<String>,
    Query(query): Query,
    page: Page,
) -> Result<Response, WebError> {
    let id = self::id(&id)?;
    let (planned, service) = app.planned_publication(&caller, id).await?;
    if planned.id != id {
        return Ok(Redirect::to(&address::of_planned(planned.id)).into_response());
    }
    let names = Names::load(&app).await?;
    let current = app.services.current(service.id.as_str());
    let is_open = matches!(planned.state, PlanState::Asked(_) | PlanState::Due(_));
    let before = current.as_ref().filter(|_| is_open);
    let may_publish = may_publish(&caller, &service.id);
    let touched = match before {
        Some(_) if may_publish => Some(Touched::by(&app, &caller, &page, (*service).clone()).await?),
        _ => None,
    };
    let is_own = match (&planned.by, caller.person()) {
        (MaybeNewer::Known(AuditActor::Person(asker)), Some(person)) => *asker == person.id,
        _ => false,
    };
    let view = PlannedPage {
        line: Line::of(&app, &page, &names, &planned, Some(&service)),
        service: current.as_ref().map(|_| address::of_service(&service.id)),
        asked_at: dates::moment(planned.asked_at, &app.settings.time_zone, page.language),
        confirmed_by: planned.confirmed_by.map(|person| names.of(person, &page)),
        differences: before.map_or_else(Vec::new, |before| differences::rows(&before.service, &service)),
        touched,
        asks_for_two: service.publish == PeopleNeeded::TwoPeople,
        may_publish,
        is_own,
        notice: match query.first("notice") {
            Some("called-off") => Some("publish-plan-was-called-off"),
            Some("confirmed") => Some("publish-plan-was-confirmed"),
            _ => None,
        },
        source: planned.publication.source,
        page,
    };
    Ok(Html(view.render()?).into_response())
}

/// `POST /admin/planned/{plan}/confirm`
pub(crate) async fn confirm(
    State(app): State<App>,
    By(caller): By,
    Path(id): Path<String>,
) -> Result<Redirect, WebError> {
    let asked = self::id(&id)?;
    let confirmed = app.confirm_publication(&caller, asked).await;
    let confirmed = confirmed.map_err(|error| WebError::from(error).with_link(address::of_planned(asked)))?;
    Ok(Redirect::to(&format!(
        "{}?notice=confirmed",
        address::of_planned(confirmed)
    )))
}

/// `POST /admin/planned/{plan}/call-off`
pub(crate) async fn call_off(
    State(app): State<App>,
    By(caller): By,
    Path(id): Path<String>,
) -> Result<Redirect, WebError> {
    let planned = self::id(&id)?;
    let page = address::of_planned(planned);
    let called_off = app.call_off_publication(&caller, planned).await;
    called_off.map_err(|error| WebError::from(error).with_link(page.clone()))?;
    Ok(Redirect::to(&format!("{page}?notice=called-off")))
}

/// That which an address, or a form, names.
pub(super) fn id(text: &str) -> Result<JobId, Error> {
    let id: Uuid = text.parse().map_err(|_| Error::NotFound)?;
    Ok(JobId(id))
}

impl Line {
    /// A service that is not published has its name in the file.
    fn of(app: &App, page: &Page, names: &Names, planned: &Planned, service: Option<&Service>) -> Self {
        let current = app.services.current(planned.publication.service.as_str());
        let of = service.or(current.as_ref().map(|current| &current.service));
        let (state, when) = match planned.state {
            PlanState::Asked(until) => ("asked", Some(until)),
            PlanState::Due(at) => ("due", Some(at)),
            PlanState::Done => ("done", None),
            PlanState::Lapsed => ("lapsed", None),
            PlanState::CalledOff => ("called-off", None),
            PlanState::GivenUp => ("given-up", None),
        };
        let when = when.map(|at| dates::moment(at, &app.settings.time_zone, page.language));
        Self {
            address: address::of_planned(planned.id),
            service: of.map_or_else(
                || planned.publication.service.to_string(),
                |service| {
                    let language = service.language_for(page.language.code());
                    service.about.name.in_language(&language).to_owned()
                },
            ),
            state,
            is_over: matches!(planned.state, PlanState::Lapsed | PlanState::GivenUp),
            told: when
                .as_ref()
                .map(|time| page.t1(&format!("publish-plan-{state}-when"), "time", time)),
            when,
            who: match &planned.by {
                MaybeNewer::Known(AuditActor::Person(person)) => names.of(*person, page),
                _ => page.t("publish-by-machine").into_owned(),
            },
        }
    }

    fn is_open(&self) -> bool {
        self.when.is_some()
    }
}
