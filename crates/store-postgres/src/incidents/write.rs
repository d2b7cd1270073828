//! Writing incidents.

use jiff::Timestamp;
use serde::Serialize;
use sqlx::PgConnection;
use store::{Closing, DeviceId, Incident, IncidentId, IncidentKind, Outcome, Place, StoreError};
use uuid::Uuid;

use crate::errors::failed;
use crate::moving::columns::cut;
use crate::moving::rows;
use crate::values::{legible, name_of, time};

/// An incident in its table's words.
#[derive(Serialize)]
struct Columns<'a> {
    id: IncidentId,
    device: DeviceId,
    kind: IncidentKind,
    reason: &'a str,
    note: Option<&'a str>,
    permit: Option<Uuid>,
    service: Option<&'a str>,
    code: Option<&'a str>,
    verdict: permit::Verdict,
    scanned_at: Timestamp,
    at: Timestamp,
    received_at: Timestamp,
    checkpoint: Option<&'a str>,
    lat: Option<i16>,
    lon: Option<i16>,
    outcome: Option<Outcome>,
    closing_note: Option<&'a str>,
    closed_by: Option<review::PersonId>,
    closed_at: Option<Timestamp>,
}

impl<'a> Columns<'a> {
    fn of(incident: &'a Incident) -> Self {
        let (report, closed) = (&incident.report, incident.closed.as_ref());
        let (lat, lon) = incident.place.map(Place::hundredths).unzip();
        Self {
            id: report.id,
            device: report.device,
            kind: report.kind,
            reason: &report.reason,
            note: report.note.as_deref(),
            permit: report.permit.map(|permit| Uuid::from_bytes(permit.0)),
            service: incident.service.as_ref().map(forms::ServiceId::as_str),
            code: report.code.as_deref(),
            verdict: report.verdict,
            scanned_at: cut(report.scanned_at),
            at: cut(report.at),
            received_at: cut(report.received_at),
            checkpoint: incident.checkpoint.as_deref(),
            lat,
            lon,
            outcome: closed.map(|closing| closing.outcome),
            closing_note: closed.and_then(|closing| closing.note.as_deref()),
            closed_by: closed.map(|closing| closing.by),
            closed_at: closed.map(|closing| cut(closing.at)),
        }
    }
}

/// Writes those that are not there yet; how many those are.
pub(crate) async fn insert<'a>(
    incidents: impl IntoIterator<Item = &'a Incident>,
    db: &mut PgConnection,
) -> Result<u64, StoreError> {
    let new = sqlx::query!(
        "INSERT INTO incidents (id, device, kind, reason, note, permit, service, code, verdict, scanned_at, at,
             received_at, checkpoint, lat, lon, outcome, closing_note, closed_by, closed_at)
         SELECT id, device, kind, reason, note, permit, service, code, verdict, scanned_at, at, received_at,
             checkpoint, lat, lon, outcome, closing_note, closed_by, closed_at
         FROM jsonb_populate_recordset(NULL::incidents, $1) ON CONFLICT DO NOTHING",
        rows(incidents.into_iter().map(Columns::of))? as _
    )
    .execute(db)
    .await
    .map_err(failed)?;
    Ok(new.rows_affected())
}

/// Whether it was open until now.
pub(super) async fn close(
    id: IncidentId,
    closing: &Closing,
    db: &mut PgConnection,
) -> Result<bool, StoreError> {
    let done = sqlx::query!(
        "UPDATE incidents SET outcome = $2, closing_note = $3, closed_by = $4, closed_at = $5
         WHERE id = $1 AND closed_at IS NULL",
        id.0,
        name_of(&closing.outcome)?,
        closing.note.as_deref().map(legible),
        closing.by.0,
        time(closing.at) as _
    )
    .execute(db)
    .await
    .map_err(failed)?;
    Ok(done.rows_affected() == 1)
}

pub(super) async fn forget(
    service: Option<String>,
    closed_before: Timestamp,
    db: &mut PgConnection,
) -> Result<u64, StoreError> {
    let done = sqlx::query!(
        "UPDATE incidents SET code = NULL, note = NULL, closing_note = NULL
         WHERE service IS NOT DISTINCT FROM $1 AND closed_at < $2 AND closed_at IS NOT NULL
             AND (code IS NOT NULL OR note IS NOT NULL OR closing_note IS NOT NULL)",
        service.as_deref(),
        time(closed_before) as _
    )
    .execute(db)
    .await
    .map_err(failed)?;
    Ok(done.rows_affected())
}
