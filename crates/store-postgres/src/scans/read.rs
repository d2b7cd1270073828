//! Reading scans, and what is known of the permits that they are of.

use std::collections::{BTreeMap, BTreeSet};

use forms::ServiceId;
use permit::PermitId;
use sqlx::{PgConnection, PgPool};
use store::{
    DeviceId, FlaggedPair, Issued, KeptScan, Scan, ScanId, ScanQuery, ScanTally, Sighting, StoreError,
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

/// What is known of those of these permits that were issued here. They are locked in the order in which transitions
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

/// Each of these scans that is a sighting, as it is kept, with the nearest one before it and the nearest one after it: two
/// steps in an index, however many sightings a permit has. Whoever holds one phone can send any number.
pub(super) async fn neighbours(
    scans: &[KeptScan],
    db: &mut PgConnection,
) -> Result<Vec<[Sighting; 2]>, StoreError> {
    let (devices, ids): (Vec<Uuid>, Vec<Uuid>) =
        scans.iter().map(|kept| (kept.device.0, kept.scan.id.0)).unzip();
    let records = sqlx::query!(
        r#"SELECT n.device, n.id, n.at, n.lat AS "lat!", n.lon AS "lon!", s.device AS "near_device!",
               s.id AS "near_id!", s.at AS "near_at!", s.lat AS "near_lat!", s.lon AS "near_lon!"
           FROM UNNEST($1::uuid[], $2::uuid[]) AS k (device, id)
               JOIN scans n ON n.device = k.device AND n.id = k.id
               CROSS JOIN LATERAL (
                   (SELECT c.device, c.id, c.at, c.lat, c.lon FROM scans c
                    WHERE c.permit = n.permit AND c.lat IS NOT NULL
                        AND (c.at, c.device, c.id) < (n.at, n.device, n.id)
                    ORDER BY c.at DESC, c.device DESC, c.id DESC LIMIT 1)
                   UNION ALL
                   (SELECT c.device, c.id, c.at, c.lat, c.lon FROM scans c
                    WHERE c.permit = n.permit AND c.lat IS NOT NULL
                        AND (c.at, c.device, c.id) > (n.at, n.device, n.id)
                    ORDER BY c.at, c.device, c.id LIMIT 1)
               ) s
           WHERE n.lat IS NOT NULL"#,
        &devices,
        &ids
    )
    .fetch_all(db)
    .await
    .map_err(failed)?;
    let read = records.into_iter().map(|pair| {
        let key = (DeviceId(pair.device), ScanId(pair.id));
        let near = (DeviceId(pair.near_device), ScanId(pair.near_id));
        Ok([
            sighting(key, pair.at, [pair.lat, pair.lon])?,
            sighting(near, pair.near_at, [pair.near_lat, pair.near_lon])?,
        ])
    });
    read.collect()
}

fn sighting(
    scan: (DeviceId, ScanId),
    at: jiff_sqlx::Timestamp,
    [lat, lon]: [i16; 2],
) -> Result<Sighting, StoreError> {
    let row = RowOf::new("scans", scan.1.0);
    let place = row.place(Some(lat), Some(lon))?;
    Ok(Sighting {
        scan,
        at: at.to_jiff(),
        place: place.ok_or_else(|| row.corrupt("lat", "it is missing"))?,
    })
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
