//! Writing scans, and what is found out about them.

use jiff::Timestamp;
use serde::Serialize;
use sqlx::PgConnection;
use store::{DeviceId, Flag, KeptScan, Place, ScanId, StoreError};
use uuid::Uuid;

use crate::errors::failed;
use crate::moving::columns::cut;
use crate::moving::rows;

/// A scan in its table's words.
#[derive(Serialize)]
struct Columns<'a> {
    device: DeviceId,
    id: ScanId,
    permit: Option<Uuid>,
    service: Option<&'a str>,
    verdict: permit::Verdict,
    freshness: permit::Freshness,
    scanned_at: Timestamp,
    at: Timestamp,
    received_at: Timestamp,
    checkpoint: Option<&'a str>,
    lat: Option<i16>,
    lon: Option<i16>,
    flagged: bool,
    far_device: Option<DeviceId>,
    far_scan: Option<ScanId>,
}

impl<'a> Columns<'a> {
    fn of(kept: &'a KeptScan) -> Self {
        let scan = &kept.scan;
        let (lat, lon) = scan.place.map(Place::hundredths).unzip();
        let (far_device, far_scan) = kept.far_from.unzip();
        Self {
            device: kept.device,
            id: scan.id,
            permit: scan.permit.map(|permit| Uuid::from_bytes(permit.0)),
            service: kept.service.as_ref().map(forms::ServiceId::as_str),
            verdict: scan.verdict,
            freshness: scan.freshness,
            scanned_at: cut(scan.scanned_at),
            at: cut(scan.at),
            received_at: cut(kept.received_at),
            checkpoint: kept.checkpoint.as_deref(),
            lat,
            lon,
            flagged: kept.flagged,
            far_device,
            far_scan,
        }
    }
}

/// Writes those that are not there yet; how many those are.
pub(crate) async fn insert<'a>(
    scans: impl IntoIterator<Item = &'a KeptScan>,
    db: &mut PgConnection,
) -> Result<u64, StoreError> {
    let new = sqlx::query!(
        "INSERT INTO scans (device, id, permit, service, verdict, freshness, scanned_at, at, received_at,
             checkpoint, lat, lon, flagged, far_device, far_scan)
         SELECT device, id, permit, service, verdict, freshness, scanned_at, at, received_at, checkpoint, lat,
             lon, flagged, far_device, far_scan
         FROM jsonb_populate_recordset(NULL::scans, $1) ON CONFLICT DO NOTHING",
        rows(scans.into_iter().map(Columns::of))? as _
    )
    .execute(db)
    .await
    .map_err(failed)?;
    Ok(new.rows_affected())
}

/// Sets flags; what was flagged before stays so.
pub(super) async fn flag(flags: &[Flag], db: &mut PgConnection) -> Result<(), StoreError> {
    if flags.is_empty() {
        return Ok(());
    }
    let devices: Vec<Uuid> = flags.iter().map(|flag| flag.scan.0.0).collect();
    let scans: Vec<Uuid> = flags.iter().map(|flag| flag.scan.1.0).collect();
    let far = || flags.iter().map(|flag| flag.far_from);
    let far_devices: Vec<Option<Uuid>> = far().map(|far| far.map(|(device, _)| device.0)).collect();
    let far_scans: Vec<Option<Uuid>> = far().map(|far| far.map(|(_, scan)| scan.0)).collect();
    sqlx::query!(
        "UPDATE scans s SET flagged = true, far_device = coalesce(f.far_device, s.far_device),
             far_scan = coalesce(f.far_scan, s.far_scan)
         FROM UNNEST($1::uuid[], $2::uuid[], $3::uuid[], $4::uuid[]) AS f (device, id, far_device, far_scan)
         WHERE s.device = f.device AND s.id = f.id",
        &devices,
        &scans,
        &far_devices as _,
        &far_scans as _
    )
    .execute(db)
    .await
    .map_err(failed)?;
    Ok(())
}
