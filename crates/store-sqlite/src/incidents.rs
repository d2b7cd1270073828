//! What police reported from a checkpoint.

mod read;
mod write;

use async_trait::async_trait;
use forms::ServiceId;
use jiff::Timestamp;
use permit::PermitId;
use sqlx::SqliteConnection;
use store::{
    AuditAction, AuditActor, AuditEntry, Closing, Expected, Incident, IncidentId, IncidentPage,
    IncidentQuery, Incidents, Report, StoreError, Subject,
};

use crate::values::micros;
use crate::{SqliteStore, audit, devices, scans};

pub(crate) use read::from;
pub(crate) use write::insert;

#[async_trait]
impl Incidents for SqliteStore {
    async fn report(&self, report: &Report) -> Result<bool, StoreError> {
        report.check()?;
        let report = report.clone();
        self.main
            .write(move |db| Box::pin(async move { keep(&report, db).await }))
            .await
    }

    async fn incident(&self, id: IncidentId) -> Result<Incident, StoreError> {
        let mut db = self.reads.lend().await?;
        read::by_id(id, &mut db)
            .await?
            .ok_or(StoreError::NotFound(Subject::Incident))
    }

    async fn incidents(&self, query: &IncidentQuery) -> Result<IncidentPage, StoreError> {
        read::page(query, &mut *self.reads.lend().await?).await
    }

    async fn incidents_of(&self, permit: &PermitId) -> Result<Vec<Incident>, StoreError> {
        read::of(permit, &mut *self.reads.lend().await?).await
    }

    async fn close_incident(
        &self,
        id: IncidentId,
        closing: &Closing,
        audit: &AuditEntry,
    ) -> Result<(), StoreError> {
        let (closing, entry) = (closing.clone(), audit.clone());
        self.main
            .write(move |db| Box::pin(async move { close(id, &closing, &entry, db).await }))
            .await
    }

    async fn forget_incident_texts(
        &self,
        service: Option<&ServiceId>,
        closed_before: Timestamp,
    ) -> Result<u64, StoreError> {
        let (service, before) = (service.map(ToString::to_string), micros(closed_before));
        self.main
            .write(move |db| Box::pin(async move { write::forget(service, before, db).await }))
            .await
    }
}

async fn keep(report: &Report, db: &mut SqliteConnection) -> Result<bool, StoreError> {
    let device = devices::by_id(report.device, db)
        .await?
        .ok_or(StoreError::NotFound(Subject::Device))?;
    let issued = scans::issued(report.believed().into_iter(), db).await?;
    let issued = report.believed().and_then(|permit| issued.get(&permit));
    if insert(&Incident::of(report, &device, issued), db).await? {
        let entry = AuditEntry {
            at: report.received_at,
            actor: AuditActor::Device(report.device),
            action: AuditAction::IncidentReported(report.id),
        };
        return audit::insert(&entry, db).await.map(|()| true);
    }
    match read::by_id(report.id, db).await? {
        Some(kept) if kept.report.device == report.device => Ok(false),
        _ => Err(StoreError::AlreadyExists(Subject::Incident)),
    }
}

async fn close(
    id: IncidentId,
    closing: &Closing,
    entry: &AuditEntry,
    db: &mut SqliteConnection,
) -> Result<(), StoreError> {
    if write::close(id, closing, db).await? {
        return audit::insert(entry, db).await;
    }
    let kept = read::by_id(id, db)
        .await?
        .ok_or(StoreError::NotFound(Subject::Incident))?;
    if kept.closed.as_ref() == Some(closing) {
        return Ok(());
    }
    Err(StoreError::Conflict {
        subject: Subject::Incident,
        expected: Expected::Open,
    })
}
