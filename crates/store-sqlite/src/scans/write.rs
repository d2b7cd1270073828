//! Writing scans, and what is found out about them.

use serde::Serialize;
use sqlx::SqliteConnection;
use store::{DeviceId, Flag, KeptScan, ScanId, StoreError};

use crate::errors::failed;
use crate::rows::{Hex, Rows};
use crate::values::{micros, name_of};

/// A scan in its table's words.
#[derive(Serialize)]
struct Columns<'a> {
    device: DeviceId,
    id: ScanId,
    permit: Option<Hex<[u8; 16]>>,
    service: Option<&'a str>,
    verdict: String,
    freshness: String,
    scanned_at: i64,
    at: i64,
    received_at: i64,
    checkpoint: Option<&'a str>,
    lat: Option<i16>,
    lon: Option<i16>,
    flagged: u8,
    far_device: Option<DeviceId>,
    far_scan: Option<ScanId>,
}

impl<'a> Columns<'a> {
    fn of(kept: &'a KeptScan) -> Result<Self, StoreError> {
        let scan = &kept.scan;
        let (lat, lon) = scan.place.map(store::Place::hundredths).unzip();
        let (far_device, far_scan) = kept.far_from.unzip();
        Ok(Self {
            device: kept.device,
            id: scan.id,
            permit: scan.permit.map(|permit| Hex(permit.0)),
            service: kept.service.as_ref().map(forms::ServiceId::as_str),
            verdict: name_of(&scan.verdict)?,
            freshness: name_of(&scan.freshness)?,
            scanned_at: micros(scan.scanned_at),
            at: micros(scan.at),
            received_at: micros(kept.received_at),
            checkpoint: kept.checkpoint.as_deref(),
            lat,
            lon,
            flagged: kept.flagged.into(),
            far_device,
            far_scan,
        })
    }
}

/// Writes those that are not there yet; how many those are.
pub(crate) async fn insert<'a>(
    scans: impl IntoIterator<Item = &'a KeptScan>,
    db: &mut SqliteConnection,
) -> Result<u64, StoreError> {
    let columns: Result<Vec<_>, _> = scans.into_iter().map(Columns::of).collect();
    let Some(rows) = Rows::together([&Rows::of(columns?)?]) else {
        return Ok(0);
    };
    let new = sqlx::query!(
        "INSERT INTO scans (device, id, permit, service, verdict, freshness, scanned_at, at, received_at,
             checkpoint, lat, lon, flagged, far_device, far_scan)
         SELECT unhex(value ->> 'device', '-'), unhex(value ->> 'id', '-'), unhex(value ->> 'permit'),
             value ->> 'service', value ->> 'verdict', value ->> 'freshness', value ->> 'scanned_at',
             value ->> 'at', value ->> 'received_at', value ->> 'checkpoint', value ->> 'lat', value ->> 'lon',
             value ->> 'flagged', unhex(value ->> 'far_device', '-'), unhex(value ->> 'far_scan', '-')
         FROM jsonb_each(?) WHERE true ON CONFLICT DO NOTHING",
        rows
    )
    .execute(db)
    .await
    .map_err(failed)?;
    Ok(new.rows_affected())
}

/// A flag in its table's words.
#[derive(Serialize)]
struct FlagColumns {
    device: DeviceId,
    id: ScanId,
    far_device: Option<DeviceId>,
    far_scan: Option<ScanId>,
}

/// Sets flags; what was flagged before stays so.
pub(super) async fn flag(flags: &[Flag], db: &mut SqliteConnection) -> Result<(), StoreError> {
    let columns = flags.iter().map(|flag| {
        let (far_device, far_scan) = flag.far_from.unzip();
        FlagColumns {
            device: flag.scan.0,
            id: flag.scan.1,
            far_device,
            far_scan,
        }
    });
    let Some(rows) = Rows::together([&Rows::of(columns)?]) else {
        return Ok(());
    };
    sqlx::query!(
        "UPDATE scans SET flagged = 1, far_device = coalesce(unhex(f.value ->> 'far_device', '-'), far_device),
             far_scan = coalesce(unhex(f.value ->> 'far_scan', '-'), far_scan)
         FROM jsonb_each(?) f
         WHERE device = unhex(f.value ->> 'device', '-') AND scans.id = unhex(f.value ->> 'id', '-')",
        rows
    )
    .execute(db)
    .await
    .map_err(failed)?;
    Ok(())
}
