//! Suspending, reinstating and revoking one permit.

use std::collections::BTreeMap;

use axum::{
    extract::{Path, State},
    response::{IntoResponse, Redirect, Response},
};
use review::Message;
use store::{AuditActor, Case, OutboxEntry, OutboxId, PermitChange, PermitRow, PermitStatus};

use super::show::{self, see};
use crate::{
    app::App,
    authorise::{Action, Visitor},
    desk,
    error::WebError,
    form::Form,
    gate::Staff,
    page::Page,
};

/// What the office can do with a permit, as its form names it, and the status that it gives.
const CHANGES: [(&str, PermitStatus); 3] = [
    ("suspend", PermitStatus::Suspended),
    ("reinstate", PermitStatus::Active),
    ("revoke", PermitStatus::Revoked),
];

/// `POST /o/permits/{number}/status`
pub(crate) async fn change(
    State(app): State<App>,
    Path(number): Path<String>,
    visitor: Visitor,
    Staff(person): Staff,
    action: Action,
    page: Page,
    form: Form,
) -> Result<Response, WebError> {
    let (permit, case) = see(&app, &visitor, action, &number).await?;
    let back = format!("/o/permits/{}", permit.number);
    if form.first("seen") != Some(permit.status.name()) {
        return Err(WebError::Conflict.with_link(back));
    }
    let wanted = form.first("change");
    let change = possible(permit.status).find(|(name, _)| Some(*name) == wanted);
    let (_, to) = change.ok_or_else(|| WebError::BadRequest("no such change").with_link(back.clone()))?;
    let Some(reason) = form.first("reason") else {
        return show::again(&app, page, &visitor, &permit, &case).await;
    };
    let change = PermitChange {
        permit: permit.id,
        application: permit.application,
        from: permit.status,
        to,
        actor: AuditActor::Person(person.id),
        reason: reason.to_owned(),
        at: app.now(),
        outbox: letter(&app, &permit, &case, to, reason).into_iter().collect(),
    };
    let done = app.store.change_permit(&change).await;
    done.map_err(|error| WebError::from(error).with_link(back.clone()))?;
    app.status_lists.forget(permit.list);
    Ok(Redirect::to(&back).into_response())
}

/// What can be done with a permit of this status.
pub(super) fn possible(status: PermitStatus) -> impl Iterator<Item = (&'static str, PermitStatus)> {
    CHANGES.into_iter().filter(move |(_, to)| status.may_become(*to))
}

/// Whoever's permit is revoked is told so.
fn letter(app: &App, permit: &PermitRow, case: &Case, to: PermitStatus, reason: &str) -> Option<OutboxEntry> {
    let address = case
        .contact
        .email
        .clone()
        .filter(|_| to == PermitStatus::Revoked)?;
    let words = [
        ("reason", reason.to_owned()),
        ("permit", permit.number.to_string()),
    ];
    Some(OutboxEntry {
        id: OutboxId(desk::new_id(app)),
        application: permit.application,
        to: address,
        language: case.language.clone(),
        message: Message::Revoked,
        permit: Some(permit.id),
        words: BTreeMap::from(words.map(|(name, word)| (name.to_owned(), word))),
        due_at: app.now(),
    })
}
