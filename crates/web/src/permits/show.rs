//! A permit as the office sees it.

use askama::Template;
use axum::{
    extract::{Path, State},
    http::StatusCode,
    response::{Html, IntoResponse, Response},
};
use engine::{
    authorise::{Action, Authorised},
    permits::{PermitStatus, PrintedField, issued::IssuedPermit},
};
use locale::dates;
use review::PermitRef;

use super::{
    causes::causes,
    life::{self, Change},
    number,
    possible::possible,
};
use crate::{
    app::App,
    error::WebError,
    gate::By,
    incidents::Row,
    officers::{names::Names, tag::Tag},
    page::Page,
    scans::of_permit::{self, Line},
};

#[derive(Template)]
#[template(path = "permits/show.html")]
struct PermitPage {
    page: Page,
    number: String,
    service: String,
    tag: Tag,
    /// As the form shows it, so that a change made meanwhile is noticed.
    status: &'static str,
    reference: String,
    issued: String,
    from: String,
    until: String,
    approved_by: String,
    fields: Vec<Field>,
    /// The permit in whose place it stands.
    replaces: Option<String>,
    /// The permit that stands in its place.
    replaced_by: Option<String>,
    life: Vec<Change>,
    changes: Vec<&'static str>,
    /// Whether a newer permit may be put in its place.
    replaceable: bool,
    /// Why some change is not theirs to make.
    why_not: Option<String>,
    no_reason: bool,
    /// Where it was checked; none for whom that is not for.
    scans: Option<Vec<Line>>,
    /// What checkpoints reported of it; none for whom that is not for.
    rows: Option<Vec<Row>>,
}

struct Field {
    label: String,
    value: String,
}

/// `GET /o/permits/{number}`
pub(crate) async fn show(
    State(app): State<App>,
    Path(typed): Path<String>,
    By(caller): By,
    page: Page,
) -> Result<Html<String>, WebError> {
    let number = number::read(&typed)?;
    let issued = app.permit(&caller, Action::SeePermit, &number).await?;
    Ok(Html(view(&app, page, &issued).await?.render()?))
}

/// The page again, since a change wants a reason.
pub(super) async fn again(
    app: &App,
    page: Page,
    issued: &Authorised<IssuedPermit>,
) -> Result<Response, WebError> {
    let view = PermitPage {
        no_reason: true,
        ..view(app, page, issued).await?
    };
    Ok((StatusCode::UNPROCESSABLE_ENTITY, Html(view.render()?)).into_response())
}

async fn view(app: &App, page: Page, issued: &Authorised<IssuedPermit>) -> Result<PermitPage, WebError> {
    let IssuedPermit { permit, case } = &**issued;
    let published = app.version(&permit.version).await?;
    let service = &published.service;
    let spoken = service.language_for(page.language.code());
    let names = Names::load(app).await?;
    let changes = app.possible_permit_changes(issued).await?;
    let (id, history) = (PermitRef(permit.id.0), app.permit_history(issued).await?);
    let earlier = case.application.replaces.map(|replaces| replaces.permit);
    let newer = case
        .application
        .replacement(&history, id)
        .map(|replacement| replacement.by);
    let moment = |at| dates::moment(at, &app.settings.time_zone, page.language);
    let field = |printed: &PrintedField| Field {
        label: service.question(&printed.question).map_or_else(
            || printed.question.to_string(),
            |question| {
                question
                    .short
                    .as_ref()
                    .unwrap_or(&question.label)
                    .in_language(&spoken)
                    .to_owned()
            },
        ),
        value: printed.value.clone(),
    };
    Ok(PermitPage {
        number: permit.number.to_string(),
        service: service.about.name.in_language(&spoken).to_owned(),
        tag: Tag::of_permit(permit, app.now(), &page),
        status: permit.status.name(),
        reference: case.reference.to_string(),
        issued: moment(permit.issued_at),
        from: moment(permit.not_before),
        until: moment(permit.expires_at),
        approved_by: match permit.approved_by.as_slice() {
            [] => page.t("permits-by-rule").into_owned(),
            people => names.all_of(people, &page),
        },
        fields: permit.printed.fields.iter().map(field).collect(),
        replaces: number_of(app, earlier).await?,
        replaced_by: number_of(app, newer).await?,
        life: life::of(app, &history, id, &names, &page),
        scans: scans(app, issued, &page).await?,
        rows: reports(app, issued, &page).await?,
        replaceable: changes.to.contains(&PermitStatus::Revoked),
        changes: possible(permit.status)
            .filter(|(_, to)| changes.to.contains(to))
            .map(|(name, _)| name)
            .collect(),
        why_not: changes
            .why_not
            .map(|cause| page.t(format!("permits-why-not-{}", cause.code())).into_owned()),
        no_reason: false,
        page,
    })
}

async fn number_of(app: &App, permit: Option<PermitRef>) -> Result<Option<String>, WebError> {
    let Some(permit) = permit else { return Ok(None) };
    Ok(app.permit_number(permit).await?.map(|number| number.to_string()))
}

async fn scans(
    app: &App,
    issued: &Authorised<IssuedPermit>,
    page: &Page,
) -> Result<Option<Vec<Line>>, WebError> {
    if !issued.may(Action::SeeScans) {
        return Ok(None);
    }
    let scans = app.scans_of(issued.caller(), issued).await?;
    Ok(Some(of_permit::lines(app, &scans, page)))
}

async fn reports(
    app: &App,
    issued: &Authorised<IssuedPermit>,
    page: &Page,
) -> Result<Option<Vec<Row>>, WebError> {
    if !issued.may(Action::SeeIncidents) {
        return Ok(None);
    }
    let incidents = app.incidents_of(issued.caller(), issued).await?;
    let rows = incidents.iter().map(|incident| Row::of(app, incident, page));
    Ok(Some(rows.collect()))
}

impl PermitPage {
    fn causes() -> impl Iterator<Item = &'static str> {
        causes()
    }
}
