//! Asking that what one's own application tells be erased by law.

use askama::Template;
use axum::{
    extract::State,
    response::{Html, IntoResponse, Redirect, Response},
};
use engine::{applications::own::OwnApplication, erasure::request::RequestError};

use super::{data, own::Own, service_name::service_name};
use crate::{app::App, error::WebError, form::Form, page::Page};

#[derive(Template)]
#[template(path = "applications/erase.html")]
struct ErasePage {
    page: Page,
    name: String,
    reference: String,
    /// Whether it is still to be decided, so that there is nothing to ask yet.
    open: bool,
    /// Whether it was asked for, and nobody has decided that.
    waits: bool,
    requests: Vec<String>,
}

/// `GET /a/{reference}/erase`
pub(crate) async fn show(State(app): State<App>, own: Own, page: Page) -> Result<Response, WebError> {
    if own.0.case().is_erased() {
        return Ok(Redirect::to(&data_page(&own)).into_response());
    }
    Ok(Html(view(&app, &own.0, page).await?.render()?).into_response())
}

/// `POST /a/{reference}/erase`
pub(crate) async fn ask(
    State(app): State<App>,
    own: Own,
    page: Page,
    form: Form,
) -> Result<Response, WebError> {
    let words = form.first("words").unwrap_or_default();
    match app.ask_own_erasure(&own.0, words).await {
        // A second click finds what the first one asked.
        Ok(()) | Err(RequestError::Asked | RequestError::Erased) => {
            Ok(Redirect::to(&data_page(&own)).into_response())
        }
        Err(RequestError::Engine(error)) => Err(WebError::from(error).with_link(own.address())),
        // The page says what is in the way.
        Err(_) => Ok(Html(view(&app, &own.0, page).await?.render()?).into_response()),
    }
}

fn data_page(own: &Own) -> String {
    format!("{}/data", own.address())
}

async fn view(app: &App, own: &OwnApplication, page: Page) -> Result<ErasePage, WebError> {
    let erasures = app.own_erasures(own).await?;
    Ok(ErasePage {
        name: service_name(own.published(), &page),
        reference: own.case().reference.to_string(),
        open: !own.case().application.status.is_final(),
        waits: erasures.iter().any(engine::erasure::Erasure::is_open),
        requests: data::requests(app, own, &page).await?,
        page,
    })
}
