//! Saying what became of a report.

use askama::Template;
use axum::{
    extract::{Path, State},
    http::StatusCode,
    response::{Html, IntoResponse, Redirect, Response},
};
use store::{AuditActor, AuditEntry, Closing, Deed, IncidentId, LONGEST_TEXT, Outcome, PermitStatus};
use uuid::Uuid;

use super::{
    find::{self, Found},
    page,
};
use crate::{
    app::App,
    authorise::{Action, Visitor},
    error::WebError,
    form::{Form, Wrong},
    gate::Staff,
    page::Page,
};

/// What a report can end with, as the form says it.
pub(super) const OUTCOMES: [(&str, Outcome); 4] = [
    ("nothing-wrong", Outcome::NothingWrong),
    ("permit-revoked", Outcome::PermitRevoked),
    ("passed-to-police", Outcome::PassedToPolice),
    ("other", Outcome::Other),
];

/// `POST /o/incidents/{incident}`
pub(crate) async fn close(
    State(app): State<App>,
    Path(id): Path<Uuid>,
    visitor: Visitor,
    Staff(person): Staff,
    action: Action,
    page: Page,
    typed: Form,
) -> Result<Response, WebError> {
    let found = find::see(&app, &visitor, action, id).await?;
    let (outcome, note) = match read(&typed, &found) {
        Ok(read) => read,
        Err(wrong) => {
            let again = page::view(&app, page, &visitor, &found, typed, Some(wrong)).await?;
            return Ok((StatusCode::UNPROCESSABLE_ENTITY, Html(again.render()?)).into_response());
        }
    };
    let closing = Closing {
        outcome,
        note,
        by: person.id,
        at: app.now(),
    };
    let entry = AuditEntry {
        at: closing.at,
        actor: AuditActor::Person(person.id),
        deed: Deed::IncidentClosed(IncidentId(id)),
    };
    let done = app.store.close_incident(IncidentId(id), &closing, &entry).await;
    done.map_err(|error| WebError::from(error).with_link(format!("/o/incidents/{id}")))?;
    Ok(Redirect::to("/o/incidents?notice=closed").into_response())
}

/// What was chosen. Nobody notes a permit as revoked that is not.
fn read(typed: &Form, found: &Found) -> Result<(Outcome, Option<String>), Wrong> {
    let chosen = typed.first("outcome").and_then(named);
    let outcome = chosen.ok_or(Wrong::new("outcome", "incident-no-outcome"))?;
    let note = typed
        .first("note")
        .map(|note| note.chars().take(LONGEST_TEXT).collect());
    let revoked = found
        .permit
        .as_ref()
        .is_some_and(|permit| permit.status == PermitStatus::Revoked);
    match outcome {
        Outcome::PermitRevoked if !revoked => Err(Wrong::new("outcome", "incident-not-revoked")),
        Outcome::Other if note.is_none() => Err(Wrong::new("note", "incident-no-note")),
        _ => Ok((outcome, note)),
    }
}

pub(super) fn named(value: &str) -> Option<Outcome> {
    let mut outcomes = OUTCOMES.into_iter();
    outcomes
        .find(|(name, _)| *name == value)
        .map(|(_, outcome)| outcome)
}
