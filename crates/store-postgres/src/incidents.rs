//! What police reported from a checkpoint.

mod read;
mod write;

use async_trait::async_trait;
use forms::ServiceId;
use jiff::Timestamp;
use permit::PermitId;
use sqlx::PgConnection;
use store::{
    AuditAction, AuditActor, AuditEntry, Closing, Expected, Incident, IncidentId, IncidentPage,
    IncidentQuery, Incidents, Report, StoreError, Subject,
};

use crate::{PostgresStore, audit, devices, scans};

pub(crate) use read::from;
pub(crate) use write::insert;

#[async_trait]
impl Incidents for PostgresStore {
    async fn report(&self, report: &Report) -> Result<bool, StoreError> {
        report.check()?;
        let report = report.clone();
        self.writer
            .write(move |db| Box::pin(async move { keep(&report, db).await }))
            .await
    }

    async fn incident(&self, id: IncidentId) -> Result<Incident, StoreError> {
        read::by_id(id, &self.reads)
            .await?
            .ok_or(StoreError::NotFound(Subject::Incident))
    }

    async fn incidents(&self, query: &IncidentQuery) -> Result<IncidentPage, StoreError> {
        read::page(query, &self.reads).await
    }

    async fn incidents_of(&self, permit: &PermitId) -> Result<Vec<Incident>, StoreError> {
        read::of(permit, &self.reads).await
    }

    async fn close_incident(
        &self,
        id: IncidentId,
        closing: &Closing,
        audit: &AuditEntry,
    ) -> Result<(), StoreError> {
        let (closing, entry) = (closing.clone(), audit.clone());
        self.writer
            .write(move |db| Box::pin(async move { close(id, &closing, &entry, db).await }))
            .await
    }

    async fn forget_incident_texts(
        &self,
        service: Option<&ServiceId>,
        closed_before: Timestamp,
    ) -> Result<u64, StoreError> {
        let service = service.map(ToString::to_string);
        self.writer
            .write_at_once(move |db| Box::pin(async move { write::forget(service, closed_before, db).await }))
            .await
    }
}

/// The permit stays locked until the commit: nothing is tied to one that is being erased.
async fn keep(report: &Report, db: &mut PgConnection) -> Result<bool, StoreError> {
    let device = devices::by_id(report.device, &mut *db)
        .await?
        .ok_or(StoreError::NotFound(Subject::Device))?;
    let issued = scans::issued_locked(report.believed().into_iter(), db).await?;
    let issued = report.believed().and_then(|permit| issued.get(&permit));
    if insert([&Incident::of(report, &device, issued)], db).await? == 1 {
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
    db: &mut PgConnection,
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
