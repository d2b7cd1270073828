//! From what a phone read to the permit's page.

use axum::{
    extract::{Path, State},
    response::Redirect,
};

use crate::{
    app::App,
    authorise::{Action, Scope, Visitor, authorise},
    error::WebError,
    scans::receive::Cti,
};

/// `GET /o/permits/id/{cti}`
pub(crate) async fn show(
    State(app): State<App>,
    Path(cti): Path<String>,
    visitor: Visitor,
    action: Action,
) -> Result<Redirect, WebError> {
    let Cti(id) = Cti::try_from(cti).map_err(|_| WebError::NotFound)?;
    let permit = app.store.permit(&id).await?;
    let case = app.store.case(permit.application).await?;
    authorise(&visitor, action, &Scope::of(&case.application)).map_err(|_| WebError::Forbidden)?;
    Ok(Redirect::to(&format!("/o/permits/{}", permit.number)))
}
