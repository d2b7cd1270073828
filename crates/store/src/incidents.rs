//! What police report from a checkpoint: a fake, a seizure, a question. An officer looks at each and closes it.

use async_trait::async_trait;
use forms::ServiceId;
use jiff::Timestamp;
use permit::{PermitId, Verdict};
use review::PersonId;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::scans::{believable, plausible, tied};
use crate::{AuditEntry, Device, DeviceId, Issued, Place, StoreError};

/// How many characters of the scanned text, and of a note, are kept at most; what is longer is a contradiction.
pub const LONGEST_TEXT: usize = 2000;

/// Names one incident. The phone draws it, so that it can send it again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct IncidentId(pub Uuid);

/// What it is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum IncidentKind {
    /// The paper is not what it says.
    Fake,
    /// The paper was taken away.
    Seized,
    /// Police want somebody to look at it.
    Question,
}

/// An incident as a phone tells of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    /// The phone's name for it: the same each time it is sent.
    pub id: IncidentId,
    /// The phone.
    pub device: DeviceId,
    /// What it is about.
    pub kind: IncidentKind,
    /// The code of the reason that was chosen.
    pub reason: String,
    /// In the officer's own words; erased with the permit, and when its time is over.
    pub note: Option<String>,
    /// The permit that the code named. Believed only where the verdict says that the issuer signed it.
    pub permit: Option<PermitId>,
    /// What was scanned; erased with the permit, and when its time is over.
    pub code: Option<String>,
    /// What the phone showed.
    pub verdict: Verdict,
    /// When, by the phone's clock.
    pub scanned_at: Timestamp,
    /// When, by the server's: see [`crate::corrected`].
    pub at: Timestamp,
    /// When the server had it.
    pub received_at: Timestamp,
}

/// An incident as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Incident {
    /// What the phone told.
    pub report: Report,
    /// The permit's service, if it was issued here.
    pub service: Option<ServiceId>,
    /// The checkpoint's name, if the phone was put up there before.
    pub checkpoint: Option<String>,
    /// The checkpoint's place.
    pub place: Option<Place>,
    /// How it ended; none while it is open.
    pub closed: Option<Closing>,
}

/// How an incident ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Closing {
    /// What was found.
    pub outcome: Outcome,
    /// In the officer's own words; erased with the permit, and when its time is over.
    pub note: Option<String>,
    /// Who closed it.
    pub by: PersonId,
    /// When.
    pub at: Timestamp,
}

/// What was found when somebody looked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Outcome {
    /// There was nothing wrong.
    NothingWrong,
    /// The permit was revoked.
    PermitRevoked,
    /// The police or a prosecutor have it now.
    PassedToPolice,
    /// Something else, which the note says.
    Other,
}

/// Which incidents to list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IncidentQuery {
    /// Those that are open, longest waiting first; else those that are closed, last closed first.
    pub open: bool,
    /// Only permits of these services; without it all, those of nothing known too.
    pub services: Option<Vec<ServiceId>>,
    /// From 0.
    pub page: u32,
    /// How many rows a page has.
    pub rows: u32,
}

/// One page of incidents.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IncidentPage {
    /// The page's rows.
    pub rows: Vec<Incident>,
    /// How many rows all pages have.
    pub total: u64,
}

/// Incidents.
#[async_trait]
pub trait Incidents {
    /// Keeps a report, durably, once and with a line in the log (by the phone itself); the first word stands, however often it is sent.
    /// An id that another phone has used is [`StoreError::AlreadyExists`], an unknown phone [`StoreError::NotFound`], an id
    /// of ones alone a contradiction. Answers whether this very call wrote it.
    async fn report(&self, report: &Report) -> Result<bool, StoreError>;

    /// An incident.
    async fn incident(&self, id: IncidentId) -> Result<Incident, StoreError>;

    /// A page of incidents.
    async fn incidents(&self, query: &IncidentQuery) -> Result<IncidentPage, StoreError>;

    /// The incidents about a permit, latest first.
    async fn incidents_of(&self, permit: &PermitId) -> Result<Vec<Incident>, StoreError>;

    /// Closes an open incident, durably and with a line in the log; one that is closed already is
    /// [`StoreError::Conflict`], unless it was closed in the very same way.
    async fn close_incident(
        &self,
        id: IncidentId,
        closing: &Closing,
        audit: &AuditEntry,
    ) -> Result<(), StoreError>;

    /// Erases what was scanned and what was written of a service's incidents, or without one of those of nothing known, that were
    /// closed before then; answers how many. The rest stays.
    async fn forget_incident_texts(
        &self,
        service: Option<&ServiceId>,
        closed_before: Timestamp,
    ) -> Result<u64, StoreError>;
}

impl Incident {
    /// The report of a phone as it is kept, given what is known of the permit that it is believed to be of.
    pub fn of(report: &Report, device: &Device, issued: Option<&Issued>) -> Self {
        let at = believable(report.at, report.received_at);
        let checkpoint = device.checkpoint_at(at);
        Self {
            report: Report {
                permit: tied(report.believed(), issued),
                scanned_at: plausible(report.scanned_at),
                at,
                reason: legible(&report.reason),
                note: report.note.as_deref().map(legible),
                code: report.code.as_deref().map(legible),
                ..report.clone()
            },
            service: issued.map(|issued| issued.service.clone()),
            checkpoint: checkpoint.map(|checkpoint| checkpoint.name.clone()),
            place: checkpoint.and_then(|checkpoint| checkpoint.place),
            closed: None,
        }
    }
}

/// What was scanned may hold anything, and not every store keeps a NUL.
fn legible(words: &str) -> String {
    words.replace('\0', "\u{fffd}")
}

impl Report {
    /// Refuses what no phone of ours sends.
    pub fn check(&self) -> Result<(), StoreError> {
        let texts = [self.note.as_deref(), self.code.as_deref(), Some(&*self.reason)];
        if texts
            .iter()
            .flatten()
            .any(|text| text.chars().count() > LONGEST_TEXT)
        {
            return Err(StoreError::Contradiction("a report with too long a text"));
        }
        if self.id.0.is_max() {
            return Err(StoreError::Contradiction("an id of ones alone"));
        }
        Ok(())
    }

    /// The permit, where a key of ours signed it: see [`crate::Scan::believed`].
    pub fn believed(&self) -> Option<PermitId> {
        self.permit.filter(|_| crate::is_signed(self.verdict))
    }
}
