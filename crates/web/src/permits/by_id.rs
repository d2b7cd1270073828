//! From what a phone read to the permit's page.

use axum::{extract::State, response::Redirect};
use engine::authorise::Action;

use crate::{app::App, error::WebError, gate::By, path::Path, scans::receive::Cti};

/// `GET /o/permits/id/{cti}`
pub(crate) async fn show(
    State(app): State<App>,
    Path(Cti(id)): Path<Cti>,
    By(caller): By,
) -> Result<Redirect, WebError> {
    let issued = app.permit_by_id(&caller, Action::SeePermit, &id).await?;
    Ok(Redirect::to(&format!("/o/permits/{}", issued.permit.number)))
}
