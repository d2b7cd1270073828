//! The draft that a browser goes on with, and where it is led instead.

use axum::response::{IntoResponse, Redirect, Response};
use axum_extra::extract::CookieJar;
use engine::{
    applications::{
        Submitted,
        drafts::{DraftState, OpenDraft},
    },
    error::Error,
};
use jiff::civil::Date;

use crate::{app::App, cookies, error::WebError};

/// The draft to go on with, or the answer that leads elsewhere.
pub(crate) type Opened = Result<OpenDraft, Response>;

/// The secret that this browser keeps.
pub(crate) fn secret(jar: &CookieJar) -> Option<&str> {
    Some(jar.get(cookies::DRAFT)?.value())
}

/// The draft of this browser for a service. Who goes back after sending is led to what they sent.
pub(crate) async fn open(app: &App, jar: &CookieJar, service: &str) -> Result<Opened, WebError> {
    let state = app.draft(secret(jar), service).await?;
    opened(app, service, state)
}

/// The same before it is sent.
pub(crate) async fn open_to_check(app: &App, jar: &CookieJar, service: &str) -> Result<Opened, WebError> {
    let state = app.draft_to_send(secret(jar), service).await?;
    opened(app, service, state)
}

fn opened(app: &App, service: &str, state: DraftState) -> Result<Opened, WebError> {
    match state {
        DraftState::Open(open) => Ok(Ok(open)),
        DraftState::Sent(submitted) => Ok(Err(already_sent(app, &submitted))),
        DraftState::Gone => Err(gone(app, service)),
    }
}

/// To what was sent, with its key: its applicant may not have heard that it was.
fn already_sent(app: &App, submitted: &Submitted) -> Response {
    let mut response = Redirect::to(&format!("/a/{}", submitted.reference)).into_response();
    cookies::add(&mut response, cookies::access(app, submitted));
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

/// Where to go on: the first page that still wants an answer, else the check.
pub(crate) fn next(open: &OpenDraft, today: Date) -> String {
    let service = open.service();
    let gaps = service.complete(open.answers().clone(), today).err();
    match gaps.as_deref().and_then(<[_]>::first) {
        Some(gap) => format!("/s/{}/apply/{}", service.id, gap.page),
        None => format!("/s/{}/apply/check", service.id),
    }
}
