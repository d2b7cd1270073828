//! Asking that what one's own application tells be erased by law.

use askama::Template;
use axum::{
    extract::State,
    response::{Html, IntoResponse, Redirect, Response},
};
use engine::{
    applications::own::OwnApplication,
    erasure::request::{LONGEST, RequestError},
};

use super::{data, own::Own, service_name::service_name};
use crate::{
    app::App,
    error::WebError,
    form::Form,
    page::Page,
    said::Said,
    unsent::{Again, Unsent},
};

#[derive(Template)]
#[template(path = "applications/erase.html")]
struct ErasePage {
    page: Page,
    name: Said,
    reference: String,
    /// Whether it is still to be decided, so that there is nothing to ask yet.
    open: bool,
    /// Whether it was asked for, and nobody has decided that.
    waits: bool,
    requests: Vec<String>,
    /// What was typed as the reason.
    typed: String,
    /// Whether that was longer than what is kept.
    is_long: bool,
}

/// `GET /a/{reference}/erase`
pub(crate) async fn show(
    State(app): State<App>,
    own: Own,
    unsent: Unsent,
    page: Page,
) -> Result<Response, WebError> {
    if own.0.case().is_erased() {
        return Ok(Redirect::to(&data_page(&own)).into_response());
    }
    let typed = unsent.typed();
    let view = ErasePage {
        typed: typed.first("words").unwrap_or_default().to_owned(),
        is_long: unsent.sent().is_some_and(is_long),
        ..view(&app, &own.0, page).await?
    };
    Ok(Html(view.render()?).into_response())
}

/// `POST /a/{reference}/erase`
pub(crate) async fn ask(State(app): State<App>, own: Own, form: Form) -> Result<Response, WebError> {
    if is_long(&form) {
        return Ok(Again::sent(form).into_response());
    }
    let words = form.first("words").unwrap_or_default();
    match app.ask_own_erasure(&own.0, words).await {
        // A second click finds what the first one asked.
        Ok(()) | Err(RequestError::Asked | RequestError::Erased) => {
            Ok(Redirect::to(&data_page(&own)).into_response())
        }
        Err(RequestError::Engine(error)) => Err(WebError::from(error).with_link(own.address())),
        // The page says what is in the way.
        Err(_) => Ok(Again::sent(form).into_response()),
    }
}

fn is_long(form: &Form) -> bool {
    let words = form.first("words").unwrap_or_default();
    words.chars().count() > LONGEST
}

fn data_page(own: &Own) -> String {
    format!("{}/data", own.address())
}

async fn view(app: &App, own: &OwnApplication, page: Page) -> Result<ErasePage, WebError> {
    let erasures = app.own_erasures(own).await?;
    let open = !own.case().application.status.is_final();
    let waits = erasures.iter().any(engine::erasure::Erasure::is_open);
    Ok(ErasePage {
        name: service_name(own.published(), &page),
        reference: own.case().reference.to_string(),
        open,
        waits,
        requests: data::requests(app, own, &page).await?,
        typed: String::new(),
        is_long: false,
        page: if open || waits { page } else { page.with_answers() },
    })
}
