//! Suspending, reinstating and revoking one permit.

use std::collections::BTreeMap;

use axum::{
    extract::{Path, State},
    response::{IntoResponse, Redirect, Response},
};
use review::Message;
use store::{AuditActor, Case, OutboxEntry, OutboxId, PermitChange, PermitRow, PermitStatus};

use super::show::{self, see};
use crate::{Action, App, Form, Page, Visitor, WebError, desk};

/// `POST /o/permits/{number}/status`
pub(crate) async fn change(
    State(app): State<App>,
    Path(number): Path<String>,
    visitor: Visitor,
    action: Action,
    page: Page,
    form: Form,
) -> Result<Response, WebError> {
    let (permit, case) = see(&app, &visitor, action, &number).await?;
    let person = visitor.person().ok_or(WebError::Forbidden)?;
    let back = format!("/o/permits/{}", permit.number);
    if form.first("seen") != Some(permit.status.name()) {
        return Err(WebError::Conflict.with_link(back));
    }
    let to = wanted(&form).filter(|to| permit.status.may_become(*to));
    let to = to.ok_or_else(|| WebError::BadRequest("no such change").with_link(back.clone()))?;
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

fn wanted(form: &Form) -> Option<PermitStatus> {
    match form.first("change")? {
        "suspend" => Some(PermitStatus::Suspended),
        "reinstate" => Some(PermitStatus::Active),
        "revoke" => Some(PermitStatus::Revoked),
        _ => None,
    }
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
