//! Saying what became of a report.

use askama::Template;
use axum::{
    extract::{Path, State},
    http::StatusCode,
    response::{Html, IntoResponse, Redirect, Response},
};
use engine::{
    authorise::Action,
    error::Error,
    incidents::{IncidentId, close::CloseError},
};
use uuid::Uuid;

use super::{outcome, page};
use crate::{
    app::App,
    error::WebError,
    form::{Form, Wrong},
    gate::By,
    page::Page,
};

/// `POST /o/incidents/{incident}`
pub(crate) async fn close(
    State(app): State<App>,
    Path(id): Path<Uuid>,
    By(caller): By,
    page: Page,
    typed: Form,
) -> Result<Response, WebError> {
    let report = app
        .incident(&caller, Action::CloseIncident, IncidentId(id))
        .await?;
    let wrong = match typed.first("outcome").and_then(outcome::named) {
        None => Wrong::new("outcome", "incident-no-outcome"),
        Some(outcome) => match app.close_incident(&report, outcome, typed.first("note")).await {
            Ok(()) => return Ok(Redirect::to("/o/incidents?notice=closed").into_response()),
            Err(CloseError::NotRevoked) => Wrong::new("outcome", "incident-not-revoked"),
            Err(CloseError::NoNote) => Wrong::new("note", "incident-no-note"),
            Err(CloseError::Engine(Error::Conflict)) => {
                let now = app
                    .incident(&caller, Action::SeeIncidents, IncidentId(id))
                    .await?;
                let mut view = page::view(&app, page, &now, typed, None).await?;
                view.notice = Some("incident-changed");
                return Ok((StatusCode::CONFLICT, Html(view.render()?)).into_response());
            }
            Err(CloseError::Engine(error)) => {
                return Err(WebError::from(error).with_link(format!("/o/incidents/{id}")));
            }
        },
    };
    let again = page::view(&app, page, &report, typed, Some(wrong)).await?;
    Ok((StatusCode::UNPROCESSABLE_ENTITY, Html(again.render()?)).into_response())
}
