//! Reading scans, and what is known of the permits that they are of.

use std::collections::{BTreeMap, BTreeSet};

use forms::ServiceId;
use permit::PermitId;
use sqlx::{PgConnection, PgPool};
use store::{
    DeviceId, FARTHEST_APART, FlaggedPair, Issued, KeptScan, Scan, ScanId, ScanQuery, ScanTally, Sighting,
    StoreError,
};
use uuid::Uuid;

use crate::errors::failed;
use crate::values::{RowOf, time};

struct ScanRecord {
    device: Uuid,
    id: Uuid,
    permit: Option<Uuid>,
    service: Option<String>,
    verdict: String,
    freshness: String,
    scanned_at: jiff_sqlx::Timestamp,
    at: jiff_sqlx::Timestamp,
    received_at: jiff_sqlx::Timestamp,
    checkpoint: Option<String>,
    lat: Option<i16>,
    lon: Option<i16>,
    flagged: bool,
    far_device: Option<Uuid>,
    far_scan: Option<Uuid>,
}

/// The one select for this shape, ended by a condition.
macro_rules! scans {
    ($condition:literal $(, $value:expr)+) => {
        sqlx::query_as!(
            ScanRecord,
            "SELECT s.device, s.id, s.permit, s.service, s.verdict, s.freshness, s.scanned_at, s.at, s.received_at,
                 s.checkpoint, s.lat, s.lon, s.flagged, s.far_device, s.far_scan
             FROM scans s " + $condition
            $(, $value)+
        )
    };
}

/// What is known of those of these permits that were issued here. They are locked in the order in which mass revocations
/// lock them.
pub(crate) async fn issued_locked(
    permits: impl Iterator<Item = PermitId>,
    db: &mut PgConnection,
) -> Result<BTreeMap<PermitId, Issued>, StoreError> {
    let ids: BTreeSet<Uuid> = permits.map(|permit| Uuid::from_bytes(permit.0)).collect();
    let ids: Vec<Uuid> = ids.into_iter().collect();
    if ids.is_empty() {
        return Ok(BTreeMap::new());
    }
    let records = sqlx::query!(
        r#"SELECT id, service, octet_length(signed) = 0 AS "erased!" FROM permits WHERE id = ANY($1)
           ORDER BY application, id FOR NO KEY UPDATE"#,
        &ids
    )
    .fetch_all(db)
    .await
    .map_err(failed)?;
    let read = records.into_iter().map(|kept| {
        let issued = Issued {
            service: kept.service.as_str().into(),
            erased: kept.erased,
        };
        (PermitId(kept.id.into_bytes()), issued)
    });
    Ok(read.collect())
}

pub(super) async fn of(permit: &PermitId, limit: u32, db: &PgPool) -> Result<Vec<KeptScan>, StoreError> {
    let records = scans!(
        "WHERE s.permit = $1 ORDER BY s.at DESC, s.device, s.id LIMIT $2",
        Uuid::from_bytes(permit.0),
        i64::from(limit)
    )
    .fetch_all(db)
    .await
    .map_err(failed)?;
    records.into_iter().map(ScanRecord::read).collect()
}

/// Scans in the order of phones and their names for them.
pub(crate) async fn from(
    device: Uuid,
    id: Uuid,
    limit: i64,
    db: &mut PgConnection,
) -> Result<Vec<KeptScan>, StoreError> {
    let records = scans!(
        "WHERE (s.device, s.id) >= ($1, $2) ORDER BY s.device, s.id LIMIT $3",
        device,
        id,
        limit
    )
    .fetch_all(db)
    .await
    .map_err(failed)?;
    records.into_iter().map(ScanRecord::read).collect()
}

/// When and where the permits of these scans were seen, as long before and after as it matters.
pub(super) async fn sightings(
    scans: &[KeptScan],
    db: &mut PgConnection,
) -> Result<Vec<(PermitId, Sighting)>, StoreError> {
    let placed = || {
        scans
            .iter()
            .map(|kept| &kept.scan)
            .filter(|scan| scan.place.is_some())
    };
    let permits = placed().map(|scan| scan.permit.map(|permit| Uuid::from_bytes(permit.0)));
    let permits: Vec<Option<Uuid>> = permits.collect();
    let since = placed().map(|scan| time(scan.at.checked_sub(FARTHEST_APART).unwrap_or(scan.at)));
    let until = placed().map(|scan| time(scan.at.checked_add(FARTHEST_APART).unwrap_or(scan.at)));
    let records = sqlx::query!(
        r#"SELECT DISTINCT s.permit AS "permit!", s.device, s.id, s.at, s.lat AS "lat!", s.lon AS "lon!"
           FROM UNNEST($1::uuid[], $2::timestamptz[], $3::timestamptz[]) AS w (permit, since, until)
               JOIN scans s ON s.permit = w.permit AND s.at BETWEEN w.since AND w.until
           WHERE s.lat IS NOT NULL"#,
        &permits as _,
        &since.collect::<Vec<_>>() as _,
        &until.collect::<Vec<_>>() as _
    )
    .fetch_all(db)
    .await
    .map_err(failed)?;
    let read = records.into_iter().map(|kept| {
        let row = RowOf::new("scans", kept.id);
        let place = row.place(Some(kept.lat), Some(kept.lon))?;
        let sighting = Sighting {
            scan: (DeviceId(kept.device), ScanId(kept.id)),
            at: kept.at.to_jiff(),
            place: place.ok_or_else(|| row.corrupt("lat", "it is missing"))?,
        };
        Ok((PermitId(kept.permit.into_bytes()), sighting))
    });
    read.collect()
}

