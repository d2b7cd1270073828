//! Starting an application, and coming back to it.

use axum::{
    extract::{Path, State},
    response::{IntoResponse, Redirect, Response},
};
use axum_extra::extract::CookieJar;

use jiff::SignedDuration;

use super::draft;
use crate::language::Speaks;
use crate::{
    app::App,
    cookies,
    error::WebError,
    limits::{Peer, limit},
};

/// Many share a mobile network's address.
const BEGUN: u32 = 60;
const WINDOW: SignedDuration = SignedDuration::from_mins(10);

/// `GET /s/{service}/apply`: on to the first question without an answer.
pub(crate) async fn show(
    State(app): State<App>,
    Path(service): Path<String>,
    jar: CookieJar,
) -> Result<Redirect, WebError> {
    if jar.get(cookies::DRAFT).is_none() {
        app.services.current(&service).ok_or(WebError::NotFound)?;
        return Ok(Redirect::to(&format!("/s/{service}")));
    }
    let open = draft::open(&app, &jar, &service).await?;
    Ok(Redirect::to(&open.next(app.today())))
}

/// `POST /s/{service}/apply`: an empty application, and its first page.
pub(crate) async fn begin(
    State(app): State<App>,
    Path(service): Path<String>,
    peer: Peer,
    Speaks(language): Speaks,
) -> Result<Response, WebError> {
    let published = app.services.current(&service).ok_or(WebError::NotFound)?;
    if !published.service.about.channels.online {
        return Err(WebError::NotFound);
    }
    limit(&app, "begin", &peer.bucket(), BEGUN, WINDOW).await?;
    let cookie = draft::begin(&app, &published, forms::Answers::default(), language).await?;
    let first = &published.service.form.pages[0].id;
    let mut response = Redirect::to(&format!("/s/{service}/apply/{first}")).into_response();
    cookies::add(&mut response, cookie);
    Ok(response)
}
