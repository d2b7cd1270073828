//! The rows of lists. Their statements are put together at run time, so their columns are named here.

use permit::Reference;
use review::Application;
use sqlx::FromRow;
use store::{QueueRow, StatusName, StoreError, Tally};
use uuid::Uuid;

use crate::values::{Document, RowOf, words};

#[derive(FromRow)]
pub(super) struct ListedRecord {
    id: Uuid,
    reference: String,
    holder: String,
    submitted_at: jiff_sqlx::Timestamp,
    state: Document,
}

#[derive(FromRow)]
pub(super) struct CandidateRecord {
    pub(super) id: Uuid,
    pub(super) submitted_at: jiff_sqlx::Timestamp,
    pub(super) due_at: jiff_sqlx::Timestamp,
}

#[derive(FromRow)]
pub(super) struct TallyRecord {
    service: String,
    status: String,
    step: Option<String>,
    number: i64,
    oldest: jiff_sqlx::Timestamp,
}

impl ListedRecord {
    pub(super) fn read(self) -> Result<QueueRow, StoreError> {
        let row = RowOf::new("applications", self.id);
        let application: Application = row.json("state", words(&self.state))?;
        let reference: Reference = row.checked("reference", self.reference.parse())?;
        let submitted_at = self.submitted_at.to_jiff();
        Ok(QueueRow::of(application, reference, self.holder, submitted_at))
    }
}

impl TallyRecord {
    pub(super) fn read(self) -> Result<Tally, StoreError> {
        let row = RowOf::new("applications", format_args!("{} {}", self.service, self.status));
        let status =
            StatusName::read(&self.status).ok_or_else(|| row.corrupt("status", "it is no status"))?;
        Ok(Tally {
            service: self.service.as_str().into(),
            status,
            step: self.step.map(|step| step.as_str().into()),
            count: row.number("count", self.number)?,
            oldest: self.oldest.to_jiff(),
        })
    }
}
