//! Sending a letter to the applicant once more.

use axum::{extract::State, response::Redirect};
use engine::letters::OutboxId;
use uuid::Uuid;

use super::address::of_case;
use crate::{app::App, error::WebError, gate::By, path::Path};

/// `POST /o/cases/{case}/letters/{letter}`
pub(crate) async fn resend(
    State(app): State<App>,
    Path((case, letter)): Path<(String, Uuid)>,
    By(caller): By,
) -> Result<Redirect, WebError> {
    let sent = app.resend_letter(&caller, &case, OutboxId(letter)).await;
    let back = format!("/o/cases/{case}");
    let case = sent.map_err(|error| WebError::from(error).with_link(back))?;
    Ok(Redirect::to(&format!("{}?notice=resent", of_case(&case))))
}
