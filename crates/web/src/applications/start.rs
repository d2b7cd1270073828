//! Starting an application, and coming back to it.

use axum::{
    extract::{Path, State},
    response::{IntoResponse, Redirect, Response},
};
use engine::error::Error;

use super::draft;
use crate::language::Speaks;
use crate::{app::App, cookies, error::WebError, peer::Peer};

/// `GET /s/{service}/apply`: on to the first question without an answer.
pub(crate) async fn show(
    State(app): State<App>,
    Path(service): Path<String>,
    secret: draft::Secret,
) -> Result<Response, WebError> {
    if secret.get().is_none() {
        app.services.current(&service).ok_or(Error::NotFound)?;
        return Ok(Redirect::to(&format!("/s/{service}")).into_response());
    }
    Ok(match draft::open(&app, &secret, &service).await? {
        Ok(open) => Redirect::to(&draft::next(&open, app.today())).into_response(),
        Err(elsewhere) => elsewhere,
    })
}

/// `POST /s/{service}/apply`: an empty application, and its first page.
pub(crate) async fn begin(
    State(app): State<App>,
    Path(service): Path<String>,
    peer: Peer,
    Speaks(language): Speaks,
) -> Result<Response, WebError> {
    if app.services.current(&service).is_some() && !app.is_online(&service) {
        return Err(draft::closed(&service));
    }
    let begun = app.begin(peer.0, &service, language.code()).await?;
    let first = &begun.published.service.form.pages[0].id;
    let mut response = Redirect::to(&format!("/s/{service}/apply/{first}")).into_response();
    cookies::add(&mut response, draft::begun(&app, &service, &begun.secret));
    Ok(response)
}
