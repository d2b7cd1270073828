//! From what a phone read to the permit's page.

use axum::{
    extract::{Path, State},
    response::Redirect,
};
use engine::{authorise::Action, error::Error};

use crate::{app::App, error::WebError, gate::By, scans::receive::Cti};

/// `GET /o/permits/id/{cti}`
pub(crate) async fn show(
    State(app): State<App>,
    Path(cti): Path<String>,
    By(caller): By,
) -> Result<Redirect, WebError> {
    let Cti(id) = Cti::try_from(cti).map_err(|_| Error::NotFound)?;
    let issued = app.permit_by_id(&caller, Action::SeePermit, &id).await?;
    Ok(Redirect::to(&format!("/o/permits/{}", issued.permit.number)))
}
