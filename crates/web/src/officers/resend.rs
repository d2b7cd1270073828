//! Sending a letter to the applicant once more.

use axum::{
    extract::{Path, State},
    response::Redirect,
};
use store::{AuditActor, AuditEntry, Deed, OutboxId};
use uuid::Uuid;

use super::hand::{self, address};
use crate::{
    app::App,
    authorise::{Action, Visitor},
    error::WebError,
    gate::Staff,
};

/// `POST /o/cases/{case}/letters/{letter}`
pub(crate) async fn resend(
    State(app): State<App>,
    Path((case, letter)): Path<(String, Uuid)>,
    visitor: Visitor,
    Staff(person): Staff,
    action: Action,
) -> Result<Redirect, WebError> {
    let case = hand::see(&app, &visitor, action, &case).await?;
    let id = case.application.id;
    let entry = AuditEntry {
        at: app.now(),
        actor: AuditActor::Person(person.id),
        deed: Deed::MailResent(id),
    };
    app.store.resend(id, OutboxId(letter), &entry).await?;
    Ok(Redirect::to(&format!("{}?notice=resent", address(&case))))
}
