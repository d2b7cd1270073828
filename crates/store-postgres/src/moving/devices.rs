//! Phones, the offers that enrolled them, what they scanned and what they reported.

use sqlx::PgConnection;
use store::{Record, StoreError};

use super::FirstKey;
use crate::{devices, incidents, scans};

pub(super) async fn read(
    from: FirstKey,
    limit: i64,
    db: &mut PgConnection,
) -> Result<Vec<Record>, StoreError> {
    let devices = devices::from(from.id(), limit, db).await?;
    Ok(devices.into_iter().map(Record::Device).collect())
}

pub(super) async fn write(records: &[Record], db: &mut PgConnection) -> Result<u64, StoreError> {
    let devices = records.iter().filter_map(|record| match record {
        Record::Device(device) => Some(device),
        _ => None,
    });
    devices::insert(devices, db).await
}

pub(super) async fn read_offers(
    from: FirstKey,
    limit: i64,
    db: &mut PgConnection,
) -> Result<Vec<Record>, StoreError> {
    let offers = devices::offers_from(&from.bytes(), limit, db).await?;
    Ok(offers.into_iter().map(Record::Enrolment).collect())
}

pub(super) async fn write_offers(records: &[Record], db: &mut PgConnection) -> Result<u64, StoreError> {
    let offers = records.iter().filter_map(|record| match record {
        Record::Enrolment(offer) => Some(offer),
        _ => None,
    });
    devices::insert_offers(offers, db).await
}

pub(super) async fn read_scans(
    from: FirstKey,
    limit: i64,
    db: &mut PgConnection,
) -> Result<Vec<Record>, StoreError> {
    let (device, id) = from.pair();
    let scans = scans::from(device, id, limit, db).await?;
    Ok(scans.into_iter().map(Record::Scan).collect())
}

pub(super) async fn write_scans(records: &[Record], db: &mut PgConnection) -> Result<u64, StoreError> {
    let scans = records.iter().filter_map(|record| match record {
        Record::Scan(kept) => Some(kept),
        _ => None,
    });
    scans::insert(scans, db).await
}

pub(super) async fn read_incidents(
    from: FirstKey,
    limit: i64,
    db: &mut PgConnection,
) -> Result<Vec<Record>, StoreError> {
    let incidents = incidents::from(from.id(), limit, db).await?;
    let boxed = incidents.into_iter().map(Box::new);
    Ok(boxed.map(Record::Incident).collect())
}

pub(super) async fn write_incidents(records: &[Record], db: &mut PgConnection) -> Result<u64, StoreError> {
    let incidents = records.iter().filter_map(|record| match record {
        Record::Incident(incident) => Some(&**incident),
        _ => None,
    });
    incidents::insert(incidents, db).await
}
