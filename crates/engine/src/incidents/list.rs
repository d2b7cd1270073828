//! The reports that wait, those that were closed, and those about one permit.

use permit::PermitNumber;
use store::{Incident, IncidentQuery};

use crate::{
    authorise::{Action, Caller, Scope, Scoped, authorise},
    engine::Engine,
    error::Error,
    permits::{issued::IssuedPermit, look_ups::issued},
    scans::reach,
};

/// Which reports to list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ReportQuery {
    /// Those that are open, longest waiting first; else those that are closed, last closed first.
    pub open: bool,
    /// From 0.
    pub page: u32,
    /// How many rows a page has.
    pub rows: u32,
}

/// One page of reports.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReportPage {
    /// The page's rows.
    pub rows: Vec<ListedReport>,
    /// How many rows all pages have.
    pub total: u64,
}

/// A report in a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListedReport {
    /// The report, and how it ended.
    pub incident: Incident,
    /// The number of the permit that it is about, if that was issued here.
    pub number: Option<PermitNumber>,
}

impl Engine {
    /// A page of reports, as far as the caller's grants reach.
    pub async fn incidents(&self, caller: &Caller, query: ReportQuery) -> Result<ReportPage, Error> {
        authorise(caller, Action::SeeIncidents, &Scope::Somewhere).map_err(|_| Error::Forbidden)?;
        let query = IncidentQuery {
            open: query.open,
            services: reach::services(self, caller, Action::SeeIncidents),
            page: query.page,
            rows: query.rows,
        };
        let found = self.store.incidents(&query).await?;
        let mut rows = Vec::new();
        for incident in found.rows {
            let permit = issued(self, incident.report.believed()).await?;
            rows.push(ListedReport {
                incident,
                number: permit.map(|permit| permit.number),
            });
        }
        Ok(ReportPage {
            rows,
            total: found.total,
        })
    }

    /// What was reported of a permit, latest first.
    pub async fn incidents_of(&self, caller: &Caller, issued: &IssuedPermit) -> Result<Vec<Incident>, Error> {
        authorise(caller, Action::SeeIncidents, &issued.scope()).map_err(|_| Error::Forbidden)?;
        Ok(self.store.incidents_of(&issued.permit.id).await?)
    }
}
