//! Writing phones, and the offers that enrol them.

use jiff::Timestamp;
use serde::Serialize;
use sqlx::PgConnection;
use store::{Checkpoint, Device, DeviceId, Enrolment, Place, StoreError};

use crate::errors::failed;
use crate::moving::columns::{Bytes, cut};
use crate::moving::rows;
use crate::values::{count, time};

/// A phone in its table's words.
#[derive(Serialize)]
struct Columns<'a> {
    id: DeviceId,
    name: &'a str,
    key: Bytes<[u8; 65]>,
    checkpoint: Option<&'a str>,
    lat: Option<i16>,
    lon: Option<i16>,
    placed_at: Timestamp,
    phrase: &'a str,
    enrolled_by: review::PersonId,
    enrolled_at: Timestamp,
    seen_at: Option<Timestamp>,
    revoked_at: Option<Timestamp>,
    revision: i64,
}

impl<'a> Columns<'a> {
    fn of(device: &'a Device) -> Self {
        let (checkpoint, lat, lon) = columns(device.checkpoint.as_ref());
        Self {
            id: device.id,
            name: &device.name,
            key: Bytes(device.key.0),
            checkpoint,
            lat,
            lon,
            placed_at: cut(device.placed_at),
            phrase: &device.phrase,
            enrolled_by: device.enrolled_by,
            enrolled_at: cut(device.enrolled_at),
            seen_at: device.seen_at.map(cut),
            revoked_at: device.revoked_at.map(cut),
            revision: count(device.revision),
        }
    }
}

/// An offer in its table's words.
#[derive(Serialize)]
struct OfferColumns<'a> {
    token: Bytes<[u8; 32]>,
    name: &'a str,
    checkpoint: Option<&'a str>,
    lat: Option<i16>,
    lon: Option<i16>,
    phrase: &'a str,
    made_by: review::PersonId,
    expires_at: Timestamp,
    device: Option<DeviceId>,
}

impl<'a> OfferColumns<'a> {
    fn of(offer: &'a Enrolment) -> Self {
        let (checkpoint, lat, lon) = columns(offer.checkpoint.as_ref());
        Self {
            token: Bytes(offer.token.0),
            name: &offer.name,
            checkpoint,
            lat,
            lon,
            phrase: &offer.phrase,
            made_by: offer.made_by,
            expires_at: cut(offer.expires_at),
            device: offer.device,
        }
    }
}

/// Writes those that are not there yet; how many those are.
pub(crate) async fn insert<'a>(
    devices: impl IntoIterator<Item = &'a Device>,
    db: &mut PgConnection,
) -> Result<u64, StoreError> {
    let new = sqlx::query!(
        "INSERT INTO devices (id, name, key, checkpoint, lat, lon, placed_at, phrase, enrolled_by, enrolled_at,
             seen_at, revoked_at, revision)
         SELECT id, name, key, checkpoint, lat, lon, placed_at, phrase, enrolled_by, enrolled_at, seen_at,
             revoked_at, revision
         FROM jsonb_populate_recordset(NULL::devices, $1) ON CONFLICT DO NOTHING",
        rows(devices.into_iter().map(Columns::of))? as _
    )
    .execute(db)
    .await
    .map_err(failed)?;
    Ok(new.rows_affected())
}

/// As [`insert`].
pub(crate) async fn insert_offers<'a>(
    offers: impl IntoIterator<Item = &'a Enrolment>,
    db: &mut PgConnection,
) -> Result<u64, StoreError> {
    let new = sqlx::query!(
        "INSERT INTO enrolments (token, name, checkpoint, lat, lon, phrase, made_by, expires_at, device)
         SELECT token, name, checkpoint, lat, lon, phrase, made_by, expires_at, device
         FROM jsonb_populate_recordset(NULL::enrolments, $1) ON CONFLICT DO NOTHING",
        rows(offers.into_iter().map(OfferColumns::of))? as _
    )
    .execute(db)
    .await
    .map_err(failed)?;
    Ok(new.rows_affected())
}

/// What may change of a phone, in the row that is locked.
pub(super) async fn update(device: &Device, db: &mut PgConnection) -> Result<(), StoreError> {
    let (checkpoint, lat, lon) = columns(device.checkpoint.as_ref());
    sqlx::query!(
        "UPDATE devices SET name = $2, checkpoint = $3, lat = $4, lon = $5, placed_at = $6, phrase = $7,
             revoked_at = $8, revision = $9
         WHERE id = $1",
        device.id.0,
        device.name,
        checkpoint,
        lat,
        lon,
        time(device.placed_at) as _,
        device.phrase,
        device.revoked_at.map(time) as _,
        count(device.revision)
    )
    .execute(db)
    .await
    .map_err(failed)?;
    Ok(())
}

/// A checkpoint as its three columns hold it.
fn columns(checkpoint: Option<&Checkpoint>) -> (Option<&str>, Option<i16>, Option<i16>) {
    let place = checkpoint.and_then(|checkpoint| checkpoint.place);
    let (lat, lon) = place.map(Place::hundredths).unzip();
    (checkpoint.map(|checkpoint| checkpoint.name.as_str()), lat, lon)
}
