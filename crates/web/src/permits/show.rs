//! A permit as the office sees it.

use askama::Template;
use axum::{
    extract::{Path, State},
    http::StatusCode,
    response::{Html, IntoResponse, Response},
};
use locale::dates;
use permit::PermitNumber;
use store::{Case, PermitRow};

use super::change::possible;
use crate::{
    app::App,
    authorise::{Action, Scope, Visitor, authorise},
    error::WebError,
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
    changes: Vec<&'static str>,
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
    Path(number): Path<String>,
    visitor: Visitor,
    action: Action,
    page: Page,
) -> Result<Html<String>, WebError> {
    let (permit, case) = see(&app, &visitor, action, &number).await?;
    Ok(Html(view(&app, page, &visitor, &permit, &case).await?.render()?))
}

/// The page again, since a change wants a reason.
pub(super) async fn again(
    app: &App,
    page: Page,
    visitor: &Visitor,
    permit: &PermitRow,
    case: &Case,
) -> Result<Response, WebError> {
    let view = PermitPage {
        no_reason: true,
        ..view(app, page, visitor, permit, case).await?
    };
    Ok((StatusCode::UNPROCESSABLE_ENTITY, Html(view.render()?)).into_response())
}

/// The permit of a number with its case, if the visitor may do this with it.
pub(super) async fn see(
    app: &App,
    visitor: &Visitor,
    action: Action,
    number: &str,
) -> Result<(PermitRow, Case), WebError> {
    let number: PermitNumber = number.parse().map_err(|_| WebError::NotFound)?;
    let permit = app.store.permit_by_number(&number).await?;
    let case = app.store.case(permit.application).await?;
    authorise(visitor, action, &Scope::of(&case.application)).map_err(|_| WebError::Forbidden)?;
    Ok((permit, case))
}

async fn view(
    app: &App,
    page: Page,
    visitor: &Visitor,
    permit: &PermitRow,
    case: &Case,
) -> Result<PermitPage, WebError> {
    let published = app.services.version(&*app.store, &permit.version).await?;
    let service = &published.service;
    let spoken = service.language_for(page.language.code());
    let names = Names::load(app).await?;
    let moment = |at| dates::moment(at, &app.settings.time_zone, page.language);
    let may = |action| authorise(visitor, action, &Scope::of(&case.application)).is_ok();
    let field = |printed: &store::PrintedField| Field {
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
        scans: if may(Action::SeeScans) {
            Some(of_permit::lines(app, &permit.id, &page).await?)
        } else {
            None
        },
        rows: if may(Action::SeeIncidents) {
            Some(reports(app, permit, &page).await?)
        } else {
            None
        },
        changes: if may(Action::ChangePermit) {
            possible(permit.status).map(|(name, _)| name).collect()
        } else {
            Vec::new()
        },
        no_reason: false,
        page,
    })
}

async fn reports(app: &App, permit: &PermitRow, page: &Page) -> Result<Vec<Row>, WebError> {
    let incidents = app.store.incidents_of(&permit.id).await?;
    Ok(incidents
        .iter()
        .map(|incident| Row::of(app, incident, page))
        .collect())
}
