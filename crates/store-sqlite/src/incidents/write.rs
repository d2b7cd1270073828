//! Writing incidents.

use sqlx::SqliteConnection;
use store::{Closing, Incident, IncidentId, StoreError};

use crate::errors::failed;
use crate::values::{micros, name_of};

/// Whether it was written: an id that is there already is left as it is.
pub(crate) async fn insert(incident: &Incident, db: &mut SqliteConnection) -> Result<bool, StoreError> {
    let report = &incident.report;
    let (id, device) = (&report.id.0.as_bytes()[..], &report.device.0.as_bytes()[..]);
    let (kind, verdict) = (name_of(&report.kind)?, name_of(&report.verdict)?);
    let permit = report.permit.as_ref().map(|permit| &permit.0[..]);
    let service = incident.service.as_ref().map(forms::ServiceId::as_str);
    let (scanned_at, at) = (micros(report.scanned_at), micros(report.at));
    let received_at = micros(report.received_at);
    let (lat, lon) = incident.place.map(store::Place::hundredths).unzip();
    let closed = incident.closed.as_ref();
    let outcome = closed.map(|closing| name_of(&closing.outcome)).transpose()?;
    let closing_note = closed.and_then(|closing| closing.note.as_deref());
    let closed_by = closed.map(|closing| &closing.by.0.as_bytes()[..]);
    let closed_at = closed.map(|closing| micros(closing.at));
    let new = sqlx::query!(
        "INSERT INTO incidents (id, device, kind, reason, note, permit, service, code, verdict, scanned_at, at,
             received_at, checkpoint, lat, lon, outcome, closing_note, closed_by, closed_at)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
        id,
        device,
        kind,
        report.reason,
        report.note,
        permit,
        service,
        report.code,
        verdict,
        scanned_at,
        at,
        received_at,
        incident.checkpoint,
        lat,
        lon,
        outcome,
        closing_note,
        closed_by,
        closed_at
    )
    .execute(db)
    .await
    .map_err(failed)?;
    Ok(new.rows_affected() == 1)
}

/// Whether it was open until now.
pub(super) async fn close(
    id: IncidentId,
    closing: &Closing,
    db: &mut SqliteConnection,
) -> Result<bool, StoreError> {
    let (id, by) = (&id.0.as_bytes()[..], &closing.by.0.as_bytes()[..]);
    let (outcome, at) = (name_of(&closing.outcome)?, micros(closing.at));
    let done = sqlx::query!(
        "UPDATE incidents SET outcome = ?, closing_note = ?, closed_by = ?, closed_at = ?
         WHERE id = ? AND closed_at IS NULL",
        outcome,
        closing.note,
        by,
        at,
        id
    )
    .execute(db)
    .await
    .map_err(failed)?;
    Ok(done.rows_affected() == 1)
}

pub(super) async fn forget(
    service: Option<String>,
    closed_before: i64,
    db: &mut SqliteConnection,
) -> Result<u64, StoreError> {
    let done = sqlx::query!(
        "UPDATE incidents SET code = NULL, note = NULL, closing_note = NULL
         WHERE service IS ? AND closed_at < ? AND closed_at IS NOT NULL
             AND (code IS NOT NULL OR note IS NOT NULL OR closing_note IS NOT NULL)",
        service,
        closed_before
    )
    .execute(db)
    .await
    .map_err(failed)?;
    Ok(done.rows_affected())
}
