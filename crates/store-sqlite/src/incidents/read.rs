//! Reading incidents.

use permit::PermitId;
use review::PersonId;
use sqlx::SqliteConnection;
use store::{Closing, DeviceId, Incident, IncidentId, IncidentPage, IncidentQuery, Report, StoreError};

use crate::errors::failed;
use crate::scans::services;
use crate::values::RowOf;

struct IncidentRecord {
    id: Vec<u8>,
    device: Vec<u8>,
    kind: String,
    reason: String,
    note: Option<String>,
    permit: Option<Vec<u8>>,
    service: Option<String>,
    code: Option<String>,
    verdict: String,
    scanned_at: i64,
    at: i64,
    received_at: i64,
    checkpoint: Option<String>,
    lat: Option<i64>,
    lon: Option<i64>,
    outcome: Option<String>,
    closing_note: Option<String>,
    closed_by: Option<Vec<u8>>,
    closed_at: Option<i64>,
}

/// The one select for this shape, ended by a condition.
macro_rules! incidents {
    ($condition:literal $(, $value:expr)+) => {
        sqlx::query_as!(
            IncidentRecord,
            "SELECT id, device, kind, reason, note, permit, service, code, verdict, scanned_at, at, received_at,
                 checkpoint, lat, lon, outcome, closing_note, closed_by, closed_at
             FROM incidents " + $condition
            $(, $value)+
        )
    };
}

pub(super) async fn by_id(id: IncidentId, db: &mut SqliteConnection) -> Result<Option<Incident>, StoreError> {
    let id = &id.0.as_bytes()[..];
    let record = incidents!("WHERE id = ?", id)
        .fetch_optional(db)
        .await
        .map_err(failed)?;
    record.map(IncidentRecord::read).transpose()
}

pub(super) async fn of(permit: &PermitId, db: &mut SqliteConnection) -> Result<Vec<Incident>, StoreError> {
    let permit = &permit.0[..];
    let records = incidents!("WHERE permit = ? ORDER BY at DESC, id", permit)
        .fetch_all(db)
        .await
        .map_err(failed)?;
    records.into_iter().map(IncidentRecord::read).collect()
}

/// Incidents in the order of their ids.
pub(crate) async fn from(
    first: &[u8],
    limit: u32,
    db: &mut SqliteConnection,
) -> Result<Vec<Incident>, StoreError> {
    let records = incidents!("WHERE id >= ? ORDER BY id LIMIT ?", first, limit)
        .fetch_all(db)
        .await
        .map_err(failed)?;
    records.into_iter().map(IncidentRecord::read).collect()
}

pub(super) async fn page(
    query: &IncidentQuery,
    db: &mut SqliteConnection,
) -> Result<IncidentPage, StoreError> {
    let services = query.services.as_deref().map(services).transpose()?;
    let before = i64::from(query.page) * i64::from(query.rows);
    let (records, total) = if query.open {
        let records = incidents!(
            "WHERE closed_at IS NULL AND (?1 IS NULL OR service IN (SELECT value FROM json_each(?1)))
             ORDER BY received_at, id LIMIT ?2 OFFSET ?3",
            services,
            query.rows,
            before
        );
        let total = sqlx::query_scalar!(
            "SELECT count(*) FROM incidents
             WHERE closed_at IS NULL AND (?1 IS NULL OR service IN (SELECT value FROM json_each(?1)))",
            services
        );
        (records.fetch_all(&mut *db).await, total.fetch_one(db).await)
    } else {
        let records = incidents!(
            "WHERE closed_at IS NOT NULL AND (?1 IS NULL OR service IN (SELECT value FROM json_each(?1)))
             ORDER BY closed_at DESC, id DESC LIMIT ?2 OFFSET ?3",
            services,
            query.rows,
            before
        );
        let total = sqlx::query_scalar!(
            "SELECT count(*) FROM incidents
             WHERE closed_at IS NOT NULL AND (?1 IS NULL OR service IN (SELECT value FROM json_each(?1)))",
            services
        );
        (records.fetch_all(&mut *db).await, total.fetch_one(db).await)
    };
    let rows = records.map_err(failed)?.into_iter().map(IncidentRecord::read);
    Ok(IncidentPage {
        rows: rows.collect::<Result<_, _>>()?,
        total: RowOf::new("incidents", "count").number("count", total.map_err(failed)?)?,
    })
}

impl IncidentRecord {
    fn read(self) -> Result<Incident, StoreError> {
        let row = RowOf::keyed("incidents", &self.id);
        Ok(Incident {
            service: self.service.as_deref().map(Into::into),
            place: row.place(self.lat, self.lon)?,
            closed: self.closing(&row)?,
            report: Report {
                id: IncidentId(row.uuid("id", &self.id)?),
                device: DeviceId(row.uuid("device", &self.device)?),
                kind: row.named("kind", &self.kind)?,
                reason: self.reason,
                note: self.note,
                permit: row.maybe_bytes("permit", self.permit.as_deref())?.map(PermitId),
                code: self.code,
                verdict: row.named("verdict", &self.verdict)?,
                scanned_at: row.time("scanned_at", self.scanned_at)?,
                at: row.time("at", self.at)?,
                received_at: row.time("received_at", self.received_at)?,
            },
            checkpoint: self.checkpoint,
        })
    }

    fn closing(&self, row: &RowOf) -> Result<Option<Closing>, StoreError> {
        let (Some(outcome), Some(by), Some(at)) = (&self.outcome, &self.closed_by, self.closed_at) else {
            return Ok(None);
        };
        Ok(Some(Closing {
            outcome: row.named("outcome", outcome)?,
            note: self.closing_note.clone(),
            by: PersonId(row.uuid("closed_by", by)?),
            at: row.time("closed_at", at)?,
        }))
    }
}
