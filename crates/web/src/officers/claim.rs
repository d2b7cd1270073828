//! Taking one case out of the queue.

use axum::{
    extract::{Path, State},
    response::Redirect,
};
use review::Command;

use super::hand::{self, address};
use crate::{
    app::App,
    authorise::{Action, Visitor},
    error::WebError,
    form::Form,
};

/// `POST /o/cases/{case}/claim`
pub(crate) async fn claim(
    State(app): State<App>,
    Path(case): Path<String>,
    visitor: Visitor,
    action: Action,
    form: Form,
) -> Result<Redirect, WebError> {
    let hand = hand::take(&app, &visitor, action, &case, &form).await?;
    let case = hand.act(&app, Command::Claim).await?;
    Ok(Redirect::to(&address(&case)))
}
