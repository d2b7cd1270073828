//! Phones, the offers that enrolled them, what they scanned and what they reported.

use sqlx::SqliteConnection;
use store::{Record, StoreError};

use super::FirstKey;
use crate::{devices, incidents, scans};

pub(super) async fn read(
    from: FirstKey,
    limit: u32,
    db: &mut SqliteConnection,
) -> Result<Vec<Record>, StoreError> {
    let devices = devices::from(&from.bytes(), limit, db).await?;
    Ok(devices.into_iter().map(Record::Device).collect())
}

pub(super) async fn read_offers(
    from: FirstKey,
    limit: u32,
    db: &mut SqliteConnection,
) -> Result<Vec<Record>, StoreError> {
    let offers = devices::offers_from(&from.bytes(), limit, db).await?;
    Ok(offers.into_iter().map(Record::Enrolment).collect())
}

pub(super) async fn read_scans(
    from: FirstKey,
    limit: u32,
    db: &mut SqliteConnection,
) -> Result<Vec<Record>, StoreError> {
    let key = from.bytes();
    // The key of a scan is its phone's sixteen bytes and its own.
    let (device, id) = key.split_at(key.len().min(16));
    let scans = scans::from(device, id, limit, db).await?;
    Ok(scans.into_iter().map(Record::Scan).collect())
}

pub(super) async fn read_incidents(
    from: FirstKey,
    limit: u32,
    db: &mut SqliteConnection,
) -> Result<Vec<Record>, StoreError> {
    let incidents = incidents::from(&from.bytes(), limit, db).await?;
    let boxed = incidents.into_iter().map(Box::new);
    Ok(boxed.map(Record::Incident).collect())
}
