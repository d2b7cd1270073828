//! Passing a case on to where its deadline would take it.

use axum::{
    extract::{Path, State},
    response::Redirect,
};
use review::Command;

use super::{hand, next};
use crate::{
    app::App,
    authorise::{Action, Visitor},
    error::WebError,
    form::Form,
};

/// `POST /o/cases/{case}/escalate`
pub(crate) async fn escalate(
    State(app): State<App>,
    Path(case): Path<String>,
    visitor: Visitor,
    action: Action,
    form: Form,
) -> Result<Redirect, WebError> {
    let hand = hand::take(&app, &visitor, action, &case, &form).await?;
    let case = hand.act(&app, Command::Escalate { to: None }).await?;
    next::after(&app, &visitor, &form, &case).await
}
