//! The draft that a browser goes on with, and where it is led instead.

use axum::{
    extract::FromRequestParts,
    http::request::Parts,
    response::{IntoResponse, Redirect, Response},
};
use axum_extra::extract::cookie::Cookie;
use engine::{
    applications::{
        Submitted,
        drafts::{DraftState, OpenDraft},
    },
    error::Error,
};

use super::{own, return_code};
use crate::{
    app::App,
    cookies::{self, Opens},
    error::WebError,
};

/// The draft to go on with, or the answer that leads elsewhere.
pub(crate) type Opened = Result<OpenDraft, Response>;

/// The secret that this browser keeps of a draft for the service in the address.
pub(crate) struct Secret(Option<String>);

impl Secret {
    /// The secret, if there is one.
    pub(crate) fn get(&self) -> Option<&str> {
        self.0.as_deref()
    }
}

impl FromRequestParts<App> for Secret {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Self::Rejection> {
        let opens = Opens::at(parts.uri.path());
        let sent = opens.and_then(|opens| opens.sent(app.site(), &parts.headers));
        Ok(Self(sent.map(str::to_owned)))
    }
}

/// The cookie of a draft that was begun, gone with the browser. What was typed into the one of before and not taken is not its own.
pub(crate) fn begun(app: &App, service: &str, secret: &str) -> Vec<Cookie<'static>> {
    let mut cookies = begun_again(app, service, secret);
    cookies.extend(cookies::removal(app.site(), Opens::UnsentOfDraft(service)));
    cookies
}

/// The same of a draft that goes on with what was typed into the one of before.
pub(crate) fn begun_again(app: &App, service: &str, secret: &str) -> Vec<Cookie<'static>> {
    cookies::passing(app.site(), Opens::Draft(service), secret)
}

/// The draft of this browser for a service. Who goes back after sending is led to what they sent.
pub(crate) async fn open(app: &App, secret: &Secret, service: &str) -> Result<Opened, WebError> {
    let state = app.draft(secret.get(), service).await?;
    opened(app, service, state)
}

/// The same before it is sent.
pub(crate) async fn open_to_check(app: &App, secret: &Secret, service: &str) -> Result<Opened, WebError> {
    let state = app.draft_to_send(secret.get(), service).await?;
    opened(app, service, state)
}

/// What a draft's state leads to.
pub(super) fn opened(app: &App, service: &str, state: DraftState) -> Result<Opened, WebError> {
    match state {
        DraftState::Open(open) => Ok(Ok(open)),
        DraftState::Sent(submitted) => Ok(Err(sent(app, service, &submitted))),
        DraftState::Outdated(_) => Ok(Err(outdated(service))),
        DraftState::Closed => Err(closed(service)),
        DraftState::Gone => Err(gone(app, service)),
    }
}

/// On to what was sent, with its key. The browser goes on knowing the draft: whoever goes back to a page of it, or has one open in
/// another tab, is led here too.
pub(super) fn sent(app: &App, service: &str, submitted: &Submitted) -> Response {
    let mut response = Redirect::to(&format!("/a/{}?sent=1", submitted.reference)).into_response();
    cookies::add(&mut response, own::sent_cookie(app, submitted));
    cookies::add(&mut response, return_code::shown_once(app, submitted.reference));
    let unsent = Opens::UnsentOfDraft(service);
    cookies::add(&mut response, cookies::removal(app.site(), unsent));
    response
}

/// What there is to say where there is no draft.
pub(crate) fn gone(app: &App, service: &str) -> WebError {
    if app.services.current(service).is_none() {
        return Error::NotFound.into();
    }
    WebError::ExpiredDraft {
        service: service.to_owned(),
    }
}

/// To where one is told that the service changed, and begins again.
pub(super) fn outdated(service: &str) -> Response {
    Redirect::to(&format!("/s/{service}/apply")).into_response()
}

/// What there is to say where a service is not given on line any more.
pub(crate) fn closed(service: &str) -> WebError {
    WebError::ClosedService {
        service: service.to_owned(),
    }
}
