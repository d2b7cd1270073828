//! Reading incidents.

use permit::PermitId;
use review::PersonId;
use sqlx::{PgConnection, PgExecutor, PgPool};
use store::{Closing, DeviceId, Incident, IncidentId, IncidentPage, IncidentQuery, Report, StoreError};
use uuid::Uuid;

use crate::errors::failed;
use crate::scans::services;
use crate::values::RowOf;

struct IncidentRecord {
    id: Uuid,
    device: Uuid,
    kind: String,
    reason: String,
    note: Option<String>,
    permit: Option<Uuid>,
    service: Option<String>,
    code: Option<String>,
    verdict: String,
    scanned_at: jiff_sqlx::Timestamp,
    at: jiff_sqlx::Timestamp,
    received_at: jiff_sqlx::Timestamp,
    checkpoint: Option<String>,
    lat: Option<i16>,
    lon: Option<i16>,
    outcome: Option<String>,
    closing_note: Option<String>,
    closed_by: Option<Uuid>,
    closed_at: Option<jiff_sqlx::Timestamp>,
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

pub(super) async fn by_id(id: IncidentId, db: impl PgExecutor<'_>) -> Result<Option<Incident>, StoreError> {
    let record = incidents!("WHERE id = $1", id.0)
        .fetch_optional(db)
        .await
        .map_err(failed)?;
    record.map(IncidentRecord::read).transpose()
}

pub(super) async fn of(permit: &PermitId, db: &PgPool) -> Result<Vec<Incident>, StoreError> {
    let records = incidents!(
        "WHERE permit = $1 ORDER BY at DESC, id",
        Uuid::from_bytes(permit.0)
    )
    .fetch_all(db)
    .await
    .map_err(failed)?;
    records.into_iter().map(IncidentRecord::read).collect()
}

/// Incidents in the order of their ids.
pub(crate) async fn from(
    first: Uuid,
    limit: i64,
    db: &mut PgConnection,
) -> Result<Vec<Incident>, StoreError> {
    let records = incidents!("WHERE id >= $1 ORDER BY id LIMIT $2", first, limit)
        .fetch_all(db)
        .await
        .map_err(failed)?;
    records.into_iter().map(IncidentRecord::read).collect()
}

pub(super) async fn page(query: &IncidentQuery, db: &PgPool) -> Result<IncidentPage, StoreError> {
    let services = query.services.as_deref().map(services);
    let (rows, before) = (
        i64::from(query.rows),
        i64::from(query.page) * i64::from(query.rows),
    );
    let (records, total) = if query.open {
        let records = incidents!(
            "WHERE closed_at IS NULL AND ($1::text[] IS NULL OR service = ANY($1))
             ORDER BY received_at, id LIMIT $2 OFFSET $3",
            &services as _,
            rows,
            before
        );
        let total = sqlx::query_scalar!(
            r#"SELECT count(*) AS "n!" FROM incidents
               WHERE closed_at IS NULL AND ($1::text[] IS NULL OR service = ANY($1))"#,
            &services as _
        );
        (records.fetch_all(db).await, total.fetch_one(db).await)
    } else {
        let records = incidents!(
            "WHERE closed_at IS NOT NULL AND ($1::text[] IS NULL OR service = ANY($1))
             ORDER BY closed_at DESC, id DESC LIMIT $2 OFFSET $3",
            &services as _,
            rows,
            before
        );
        let total = sqlx::query_scalar!(
            r#"SELECT count(*) AS "n!" FROM incidents
               WHERE closed_at IS NOT NULL AND ($1::text[] IS NULL OR service = ANY($1))"#,
            &services as _
        );
        (records.fetch_all(db).await, total.fetch_one(db).await)
    };
    let rows = records.map_err(failed)?.into_iter().map(IncidentRecord::read);
    Ok(IncidentPage {
        rows: rows.collect::<Result<_, _>>()?,
        total: RowOf::new("incidents", "count").number("count", total.map_err(failed)?)?,
    })
}

impl IncidentRecord {
    fn read(self) -> Result<Incident, StoreError> {
        let row = RowOf::new("incidents", self.id);
        Ok(Incident {
            service: self.service.as_deref().map(Into::into),
            place: row.place(self.lat, self.lon)?,
            closed: self.closing(&row)?,
            report: Report {
                id: IncidentId(self.id),
                device: DeviceId(self.device),
                kind: row.named("kind", &self.kind)?,
                reason: self.reason,
                note: self.note,
                permit: self.permit.map(|permit| PermitId(permit.into_bytes())),
                code: self.code,
                verdict: row.named("verdict", &self.verdict)?,
                scanned_at: self.scanned_at.to_jiff(),
                at: self.at.to_jiff(),
                received_at: self.received_at.to_jiff(),
            },
            checkpoint: self.checkpoint,
        })
    }

    fn closing(&self, row: &RowOf) -> Result<Option<Closing>, StoreError> {
        let (Some(outcome), Some(by), Some(at)) = (&self.outcome, self.closed_by, self.closed_at) else {
            return Ok(None);
        };
        Ok(Some(Closing {
            outcome: row.named("outcome", outcome)?,
            note: self.closing_note.clone(),
            by: PersonId(by),
            at: at.to_jiff(),
        }))
    }
}
