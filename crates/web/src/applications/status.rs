//! How an application stands: everything for whoever holds the key, a question for the rest.

use askama::Template;
use axum::{
    extract::{Path, Query, State},
    response::{Html, IntoResponse, Redirect, Response},
};
use locale::dates;
use permit::Reference;
use serde::Deserialize;
use store::{Case, PermitRow, if_there};

use super::{
    find::FindPage,
    own,
    summary::{self, Section},
    timeline::{self, Moment},
};
use crate::{
    access,
    app::App,
    authorise::{Action, Visitor},
    cookies,
    error::WebError,
    page::Page,
    scans::of_permit::{self, Line},
    services::Published,
};

mod permit_box;
mod standing;

use permit_box::PermitBox;
pub(super) use permit_box::may_renew;
pub(crate) use standing::Standing;

#[derive(Template)]
#[template(path = "applications/status.html")]
struct StatusPage {
    page: Page,
    name: String,
    reference: String,
    email: Option<String>,
    standing: Standing,
    permit: Option<PermitBox>,
    timeline: Vec<Moment>,
    checks: Option<Checks>,
    sections: Vec<Section>,
    sent: bool,
    rated: bool,
}

/// When and where the permit was checked, for a service that tells its holder.
struct Checks {
    lines: Vec<Line>,
    kept_for: String,
}

/// What a link to the page may add.
#[derive(Deserialize, Default)]
pub(crate) struct Arrival {
    key: Option<String>,
    sent: Option<String>,
    rated: Option<String>,
}

/// `GET /a/{reference}`: with `?key=`, as it is mailed, the browser keeps the key and forgets the address.
pub(crate) async fn show(
    State(app): State<App>,
    Path(typed): Path<String>,
    Query(arrival): Query<Arrival>,
    visitor: Visitor,
    page: Page,
) -> Result<Response, WebError> {
    let reference: Reference = typed.parse().map_err(|_| WebError::NotFound)?;
    if let Some(key) = &arrival.key {
        return keep_key(&app, &reference, key).await;
    }
    if typed != reference.to_string() {
        return Ok(Redirect::to(&format!("/a/{reference}")).into_response());
    }
    match own::load(&app, &visitor, Action::SeeOwnApplication, &typed).await {
        Ok(case) => Ok(Html(full(&app, &case, page, &arrival).await?).into_response()),
        Err(WebError::NoKey { .. }) => {
            Ok(Html(FindPage::asking(page, &reference.to_string()).render()?).into_response())
        }
        Err(error) => Err(error),
    }
}

/// A wrong key and an unknown reference look alike: the page asks for the document number.
async fn keep_key(app: &App, reference: &Reference, key: &str) -> Result<Response, WebError> {
    let mut response = Redirect::to(&format!("/a/{reference}")).into_response();
    let case = if_there(app.store.case_by_reference(reference).await)?;
    if let Some(case) = case.filter(|case| access::is_key(app, case.application.id, key)) {
        cookies::add(&mut response, access::cookie(app, reference, case.application.id));
    }
    Ok(response)
}

async fn full(app: &App, case: &Case, page: Page, arrival: &Arrival) -> Result<String, WebError> {
    let published = app
        .services
        .version(&*app.store, &case.application.version)
        .await?;
    let history = app.store.history(case.application.id).await?;
    let permits = app.store.permits_of(case.application.id).await?;
    let permit = permits.last();
    let view = StatusPage {
        checks: checks(app, permit, &published, &page).await?,
        name: name(&published, &page),
        reference: case.reference.to_string(),
        email: case.contact.email.clone(),
        standing: Standing::of(app, case, &published, page.language).await?,
        permit: permit.map(|permit| PermitBox::of(app, permit, &published, page.language)),
        timeline: timeline::of(
            &history,
            &published.service,
            &app.settings.time_zone,
            page.language,
        ),
        sections: summary::of(&published.service, &case.application.answers, page.language),
        sent: arrival.sent.is_some(),
        rated: arrival.rated.is_some(),
        page,
    };
    Ok(view.render()?)
}

async fn checks(
    app: &App,
    permit: Option<&PermitRow>,
    published: &Published,
    page: &Page,
) -> Result<Option<Checks>, WebError> {
    let policy = &published.service.permit.scans;
    let Some(permit) = permit.filter(|_| policy.shown_to_holder) else {
        return Ok(None);
    };
    Ok(Some(Checks {
        lines: of_permit::lines(app, &permit.id, page).await?,
        kept_for: dates::length(policy.kept_for.duration(), page.language),
    }))
}

/// The service's name in the page's language.
pub(super) fn name(published: &Published, page: &Page) -> String {
    let service = &published.service;
    service
        .about
        .name
        .in_language(&service.language_for(page.language.code()))
        .to_owned()
}
