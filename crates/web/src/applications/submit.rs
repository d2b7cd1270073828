//! Sending an application: once, however often the button is pressed.

use axum::{
    extract::State,
    response::{IntoResponse, Redirect, Response},
};
use engine::{applications::drafts::DraftState, error::Error};
use locale::Language;

use super::{draft, ready::ready, since, walk::Walk};
use crate::language::Speaks;
use crate::{app::App, error::WebError, form::Form, path::Path, peer::Peer};

/// `POST /s/{service}/apply/submit`. Where the store does not answer, nobody knows whether it was sent: whoever presses the
/// button again finds out, and sends nothing twice.
pub(crate) async fn submit(
    State(app): State<App>,
    Path(service): Path<String>,
    Speaks(language): Speaks,
    secret: draft::Secret,
    Peer(peer): Peer,
    form: Form,
) -> Result<Response, WebError> {
    let told = since::told_by(&form);
    let sent = send(&app, peer, &service, language, &secret, told).await;
    sent.map_err(|error| match error {
        WebError::Engine(Error::Unavailable(source)) => WebError::Unheard { service, source },
        other => other,
    })
}

async fn send(
    app: &App,
    peer: engine::peer::Peer,
    service: &str,
    language: Language,
    secret: &draft::Secret,
    told: Option<&str>,
) -> Result<Response, WebError> {
    let mut open = match app.draft_to_send(secret.get(), service).await? {
        DraftState::Open(open) => open,
        DraftState::Sent(submitted) => return Ok(draft::sent(app, service, &submitted)),
        DraftState::Outdated(_) => return Ok(draft::outdated(service)),
        DraftState::Closed => return Err(draft::closed(service)),
        DraftState::Gone => return Err(draft::gone(app, service)),
    };
    if !since::was_told(&mut open, told) {
        return Ok(Redirect::to(&format!("/s/{service}/apply/check")).into_response());
    }
    let answers = match ready(app, &Walk::of_draft(&open)).await? {
        Ok(answers) => answers,
        Err(elsewhere) => return Ok(Redirect::to(&elsewhere).into_response()),
    };
    let submitted = app.send_draft(peer, open, answers, language.code()).await?;
    Ok(draft::sent(app, service, &submitted))
}
