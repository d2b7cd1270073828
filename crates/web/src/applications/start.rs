//! Starting an application, and coming back to it.

use axum::{
    extract::State,
    response::{IntoResponse, Redirect, Response},
};
use engine::{applications::drafts::DraftState, error::Error};

use super::{draft, since, walk::Walk};
use crate::language::Speaks;
use crate::{app::App, cookies, error::WebError, form::Form, page::Page, path::Path, peer::Peer};

/// `GET /s/{service}/apply`: on to the first question without an answer, or why one must begin again.
pub(crate) async fn show(
    State(app): State<App>,
    Path(service): Path<String>,
    secret: draft::Secret,
    page: Page,
) -> Result<Response, WebError> {
    if secret.get().is_none() {
        app.services.current(&service).ok_or(Error::NotFound)?;
        return Ok(Redirect::to(&format!("/s/{service}")).into_response());
    }
    let state = app.draft(secret.get(), &service).await?;
    if let DraftState::Outdated(open) = &state {
        return since::outdated(&app, open, page);
    }
    Ok(match draft::opened(&app, &service, state)? {
        Ok(open) => {
            // Whoever comes back is told what changed meanwhile.
            let told = if open.since().is_some() { "?since=1" } else { "" };
            Redirect::to(&format!("{}{told}", Walk::of_draft(&open).next(app.today()))).into_response()
        }
        Err(elsewhere) => elsewhere,
    })
}

/// `POST /s/{service}/apply`: an empty application, and its first page. With `keep`, one with what was typed under an older version of
/// the service.
pub(crate) async fn begin(
    State(app): State<App>,
    Path(service): Path<String>,
    peer: Peer,
    Speaks(language): Speaks,
    secret: draft::Secret,
    form: Form,
) -> Result<Response, WebError> {
    if app.services.current(&service).is_some() && !app.is_online(&service) {
        return Err(draft::closed(&service));
    }
    if form.has("keep") {
        let begun = app
            .begin_anew(peer.0, secret.get(), &service, language.code())
            .await?;
        let mut response = Redirect::to(&format!("/s/{service}/apply")).into_response();
        cookies::add(&mut response, draft::begun_again(&app, &service, &begun.secret));
        return Ok(response);
    }
    let begun = app.begin(peer.0, &service, language.code()).await?;
    let first = &begun.published.service.form.pages[0].id;
    let mut response = Redirect::to(&format!("/s/{service}/apply/{first}")).into_response();
    cookies::add(&mut response, draft::begun(&app, &service, &begun.secret));
    Ok(response)
}
