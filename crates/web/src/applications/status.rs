//! How an application stands: everything for whoever holds the key, a question for the rest.

use askama::Template;
use axum::{
    extract::{Query, State},
    http::HeaderMap,
    response::{Html, IntoResponse, Redirect, Response},
};
use engine::{
    applications::{inspection::Appointment, own::OwnApplication},
    authorise::Action,
    error::Error,
    lengths,
    letters::Delivery,
    permits::PermitRow,
};
use forms::ApplicationPurpose;
use locale::{Language, dates};
use permit::Reference;
use review::{Application, Status};
use serde::Deserialize;

use super::{
    fee::FeeBox,
    open, own, return_code,
    service_name::service_name,
    summary::{self, Section},
    timeline::{self, Moment},
};
use crate::{
    app::App,
    consents::awaited::Awaited,
    error::WebError,
    gate::By,
    page::Page,
    path::Path,
    peer::Peer,
    said::{Said, Voice},
    scans::of_permit::{self, Line},
    told_by::ToldBy,
    unsent::Unsent,
};

mod further;
mod permit_box;
mod rating;
pub(super) mod standing;

use further::Further;
use permit_box::PermitBox;
use rating::RatingForm;
use standing::Standing;

#[derive(Template)]
#[template(path = "applications/status.html")]
struct StatusPage {
    page: Page,
    name: Said,
    reference: String,
    email: Option<String>,
    /// The address to which the last letter did not arrive.
    unreachable: Option<String>,
    standing: Standing,
    /// The key of what it asks for, where that is no new permit.
    asks_for: Option<String>,
    permit: Option<PermitBox>,
    /// Whose consent it waits for.
    consent: Option<Awaited>,
    /// When somebody comes to inspect.
    appointment: Option<AppointmentBox>,
    /// What it costs, as long as that may still matter.
    fee: Option<FeeBox>,
    timeline: Vec<Moment>,
    checks: Option<Checks>,
    sections: Vec<Section>,
    sent: bool,
    /// The return code, once.
    code: Option<String>,
    asks_document: bool,
    rated: bool,
    /// The question of how it was, where it is asked.
    rating: Option<RatingForm>,
    /// What whoever has no permit can do next.
    further: Option<Further>,
}

/// An inspection that is to be made.
struct AppointmentBox {
    when: String,
    place: Option<Said>,
    prepare: Said,
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
    asked: Option<String>,
    rated: Option<String>,
}

/// `GET /a/{reference}`: with `?key=`, as it is mailed, a browser is let in that has not been.
pub(crate) async fn show(
    State(app): State<App>,
    Path(typed): Path<String>,
    Query(arrival): Query<Arrival>,
    (By(caller), peer): (By, Peer),
    headers: HeaderMap,
    unsent: Unsent,
    page: Page,
) -> Result<Response, WebError> {
    let reference: Reference = typed.parse().map_err(|_| Error::NotFound)?;
    let opened = own::load(&app, &caller, Action::SeeOwnApplication, &typed).await;
    if let (Some(key), Err(WebError::NoKey { .. })) = (&arrival.key, &opened) {
        return open::by_link(&app, peer, reference, key, page).await;
    }
    if typed != reference.to_string() || arrival.key.is_some() {
        return Ok(Redirect::to(&format!("/a/{reference}")).into_response());
    }
    match opened {
        Ok(own) => full(&app, &own, page, &headers, &arrival, &unsent).await,
        Err(WebError::NoKey { .. }) => open::asking(&app, reference, &headers, &unsent, page),
        Err(error) => Err(error),
    }
}

async fn full(
    app: &App,
    own: &OwnApplication,
    page: Page,
    headers: &HeaderMap,
    arrival: &Arrival,
    unsent: &Unsent,
) -> Result<Response, WebError> {
    let (case, published) = (own.case(), own.published());
    let history = app.own_history(own).await?;
    let permits = app.own_permits(own).await?;
    let permit = permits.last();
    let code = match arrival.sent {
        Some(_) => return_code::to_show(app, own, headers)?,
        None => None,
    };
    let permit_box = match permit {
        Some(permit) => Some(PermitBox::of(app, permit, own, page.language).await?),
        None => None,
    };
    let view = StatusPage {
        checks: checks(app, own, permit, &page).await?,
        name: service_name(published, &page),
        reference: case.reference.to_string(),
        email: case.contact.email.clone(),
        unreachable: unreachable(app, own).await?,
        standing: Standing::of(app, case, permit, published, page.language).await?,
        asks_for: asks_for(&case.application),
        consent: Awaited::of(app, own, arrival.asked.is_some()).await?,
        appointment: appointment(app, own, page.language),
        fee: fee(app, own, page.language).await?,
        permit: permit_box,
        timeline: timeline::of(
            &history,
            &ToldBy::of(app, &history, published).await,
            &app.settings.time_zone,
            page.language,
        ),
        sections: summary::of(&published.service, &case.application.answers, page.language),
        sent: arrival.sent.is_some(),
        code,
        asks_document: case.contact.document.is_some(),
        rating: RatingForm::of(app, own, arrival.sent.is_some(), unsent, &page).await?,
        rated: arrival.rated.is_some(),
        further: Further::of(app, own),
        page,
    };
    Ok(Html(view.render()?).into_response())
}

/// What it asks for, where that is no new permit.
fn asks_for(application: &Application) -> Option<String> {
    let purpose = application.answers.purpose();
    (purpose != ApplicationPurpose::New).then(|| format!("status-for-{}", purpose.code()))
}

fn appointment(app: &App, own: &OwnApplication, language: Language) -> Option<AppointmentBox> {
    let service = &own.published().service;
    let voice = Voice::of(service, language);
    let appointment = Appointment::of(service, &own.case().application, &voice.spoken)?;
    Some(AppointmentBox {
        when: dates::moment(appointment.at, &app.settings.time_zone, language),
        place: appointment.place.map(|place| voice.said(place)),
        prepare: voice.said(appointment.prepare),
    })
}

/// What an application costs that was not refused or taken back.
async fn fee(app: &App, own: &OwnApplication, language: Language) -> Result<Option<FeeBox>, WebError> {
    let application = &own.case().application;
    let matters = !application.status.is_final() || matches!(application.status, Status::Approved { .. });
    let charge = application.fee.as_ref().filter(|_| matters);
    let charged_by = app.version(&application.charged_by()).await?;
    Ok(FeeBox::of(&charged_by.service, charge, language))
}

/// The applicant's address, if the last letter to it was given up.
async fn unreachable(app: &App, own: &OwnApplication) -> Result<Option<String>, WebError> {
    let Some(email) = &own.case().contact.email else {
        return Ok(None);
    };
    let letters = app.own_letters(own).await?;
    let last = letters
        .iter()
        .filter(|letter| letter.entry.to == *email)
        .max_by_key(|letter| letter.entry.id);
    let is_dead = last.is_some_and(|letter| matches!(letter.delivery, Delivery::Dead(_)));
    Ok(is_dead.then(|| email.clone()))
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
        kept_for: lengths::span(kept_for, page.language),
    }))
}
