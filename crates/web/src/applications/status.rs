//! How an application stands: everything for whoever holds the key, a question for the rest.

use askama::Template;
use axum::{
    extract::{Path, Query, State},
    response::{Html, IntoResponse, Redirect, Response},
};
use engine::{applications::own::OwnApplication, authorise::Action, error::Error, permits::PermitRow};
use locale::dates;
use permit::Reference;
use serde::Deserialize;

use super::{
    find::FindPage,
    own,
    service_name::service_name,
    summary::{self, Section},
    timeline::{self, Moment},
};
use crate::{
    app::App,
    cookies,
    error::WebError,
    gate::By,
    page::Page,
    scans::of_permit::{self, Line},
};

mod permit_box;
pub(super) mod standing;

use permit_box::PermitBox;
use standing::Standing;

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
    By(caller): By,
    page: Page,
) -> Result<Response, WebError> {
    let reference: Reference = typed.parse().map_err(|_| Error::NotFound)?;
    if let Some(key) = &arrival.key {
        return keep_key(&app, &reference, key).await;
    }
    if typed != reference.to_string() {
        return Ok(Redirect::to(&format!("/a/{reference}")).into_response());
    }
    match own::load(&app, &caller, Action::SeeOwnApplication, &typed).await {
        Ok(own) => Ok(Html(full(&app, &own, page, &arrival).await?).into_response()),
        Err(WebError::NoKey { .. }) => {
            Ok(Html(FindPage::asking(page, &reference.to_string()).render()?).into_response())
        }
        Err(error) => Err(error),
    }
}

/// A wrong key and an unknown reference look alike: the page asks for the document number.
async fn keep_key(app: &App, reference: &Reference, key: &str) -> Result<Response, WebError> {
    let mut response = Redirect::to(&format!("/a/{reference}")).into_response();
    if let Some(access) = app.access_by_link(reference, key).await? {
        cookies::add(&mut response, own::cookie(app, *reference, &access));
    }
    Ok(response)
}

async fn full(app: &App, own: &OwnApplication, page: Page, arrival: &Arrival) -> Result<String, WebError> {
    let (case, published) = (own.case(), own.published());
    let history = app.own_history(own).await?;
    let permits = app.own_permits(own).await?;
    let permit = permits.last();
    let view = StatusPage {
        checks: checks(app, own, permit, &page).await?,
        name: service_name(published, &page),
        reference: case.reference.to_string(),
        email: case.contact.email.clone(),
        standing: Standing::of(app, case, published, page.language).await?,
        permit: permit.map(|permit| PermitBox::of(app, permit, published, page.language)),
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
    own: &OwnApplication,
    permit: Option<&PermitRow>,
    page: &Page,
) -> Result<Option<Checks>, WebError> {
    let Some(permit) = permit else {
        return Ok(None);
    };
    let Some(scans) = app.own_scans(own, permit).await? else {
        return Ok(None);
    };
    let kept_for = own.published().service.permit.scans.kept_for;
    Ok(Some(Checks {
        lines: of_permit::lines(app, &scans, page),
        kept_for: dates::length(kept_for.duration(), page.language),
    }))
}
