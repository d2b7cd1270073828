//! Yes or no.

use axum::{
    extract::{Path, State},
    response::{IntoResponse, Response},
};
use forms::ReasonCode;
use review::Command;

use super::{
    case::{self, Missing},
    hand, next,
};
use crate::{
    app::App,
    authorise::{Action, Visitor},
    error::WebError,
    form::Form,
    page::Page,
};

/// `POST /o/cases/{case}/decide`
pub(crate) async fn decide(
    State(app): State<App>,
    Path(case): Path<String>,
    visitor: Visitor,
    action: Action,
    page: Page,
    form: Form,
) -> Result<Response, WebError> {
    let hand = hand::take(&app, &visitor, action, &case, &form).await?;
    let command = match command(&form) {
        Ok(command) => command,
        Err(missing) => return case::again(&app, page, &visitor, hand.case, missing, form).await,
    };
    let done = hand.act(&app, command).await?;
    Ok(next::after(&app, &visitor, &form, &done).await?.into_response())
}

fn command(form: &Form) -> Result<Command, Missing> {
    match form.first("decision") {
        Some("approve") => Ok(Command::Approve {
            note: form.first("file_note").map(str::to_owned),
        }),
        Some("reject") => {
            let reason = form
                .first("reason")
                .map(ReasonCode::from)
                .ok_or(Missing::Reason)?;
            Ok(Command::Reject {
                reason,
                note: form.first("note").map(str::to_owned),
            })
        }
        _ => Err(Missing::Decision),
    }
}
