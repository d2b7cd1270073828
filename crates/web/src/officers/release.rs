//! Putting a case back.

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

/// `POST /o/cases/{case}/release`
pub(crate) async fn release(
    State(app): State<App>,
    Path(case): Path<String>,
    visitor: Visitor,
    action: Action,
    form: Form,
) -> Result<Redirect, WebError> {
    let hand = hand::take(&app, &visitor, action, &case, &form).await?;
    let case = hand.act(&app, Command::Release).await?;
    next::after(&app, &visitor, &form, &case).await
}
