//! Saying what became of a report.

use axum::{
    extract::State,
    response::{IntoResponse as _, Redirect, Response},
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
    path::Path,
    unsent::Again,
};

/// `POST /o/incidents/{incident}`
pub(crate) async fn close(
    State(app): State<App>,
    Path(id): Path<Uuid>,
    By(caller): By,
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
            Err(CloseError::Engine(Error::Conflict)) => Wrong::new(page::CHANGED, "incident-changed"),
            Err(CloseError::Engine(error)) => {
                return Err(WebError::from(error).with_link(format!("/o/incidents/{id}")));
            }
        },
    };
    Ok(Again::sent(typed).because([wrong]).into_response())
}
