//! Reading scans, and what is known of the permits that they are of.

use std::collections::{BTreeMap, BTreeSet};

use forms::ServiceId;
use permit::PermitId;
use sqlx::SqliteConnection;
use store::{
    DeviceId, FlaggedPair, Issued, KeptScan, Scan, ScanId, ScanQuery, ScanTally, Sighting, StoreError,
};

use crate::errors::failed;
use crate::rows::{Hex, Rows};
use crate::values::{RowOf, json, micros};

const HOUR: i64 = 3_600_000_000;

struct ScanRecord {
    device: Vec<u8>,
    id: Vec<u8>,
    permit: Option<Vec<u8>>,
    service: Option<String>,
    verdict: String,
    freshness: String,
    scanned_at: i64,
    at: i64,
    received_at: i64,
    checkpoint: Option<String>,
    lat: Option<i64>,
    lon: Option<i64>,
    flagged: i64,
    far_device: Option<Vec<u8>>,
    far_scan: Option<Vec<u8>>,
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

/// What is known of those of these permits that were issued here.
pub(crate) async fn issued(
    permits: impl Iterator<Item = PermitId>,
    db: &mut SqliteConnection,
) -> Result<BTreeMap<PermitId, Issued>, StoreError> {
    let ids: BTreeSet<PermitId> = permits.collect();
    let Some(ids) = Rows::together([&Rows::of(ids.into_iter().map(|id| Hex(id.0)))?]) else {
        return Ok(BTreeMap::new());
    };
    let records = sqlx::query!(
        r#"SELECT id, service, signed = x'' AS "erased!: bool" FROM permits
           WHERE id IN (SELECT unhex(value) FROM json_each(?))"#,
        ids
    )
    .fetch_all(db)
    .await
    .map_err(failed)?;
    let read = records.into_iter().map(|kept| {
        let id = PermitId(RowOf::keyed("permits", &kept.id).bytes("id", &kept.id)?);
        let issued = Issued {
            service: kept.service.as_str().into(),
            erased: kept.erased,
        };
        Ok((id, issued))
    });
    read.collect()
}

pub(super) async fn of(
    permit: &PermitId,
    limit: u32,
    db: &mut SqliteConnection,
) -> Result<Vec<KeptScan>, StoreError> {
    let permit = &permit.0[..];
    let records = scans!(
        "WHERE s.permit = ? ORDER BY s.at DESC, s.device, s.id LIMIT ?",
        permit,
        limit
    )
    .fetch_all(db)
    .await
    .map_err(failed)?;
    records.into_iter().map(ScanRecord::read).collect()
}

/// Scans in the order of phones and their names for them, from the key of these bytes on.
pub(crate) async fn from(
    device: &[u8],
    id: &[u8],
    limit: u32,
    db: &mut SqliteConnection,
) -> Result<Vec<KeptScan>, StoreError> {
    let records = scans!(
        "WHERE (s.device, s.id) >= (?, ?) ORDER BY s.device, s.id LIMIT ?",
        device,
        id,
        limit
    )
    .fetch_all(db)
    .await
    .map_err(failed)?;
    records.into_iter().map(ScanRecord::read).collect()
}

/// A sighting and the nearest one of the same permit before or after it.
struct Neighbours {
    device: Vec<u8>,
    id: Vec<u8>,
    at: i64,
    lat: i64,
    lon: i64,
    near_device: Vec<u8>,
    near_id: Vec<u8>,
    near_at: i64,
    near_lat: i64,
    near_lon: i64,
}

/// The one select for this shape: where the near one stands, and from which end it is sought. The index is named, since this
/// must not come to depend on how many sightings a permit has: whoever holds one phone can send any number.
macro_rules! nearest {
    ($side:literal, $order:literal, $keys:expr) => {
        sqlx::query_as!(
            Neighbours,
            r#"SELECT n.device, n.id, n.at, n.lat AS "lat!", n.lon AS "lon!", s.device AS near_device,
                   s.id AS near_id, s.at AS near_at, s.lat AS "near_lat!", s.lon AS "near_lon!"
               FROM json_each(?) k
                   JOIN scans n ON n.device = unhex(k.value ->> 0, '-') AND n.id = unhex(k.value ->> 1, '-')
                   JOIN scans s ON (s.device, s.id) =
                       (SELECT c.device, c.id FROM scans c INDEXED BY scans_sighted
                        WHERE c.permit = n.permit AND c.lat IS NOT NULL AND (c.at, c.device, c.id) "#
                + $side
                + " (n.at, n.device, n.id)
                        ORDER BY c.at "
                + $order
                + ", c.device "
                + $order
                + ", c.id "
                + $order
                + " LIMIT 1)
               WHERE n.lat IS NOT NULL",
            $keys
        )
    };
}

/// Each of these scans that is a sighting, as it is kept, with the nearest one before it and the nearest one after it.
pub(super) async fn neighbours(
    scans: &[KeptScan],
    db: &mut SqliteConnection,
) -> Result<Vec<[Sighting; 2]>, StoreError> {
    let keys: BTreeSet<(DeviceId, ScanId)> = scans.iter().map(|kept| (kept.device, kept.scan.id)).collect();
    if keys.is_empty() {
        return Ok(Vec::new());
    }
    let keys = json(&keys)?;
    let mut records = nearest!("<", "DESC", keys)
        .fetch_all(&mut *db)
        .await
        .map_err(failed)?;
    records.extend(nearest!(">", "ASC", keys).fetch_all(db).await.map_err(failed)?);
    records.into_iter().map(Neighbours::read).collect()
}

pub(super) async fn tally(
    query: &ScanQuery,
    db: &mut SqliteConnection,
) -> Result<Vec<ScanTally>, StoreError> {
    let (from, until, services) = columns(query)?;
    let records = sqlx::query!(
        r#"SELECT checkpoint, (at - ((at % ?4) + ?4) % ?4) AS "hour!: i64", verdict, count(*) AS "count!: i64",
               sum(flagged) AS "flagged!: i64"
           FROM scans
           WHERE at >= ?1 AND at < ?2 AND (?3 IS NULL OR service IN (SELECT value FROM json_each(?3)))
           GROUP BY 1, 2, 3 ORDER BY 1, 2, 3"#,
        from,
        until,
        services,
        HOUR
    )
    .fetch_all(db)
    .await
    .map_err(failed)?;
    let read = records.into_iter().map(|counted| {
        let row = RowOf::new("scans", counted.hour);
        Ok(ScanTally {
            checkpoint: counted.checkpoint,
            hour: row.time("at", counted.hour)?,
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
    db: &mut SqliteConnection,
) -> Result<Vec<FlaggedPair>, StoreError> {
    let (from, until, services) = columns(query)?;
    let later = scans!(
        "WHERE s.far_scan IS NOT NULL AND s.at >= ?1 AND s.at < ?2
             AND (?3 IS NULL OR s.service IN (SELECT value FROM json_each(?3)))
         ORDER BY s.at DESC, s.device, s.id LIMIT ?4",
        from,
        until,
        services,
        limit
    )
    .fetch_all(&mut *db)
    .await
    .map_err(failed)?;
    let later: Result<Vec<KeptScan>, _> = later.into_iter().map(ScanRecord::read).collect();
    let later = later?;
    let keys = later.iter().filter_map(|kept| kept.far_from);
    let earlier = by_keys(keys, db).await?;
    Ok(store::pairs(later, earlier))
}

async fn by_keys(
    keys: impl Iterator<Item = (DeviceId, ScanId)>,
    db: &mut SqliteConnection,
) -> Result<Vec<KeptScan>, StoreError> {
    let keys: Vec<(DeviceId, ScanId)> = keys.collect();
    let keys = json(&keys)?;
    let records = scans!(
        "JOIN json_each(?) k ON s.device = unhex(k.value ->> 0, '-') AND s.id = unhex(k.value ->> 1, '-')",
        keys
    )
    .fetch_all(db)
    .await
    .map_err(failed)?;
    records.into_iter().map(ScanRecord::read).collect()
}

fn columns(query: &ScanQuery) -> Result<(i64, i64, Option<String>), StoreError> {
    let services = query.services.as_deref().map(services).transpose()?;
    Ok((micros(query.from), micros(query.until), services))
}

/// Services as an array that a statement takes.
pub(crate) fn services(services: &[ServiceId]) -> Result<String, StoreError> {
    json(&services.iter().map(ServiceId::as_str).collect::<Vec<_>>())
}

fn scan_key(row: &RowOf, device: &[u8], id: &[u8]) -> Result<(DeviceId, ScanId), StoreError> {
    Ok((DeviceId(row.uuid("device", device)?), ScanId(row.uuid("id", id)?)))
}

impl Neighbours {
    fn read(self) -> Result<[Sighting; 2], StoreError> {
        Ok([
            sighting(&self.device, &self.id, self.at, [self.lat, self.lon])?,
            sighting(
                &self.near_device,
                &self.near_id,
                self.near_at,
                [self.near_lat, self.near_lon],
            )?,
        ])
    }
}

fn sighting(device: &[u8], id: &[u8], at: i64, [lat, lon]: [i64; 2]) -> Result<Sighting, StoreError> {
    let row = RowOf::keyed("scans", id);
    let place = row.place(Some(lat), Some(lon))?;
    Ok(Sighting {
        scan: scan_key(&row, device, id)?,
        at: row.time("at", at)?,
        place: place.ok_or_else(|| row.corrupt("lat", "it is missing"))?,
    })
}

impl ScanRecord {
    fn read(self) -> Result<KeptScan, StoreError> {
        let row = RowOf::keyed("scans", &self.id);
        let (device, id) = scan_key(&row, &self.device, &self.id)?;
        let far_from = self.far_device.zip(self.far_scan);
        let far_from = far_from.map(|(device, id)| scan_key(&row, &device, &id));
        Ok(KeptScan {
            device,
            scan: Scan {
                id,
                permit: row.maybe_bytes("permit", self.permit.as_deref())?.map(PermitId),
                verdict: row.named("verdict", &self.verdict)?,
                freshness: row.named("freshness", &self.freshness)?,
                scanned_at: row.time("scanned_at", self.scanned_at)?,
                at: row.time("at", self.at)?,
                place: row.place(self.lat, self.lon)?,
            },
            service: self.service.map(|service| service.as_str().into()),
            checkpoint: self.checkpoint,
            received_at: row.time("received_at", self.received_at)?,
            flagged: self.flagged != 0,
            far_from: far_from.transpose()?,
        })
    }
}
