//! A report, for whoever may see it.

use store::{Incident, IncidentId, PermitRow};
use uuid::Uuid;

use crate::{
    app::App,
    authorise::{Action, Scope, Visitor, authorise},
    error::WebError,
    permits::issued,
};

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
    let permit = issued(app, incident.report.believed()).await?;
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
