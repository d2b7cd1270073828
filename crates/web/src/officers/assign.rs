//! Giving a case to a colleague.

use std::sync::Arc;

use axum::{
    extract::{Path, State},
    response::Redirect,
};
use review::{Command, PersonId};

use super::hand::{self, address, is_own};
use crate::{
    app::App,
    authorise::{Action, Scope, Visitor},
    error::WebError,
    form::Form,
};

/// `POST /o/cases/{case}/assign`
pub(crate) async fn assign(
    State(app): State<App>,
    Path(case): Path<String>,
    visitor: Visitor,
    action: Action,
    form: Form,
) -> Result<Redirect, WebError> {
    let hand = hand::take(&app, &visitor, action, &case, &form).await?;
    let to: PersonId = form
        .first("to")
        .and_then(|to| to.parse().ok())
        .ok_or_else(|| WebError::BadRequest("nobody to assign to").with_link(address(&hand.case)))?;
    let colleague = app.store.person(to).await?;
    if colleague.disabled_at.is_some() || is_own(&colleague, &hand.case) {
        return Err(WebError::OwnApplication);
    }
    let roles = Visitor::Person(Arc::new(colleague)).roles(&Scope::of(&hand.case.application));
    let case = hand.act(&app, Command::Assign { to, roles }).await?;
    Ok(Redirect::to(&address(&case)))
}
