//! Publications that are planned: in lists, and each on its page, where another person confirms it or somebody calls it off.

use askama::Template;
use axum::{
    extract::State,
    response::{Html, IntoResponse as _, Redirect, Response},
};
use engine::{
    authorise::Caller,
    log::AuditActor,
    publishing::planned::{JobId, PlanState, Planned},
};
use forms::{PeopleNeeded, Service, ServiceId};
use locale::dates;
use review::MaybeNewer;

use super::{
    address,
    differences::{self, Row},
    publishers::{may_publish, try_at},
    touched::Touched,
};
use crate::{
    app::App,
    error::WebError,
    form::{Form, Query},
    gate::By,
    officers::names::Names,
    page::Page,
    path::Path,
};

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
    /// Where it is tried, before it is published.
    try_at: Option<String>,
    /// When it is published, where that waits for somebody; as soon as they confirm it where nothing is said.
    at: Option<String>,
    /// The key of the sentence that says why it will not be published as things stand.
    hindrance: Option<&'static str>,
    confirming: Confirming,
    /// Where another version is planned.
    file: String,
    notice: Option<&'static str>,
}

/// Whether whoever looks may confirm it.
enum Confirming {
    /// Nobody need, or they may not.
    No,
    /// They planned it themselves.
    Own,
    /// They may: with the keys of sentences that they should read before.
    Yes(Vec<&'static str>),
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
    Path(id): Path<JobId>,
    Query(query): Query,
    page: Page,
) -> Result<Response, WebError> {
    let (planned, service) = app.planned_publication(&caller, id).await?;
    if planned.id != id {
        return Ok(Redirect::to(&address::of_planned(planned.id)).into_response());
    }
    let names = Names::load(&app).await?;
    let publication = &planned.publication;
    let current = app.services.current(publication.service.as_str());
    let is_open = matches!(planned.state, PlanState::Asked(_) | PlanState::Due(_));
    let hindrance = match &service {
        _ if !is_open => None,
        _ if app.is_overtaken(publication) => Some("publish-plan-overtaken"),
        None => Some("publish-plan-unreadable"),
        Some(_) => None,
    };
    let may_publish = may_publish(&caller, &publication.service);
    let compared = current.as_ref().zip(service.as_ref());
    let compared = compared.filter(|_| is_open && hindrance.is_none());
    let touched = match compared {
        Some((_, service)) if may_publish => {
            Some(Touched::by(&app, &caller, &page, Service::clone(service)).await?)
        }
        _ => None,
    };
    let confirming = match &service {
        Some(service) if may_publish && hindrance.is_none() => {
            confirming(&app, &caller, &planned, service).await?
        }
        _ => Confirming::No,
    };
    let address = address::of_service(&publication.service);
    let view = PlannedPage {
        line: Line::of(&app, &page, &names, &planned, service.as_deref()),
        at: publication
            .at
            .map(|at| dates::moment(at, &app.settings.time_zone, page.language)),
        file: match &current {
            Some(_) => format!("{address}/file"),
            None => "/admin/new-service".to_owned(),
        },
        hindrance,
        confirming,
        service: current.as_ref().map(|_| address),
        asked_at: dates::moment(planned.asked_at, &app.settings.time_zone, page.language),
        confirmed_by: planned.confirmed_by.map(|person| names.of(person, &page)),
        differences: compared.map_or_else(Vec::new, |(before, service)| {
            differences::rows(&before.service, service)
        }),
        touched,
        may_publish,
        try_at: service
            .as_ref()
            .filter(|_| is_open)
            .and_then(|_| try_at(&caller, &publication.service, &publication.version)),
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

/// Whether somebody may confirm what may be confirmed, and what they should know.
async fn confirming(
    app: &App,
    caller: &Caller,
    planned: &Planned,
    service: &Service,
) -> Result<Confirming, WebError> {
    if !matches!(planned.state, PlanState::Asked(_)) {
        return Ok(Confirming::No);
    }
    if app.is_own_plan(caller, planned).await? {
        return Ok(Confirming::Own);
    }
    let is_of_person = matches!(planned.by, MaybeNewer::Known(AuditActor::Person(_)));
    let ends_two = service.publish == PeopleNeeded::OnePerson;
    let sentences = [
        Some("publish-now-lead"),
        (!is_of_person).then_some("publish-plan-of-machine"),
        ends_two.then_some("publish-plan-ends-two"),
    ];
    Ok(Confirming::Yes(sentences.into_iter().flatten().collect()))
}

/// `POST /admin/planned/{plan}/confirm`
pub(crate) async fn confirm(
    State(app): State<App>,
    By(caller): By,
    Path(asked): Path<JobId>,
) -> Result<Redirect, WebError> {
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
    Path(planned): Path<JobId>,
) -> Result<Redirect, WebError> {
    let page = address::of_planned(planned);
    let called_off = app.call_off_publication(&caller, planned).await;
    called_off.map_err(|error| WebError::from(error).with_link(page.clone()))?;
    Ok(Redirect::to(&format!("{page}?notice=called-off")))
}

/// By what a publication would be known that a form plans.
pub(super) fn drawn(app: &App, form: &Form) -> JobId {
    let drawn = form.first("plan").and_then(|plan| plan.parse().ok());
    drawn.unwrap_or_else(|| JobId(app.new_id()))
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
                _ => page.t("publish-plan-by-machine").into_owned(),
            },
        }
    }

    fn is_open(&self) -> bool {
        self.when.is_some()
    }
}
