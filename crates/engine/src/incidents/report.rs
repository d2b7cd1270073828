//! A phone reports what police found.

use jiff::Timestamp;
use permit::{PermitId, PermitNumber, Verdict};
use store::{IncidentId, IncidentKind, LONGEST_TEXT, Report, corrected};

use super::reason::Reason;
use crate::{
    authorise::{Action, Caller},
    devices::admission::asking,
    engine::Engine,
    error::Error,
    limits::at_a_gate,
    permits::look_ups::issued,
};

/// A report as a phone sends it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReportTold {
    /// The phone's name for it: the same each time it is sent.
    pub id: IncidentId,
    /// What it is about.
    pub kind: IncidentKind,
    /// The code of the reason that was chosen.
    pub reason: String,
    /// In the officer's own words.
    pub note: Option<String>,
    /// The permit that the code named.
    pub permit: Option<PermitId>,
    /// What was scanned.
    pub code: Option<String>,
    /// What the phone showed.
    pub verdict: Verdict,
    /// When, by the phone's clock.
    pub scanned_at: Timestamp,
    /// The phone's clock as it sends: by it the report's time is corrected.
    pub sent_at: Timestamp,
}

impl Engine {
    /// Keeps a report, once, however often it is sent; answers the number of the permit that it is about, if that was issued
    /// here.
    pub async fn report_incident(
        &self,
        caller: &Caller,
        told: ReportTold,
    ) -> Result<Option<PermitNumber>, Error> {
        let device = asking(caller, Action::ReportIncident)?.id;
        at_a_gate(self, "device-incidents", device.0).await?;
        // Phones keep what they offer for days: a reason of another release is one as well.
        if !Reason::is_code(&told.reason) {
            return Err(Error::BadRequest("no such reason"));
        }
        if told.id.0.is_max() {
            return Err(Error::BadRequest("no such id"));
        }
        let now = self.now();
        let report = Report {
            id: told.id,
            device,
            kind: told.kind,
            reason: told.reason,
            note: told.note.map(shortened).filter(|note| !note.trim().is_empty()),
            permit: told.permit,
            code: told.code.map(shortened),
            verdict: told.verdict,
            scanned_at: told.scanned_at,
            at: corrected(told.scanned_at, told.sent_at, now),
            received_at: now,
        };
        self.store.report(&report).await?;
        let permit = issued(self, report.believed()).await?;
        Ok(permit.map(|permit| permit.number))
    }
}

/// A report is never lost for being long: a phone that tried for ever to send it would help nobody.
fn shortened(text: String) -> String {
    match text.char_indices().nth(LONGEST_TEXT) {
        Some((at, _)) => text[..at].to_owned(),
        None => text,
    }
}
