//! A report, for whoever may see it.

use store::{Incident, IncidentId, PermitRow, StoreError};
use uuid::Uuid;

use crate::{Action, App, Scope, Visitor, WebError, authorise};

/// A report with what it is about.
pub(crate) struct Found {
    pub(super) incident: Incident,
    /// The permit of ours that was scanned.
    pub(super) permit: Option<PermitRow>,
    pub(super) scope: Scope,
}

/// The report of an address, if the visitor may do this with it. One about nothing of ours belongs to the whole site.
pub(super) async fn see(app: &App, visitor: &Visitor, action: Action, id: Uuid) -> Result<Found, WebError> {
    let incident = app.store.incident(IncidentId(id)).await?;
    let permit = permit(app, &incident).await?;
    let scope = match (&permit, &incident.service) {
        (Some(permit), _) => Scope::of(&app.store.case(permit.application).await?.application),
        (None, Some(service)) => Scope::Service(service.clone()),
        (None, None) => Scope::Everything,
    };
    authorise(visitor, action, &scope).map_err(|_| WebError::Forbidden)?;
    Ok(Found {
        incident,
        permit,
        scope,
    })
}

/// The permit that a report is about, if its code was signed by us and it was issued here.
pub(super) async fn permit(app: &App, incident: &Incident) -> Result<Option<PermitRow>, WebError> {
    let Some(id) = incident.report.believed() else {
        return Ok(None);
    };
    match app.store.permit(&id).await {
        Ok(permit) => Ok(Some(permit)),
        Err(StoreError::NotFound(_)) => Ok(None),
        Err(error) => Err(error.into()),
    }
}
