//! A report, for whoever may see it or close it.

use store::{Incident, IncidentId};

use crate::{
    authorise::{Action, Authorised, Caller, Scope, Scoped},
    engine::Engine,
    error::Error,
    permits::{issued::IssuedPermit, look_ups::issued},
};

/// A report with what it is about.
#[derive(Clone, Debug)]
pub struct ReportedIncident {
    /// The report, and how it ended.
    pub incident: Incident,
    /// The permit of ours that was scanned.
    pub issued: Option<IssuedPermit>,
}

/// A report about nothing of ours belongs to the whole site.
impl Scoped for ReportedIncident {
    fn scope(&self) -> Scope {
        match (&self.issued, &self.incident.service) {
            (Some(issued), _) => issued.scope(),
            (None, Some(service)) => Scope::Service(service.clone()),
            (None, None) => Scope::Everything,
        }
    }
}

impl Engine {
    /// A report, if the caller may do this with it.
    pub async fn incident(
        &self,
        caller: &Caller,
        action: Action,
        id: IncidentId,
    ) -> Result<Authorised<ReportedIncident>, Error> {
        let incident = self.store.incident(id).await?;
        let issued = match issued(self, incident.report.believed()).await? {
            Some(permit) => {
                let case = self.store.case(permit.application).await?;
                Some(IssuedPermit { permit, case })
            }
            None => None,
        };
        Authorised::new(ReportedIncident { incident, issued }, caller, action)
    }
}
