//! Saying what became of a report.

use store::{AuditAction, Closing, LONGEST_TEXT, Outcome, PermitStatus};

use super::read::ReportedIncident;
use crate::{
    authorise::{Action, Authorised},
    engine::Engine,
    error::Error,
    log,
    people::natural_person::is_party,
};

/// Why a report was not closed.
#[derive(Debug, thiserror::Error)]
pub enum CloseError {
    /// It was to end with a revoked permit, and there is none: nobody notes what is not so.
    #[error("the permit is not revoked")]
    NotRevoked,
    /// It was to end with something else, and no note says with what.
    #[error("no note says what it ended with")]
    NoNote,
    /// It could not be done, or not by this caller.
    #[error(transparent)]
    Engine(#[from] Error),
}

impl Engine {
    /// Closes an open report; of a long note the beginning is kept.
    pub async fn close_incident(
        &self,
        report: &Authorised<ReportedIncident>,
        outcome: Outcome,
        note: Option<&str>,
    ) -> Result<(), CloseError> {
        let person = report.caller().person().ok_or(Error::Forbidden)?;
        if report.action() != Action::CloseIncident {
            return Err(Error::Forbidden.into());
        }
        if self.is_own_report(report).await? {
            return Err(Error::OwnApplication.into());
        }
        match outcome {
            Outcome::PermitRevoked if !report.is_permit_revoked() => return Err(CloseError::NotRevoked),
            Outcome::Other if note.is_none() => return Err(CloseError::NoNote),
            _ => {}
        }
        let id = report.incident.report.id;
        let audit = log::entry(self, report.caller(), AuditAction::IncidentClosed(id));
        let closing = Closing {
            outcome,
            note: note.map(|note| note.chars().take(LONGEST_TEXT).collect()),
            by: person.id,
            at: audit.at,
        };
        let closed = self.store.close_incident(id, &closing, &audit).await;
        Ok(closed.map_err(Error::from)?)
    }

    /// Whether whoever loaded a report is party to the case of its permit: then somebody else closes it.
    pub async fn is_own_report(&self, report: &Authorised<ReportedIncident>) -> Result<bool, Error> {
        match (report.caller().person(), &report.issued) {
            (Some(person), Some(issued)) => is_party(self, person, &issued.case).await,
            _ => Ok(false),
        }
    }
}

impl ReportedIncident {
    fn is_permit_revoked(&self) -> bool {
        let permit = self.issued.as_ref().map(|issued| &issued.permit);
        permit.is_some_and(|permit| permit.status == PermitStatus::Revoked)
    }
}
