//! Trying a version of a service as its citizens would: where it is begun, gone on with and begun anew.

pub(crate) mod choose;
pub(crate) mod form;
mod happened;
mod offered;
pub(crate) mod outcome;
pub(crate) mod paper;

use askama::Template;
use axum::{
    extract::State,
    response::{Html, Redirect},
};
use engine::{
    authorise::Caller,
    error::Error,
    specimens::{Outcome, Specimen},
};
use forms::{ContentHash, ServiceId};

use super::address;
use crate::{
    app::App, applications::walk::Walk, error::WebError, form::Form, gate::By, page::Page, path::Path,
    said::Voice,
};

#[derive(Template)]
#[template(path = "admin/service/specimen/start.html")]
struct StartPage {
    page: Page,
    name: String,
    version: String,
    /// Where the service is looked at.
    back: String,
    address: String,
    /// Where one goes on, where it was begun.
    go_on: Option<String>,
}

/// `GET /admin/services/{service}/specimen/{version}`
pub(crate) async fn show(
    State(app): State<App>,
    By(caller): By,
    Path((service, version)): Path<(String, ContentHash)>,
    page: Page,
) -> Result<Html<String>, WebError> {
    let specimen = found(&app, &caller, &service, &version).await?;
    let tried = app.version_tried(&caller, &service, &version).await?;
    let definition = &tried.service;
    let address = address::of_specimen(&definition.id, &version);
    let go_on = specimen.map(|specimen| match specimen.sent() {
        Some(_) => format!("{address}/outcome"),
        None => walk(&specimen).next(app.today()),
    });
    let view = StartPage {
        name: Voice::of(definition, page.language)
            .say(&definition.about.name)
            .text()
            .to_owned(),
        version: address::short(&version),
        back: leave(&app, &definition.id),
        page: page.of_specimen(leave(&app, &definition.id)),
        address,
        go_on,
    };
    Ok(Html(view.render()?))
}

/// `POST /admin/services/{service}/specimen/{version}`: an empty form and its first page; with `forget`, nothing any more.
pub(crate) async fn begin(
    State(app): State<App>,
    By(caller): By,
    Path((service, version)): Path<(String, ContentHash)>,
    form: Form,
) -> Result<Redirect, WebError> {
    if form.has("forget") {
        let ended = app.end_specimen(&caller, &service, &version).await;
        ended.map_err(told)?;
        return Ok(Redirect::to(&leave(&app, &ServiceId::from(service.as_str()))));
    }
    let specimen = app
        .begin_specimen(&caller, &service, &version)
        .await
        .map_err(told)?;
    let first = &specimen.service().form.pages[0].id;
    Ok(Redirect::to(&walk(&specimen).page(first)))
}

/// What somebody typed who tries that version, if they have begun.
async fn found(
    app: &App,
    caller: &Caller,
    service: &str,
    version: &ContentHash,
) -> Result<Option<Specimen>, WebError> {
    app.specimen(caller, service, version).await.map_err(told)
}

/// The same, or the way to where it is begun.
async fn opened(
    app: &App,
    caller: &Caller,
    service: &str,
    version: &ContentHash,
) -> Result<Specimen, WebError> {
    let found = found(app, caller, service, version).await?;
    found.ok_or_else(|| WebError::NotBegun {
        start: address::of_specimen(&ServiceId::from(service), version),
    })
}

/// What follows from a specimen. Should what was chosen be possible no more, the way leads back to where it is begun anew.
fn played(app: &App, specimen: &Specimen) -> Result<Option<Outcome>, WebError> {
    let outcome = app.specimen_outcome(specimen);
    outcome.map_err(|error| WebError::from(error).with_link(walk(specimen).start))
}

/// A version that is not there was called off meanwhile, or was never there.
fn told(error: Error) -> WebError {
    match error {
        Error::NotFound => WebError::NothingToTry,
        error => error.into(),
    }
}

/// The form as it is walked through.
fn walk(specimen: &Specimen) -> Walk<'_> {
    let start = address::of_specimen(&specimen.service().id, &specimen.published().hash);
    Walk {
        published: specimen.published(),
        answers: specimen.answers(),
        draft: None,
        form: format!("{start}/form"),
        start,
    }
}

/// Where whoever leaves a specimen goes: to the page of its service, if it is published.
fn leave(app: &App, service: &ServiceId) -> String {
    match app.services.current(service.as_str()) {
        Some(_) => address::of_service(service),
        None => "/admin/services".to_owned(),
    }
}