pub(super) async fn tally(query: &ScanQuery, db: &PgPool) -> Result<Vec<ScanTally>, StoreError> {
    let records = sqlx::query!(
        r#"SELECT checkpoint, date_trunc('hour', at, 'UTC') AS "hour!", verdict, count(*) AS "count!",
               count(*) FILTER (WHERE flagged) AS "flagged!"
           FROM scans WHERE at >= $1 AND at < $2 AND ($3::text[] IS NULL OR service = ANY($3))
           GROUP BY 1, 2, 3 ORDER BY checkpoint NULLS FIRST, 2, verdict"#,
        time(query.from) as _,
        time(query.until) as _,
        query.services.as_deref().map(services) as _
    )
    .fetch_all(db)
    .await
    .map_err(failed)?;
    let read = records.into_iter().map(|counted| {
        let hour = counted.hour.to_jiff();
        let row = RowOf::new("scans", hour);
        Ok(ScanTally {
            checkpoint: counted.checkpoint,
            hour,
            verdict: row.named("verdict", &counted.verdict)?,
            count: row.number("count", counted.count)?,
            flagged: row.number("flagged", counted.flagged)?,
        })
    });
    read.collect()
}

pub(super) async fn flagged(
    query: &ScanQuery,
    limit: u32,
    db: &PgPool,
) -> Result<Vec<FlaggedPair>, StoreError> {
    let later = scans!(
        "WHERE s.far_scan IS NOT NULL AND s.at >= $1 AND s.at < $2
             AND ($3::text[] IS NULL OR s.service = ANY($3))
         ORDER BY s.at DESC, s.device, s.id LIMIT $4",
        time(query.from) as _,
        time(query.until) as _,
        query.services.as_deref().map(services) as _,
        i64::from(limit)
    )
    .fetch_all(db)
    .await
    .map_err(failed)?;
    let later: Result<Vec<KeptScan>, _> = later.into_iter().map(ScanRecord::read).collect();
    let later = later?;
    let (devices, ids): (Vec<Uuid>, Vec<Uuid>) = later
        .iter()
        .filter_map(|kept| kept.far_from)
        .map(|(device, scan)| (device.0, scan.0))
        .unzip();
    let earlier = scans!(
        "JOIN UNNEST($1::uuid[], $2::uuid[]) AS k (device, id) ON s.device = k.device AND s.id = k.id",
        &devices,
        &ids
    )
    .fetch_all(db)
    .await
    .map_err(failed)?;
    let earlier: Result<Vec<KeptScan>, _> = earlier.into_iter().map(ScanRecord::read).collect();
    Ok(store::pairs(later, earlier?))
}

/// Services as an array that a statement takes.
pub(crate) fn services(services: &[ServiceId]) -> Vec<&str> {
    services.iter().map(ServiceId::as_str).collect()
}

impl ScanRecord {
    fn read(self) -> Result<KeptScan, StoreError> {
        let row = RowOf::new("scans", self.id);
        let far_from = self.far_device.zip(self.far_scan);
        Ok(KeptScan {
            device: DeviceId(self.device),
            scan: Scan {
                id: ScanId(self.id),
                permit: self.permit.map(|permit| PermitId(permit.into_bytes())),
                verdict: row.named("verdict", &self.verdict)?,
                freshness: row.named("freshness", &self.freshness)?,
                scanned_at: self.scanned_at.to_jiff(),
                at: self.at.to_jiff(),
                place: row.place(self.lat, self.lon)?,
            },
            service: self.service.map(|service| service.as_str().into()),
            checkpoint: self.checkpoint,
            received_at: self.received_at.to_jiff(),
            flagged: self.flagged,
            far_from: far_from.map(|(device, scan)| (DeviceId(device), ScanId(scan))),
        })
    }
}
