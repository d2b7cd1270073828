//! Reading phones, and the offers that enrolled them.

use review::PersonId;
use sqlx::SqliteConnection;
use store::{Checkpoint, Device, DeviceId, DeviceKey, Enrolment, StoreError, TokenHash};

use crate::errors::failed;
use crate::values::RowOf;

struct DeviceRecord {
    id: Vec<u8>,
    name: String,
    key: Vec<u8>,
    checkpoint: Option<String>,
    lat: Option<i64>,
    lon: Option<i64>,
    placed_at: i64,
    phrase: String,
    enrolled_by: Vec<u8>,
    enrolled_at: i64,
    seen_at: Option<i64>,
    revoked_at: Option<i64>,
    revision: i64,
}

struct OfferRecord {
    token: Vec<u8>,
    name: String,
    checkpoint: Option<String>,
    lat: Option<i64>,
    lon: Option<i64>,
    phrase: String,
    made_by: Vec<u8>,
    expires_at: i64,
    device: Option<Vec<u8>>,
}

/// The one select for phones, ended by a condition.
macro_rules! devices {
    ($condition:literal $(, $value:expr)*) => {
        sqlx::query_as!(
            DeviceRecord,
            "SELECT id, name, key, checkpoint, lat, lon, placed_at, phrase, enrolled_by, enrolled_at, seen_at,
                 revoked_at, revision
             FROM devices " + $condition
            $(, $value)*
        )
    };
}

/// The one select for offers, ended by a condition.
macro_rules! offers {
    ($condition:literal $(, $value:expr)*) => {
        sqlx::query_as!(
            OfferRecord,
            "SELECT token, name, checkpoint, lat, lon, phrase, made_by, expires_at, device
             FROM enrolments " + $condition
            $(, $value)*
        )
    };
}

pub(crate) async fn by_id(id: DeviceId, db: &mut SqliteConnection) -> Result<Option<Device>, StoreError> {
    let id = &id.0.as_bytes()[..];
    let record = devices!("WHERE id = ?", id)
        .fetch_optional(db)
        .await
        .map_err(failed)?;
    record.map(DeviceRecord::read).transpose()
}

pub(super) async fn all(db: &mut SqliteConnection) -> Result<Vec<Device>, StoreError> {
    let records = devices!("ORDER BY name, id")
        .fetch_all(db)
        .await
        .map_err(failed)?;
    records.into_iter().map(DeviceRecord::read).collect()
}

/// Phones in the order of their ids.
pub(crate) async fn from(
    first: &[u8],
    limit: u32,
    db: &mut SqliteConnection,
) -> Result<Vec<Device>, StoreError> {
    let records = devices!("WHERE id >= ? ORDER BY id LIMIT ?", first, limit)
        .fetch_all(db)
        .await
        .map_err(failed)?;
    records.into_iter().map(DeviceRecord::read).collect()
}

pub(super) async fn offer(
    token: &TokenHash,
    db: &mut SqliteConnection,
) -> Result<Option<Enrolment>, StoreError> {
    let token = &token.0[..];
    let record = offers!("WHERE token = ?", token)
        .fetch_optional(db)
        .await
        .map_err(failed)?;
    record.map(OfferRecord::read).transpose()
}

/// Offers in the order of their tokens' hashes.
pub(crate) async fn offers_from(
    first: &[u8],
    limit: u32,
    db: &mut SqliteConnection,
) -> Result<Vec<Enrolment>, StoreError> {
    let records = offers!("WHERE token >= ? ORDER BY token LIMIT ?", first, limit)
        .fetch_all(db)
        .await
        .map_err(failed)?;
    records.into_iter().map(OfferRecord::read).collect()
}

impl DeviceRecord {
    fn read(self) -> Result<Device, StoreError> {
        let row = RowOf::keyed("devices", &self.id);
        Ok(Device {
            id: DeviceId(row.uuid("id", &self.id)?),
            name: self.name,
            key: DeviceKey(row.bytes("key", &self.key)?),
            checkpoint: checkpoint(&row, self.checkpoint, self.lat, self.lon)?,
            placed_at: row.time("placed_at", self.placed_at)?,
            phrase: self.phrase,
            enrolled_by: PersonId(row.uuid("enrolled_by", &self.enrolled_by)?),
            enrolled_at: row.time("enrolled_at", self.enrolled_at)?,
            seen_at: row.maybe_time("seen_at", self.seen_at)?,
            revoked_at: row.maybe_time("revoked_at", self.revoked_at)?,
            revision: row.number("revision", self.revision)?,
        })
    }
}

impl OfferRecord {
    fn read(self) -> Result<Enrolment, StoreError> {
        // Whoever reads the log of this must not find the token's hash.
        let row = RowOf::keyed("enrolments", &self.made_by);
        let device = self.device.map(|id| row.uuid("device", &id)).transpose()?;
        Ok(Enrolment {
            token: TokenHash(row.bytes("token", &self.token)?),
            name: self.name,
            checkpoint: checkpoint(&row, self.checkpoint, self.lat, self.lon)?,
            phrase: self.phrase,
            made_by: PersonId(row.uuid("made_by", &self.made_by)?),
            expires_at: row.time("expires_at", self.expires_at)?,
            device: device.map(DeviceId),
        })
    }
}

fn checkpoint(
    row: &RowOf,
    name: Option<String>,
    lat: Option<i64>,
    lon: Option<i64>,
) -> Result<Option<Checkpoint>, StoreError> {
    let place = row.place(lat, lon)?;
    Ok(name.map(|name| Checkpoint { name, place }))
}
