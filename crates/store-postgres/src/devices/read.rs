//! Reading phones, and the offers that enrol them.

use review::PersonId;
use sqlx::{PgConnection, PgExecutor, PgPool};
use store::{Checkpoint, Device, DeviceId, DeviceKey, Enrolment, StoreError, TokenHash};
use uuid::Uuid;

use crate::errors::failed;
use crate::values::{RowOf, maybe_time};

struct DeviceRecord {
    id: Uuid,
    name: String,
    key: Vec<u8>,
    checkpoint: Option<String>,
    lat: Option<i16>,
    lon: Option<i16>,
    placed_at: jiff_sqlx::Timestamp,
    phrase: String,
    enrolled_by: Uuid,
    enrolled_at: jiff_sqlx::Timestamp,
    seen_at: Option<jiff_sqlx::Timestamp>,
    revoked_at: Option<jiff_sqlx::Timestamp>,
    revision: i64,
}

struct OfferRecord {
    token: Vec<u8>,
    name: String,
    checkpoint: Option<String>,
    lat: Option<i16>,
    lon: Option<i16>,
    phrase: String,
    made_by: Uuid,
    expires_at: jiff_sqlx::Timestamp,
    device: Option<Uuid>,
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

pub(crate) async fn by_id(id: DeviceId, db: impl PgExecutor<'_>) -> Result<Option<Device>, StoreError> {
    let record = devices!("WHERE id = $1", id.0)
        .fetch_optional(db)
        .await
        .map_err(failed)?;
    record.map(DeviceRecord::read).transpose()
}

/// A phone that nobody else changes until the commit.
pub(super) async fn by_id_locked(id: DeviceId, db: &mut PgConnection) -> Result<Option<Device>, StoreError> {
    let record = devices!("WHERE id = $1 FOR NO KEY UPDATE", id.0)
        .fetch_optional(db)
        .await
        .map_err(failed)?;
    record.map(DeviceRecord::read).transpose()
}

pub(super) async fn all(db: &PgPool) -> Result<Vec<Device>, StoreError> {
    let records = devices!(r#"ORDER BY name COLLATE "C", id"#)
        .fetch_all(db)
        .await
        .map_err(failed)?;
    records.into_iter().map(DeviceRecord::read).collect()
}

/// Phones in the order of their ids.
pub(crate) async fn from(first: Uuid, limit: i64, db: &mut PgConnection) -> Result<Vec<Device>, StoreError> {
    let records = devices!("WHERE id >= $1 ORDER BY id LIMIT $2", first, limit)
        .fetch_all(db)
        .await
        .map_err(failed)?;
    records.into_iter().map(DeviceRecord::read).collect()
}

/// An offer that nobody else takes until the commit.
pub(super) async fn offer_locked(
    token: &TokenHash,
    db: &mut PgConnection,
) -> Result<Option<Enrolment>, StoreError> {
    let record = offers!("WHERE token = $1 FOR NO KEY UPDATE", &token.0[..])
        .fetch_optional(db)
        .await
        .map_err(failed)?;
    record.map(OfferRecord::read).transpose()
}

/// Offers in the order of their tokens' hashes.
pub(crate) async fn offers_from(
    first: &[u8],
    limit: i64,
    db: &mut PgConnection,
) -> Result<Vec<Enrolment>, StoreError> {
    let records = offers!("WHERE token >= $1 ORDER BY token LIMIT $2", first, limit)
        .fetch_all(db)
        .await
        .map_err(failed)?;
    records.into_iter().map(OfferRecord::read).collect()
}

impl DeviceRecord {
    fn read(self) -> Result<Device, StoreError> {
        let row = RowOf::new("devices", self.id);
        Ok(Device {
            id: DeviceId(self.id),
            name: self.name,
            key: DeviceKey(row.bytes("key", &self.key)?),
            checkpoint: checkpoint(&row, self.checkpoint, self.lat, self.lon)?,
            placed_at: self.placed_at.to_jiff(),
            phrase: self.phrase,
            enrolled_by: PersonId(self.enrolled_by),
            enrolled_at: self.enrolled_at.to_jiff(),
            seen_at: maybe_time(self.seen_at),
            revoked_at: maybe_time(self.revoked_at),
            revision: row.number("revision", self.revision)?,
        })
    }
}

impl OfferRecord {
    fn read(self) -> Result<Enrolment, StoreError> {
        // Whoever reads the log of this must not find the token's hash.
        let row = RowOf::new("enrolments", self.made_by);
        Ok(Enrolment {
            token: TokenHash(row.bytes("token", &self.token)?),
            name: self.name,
            checkpoint: checkpoint(&row, self.checkpoint, self.lat, self.lon)?,
            phrase: self.phrase,
            made_by: PersonId(self.made_by),
            expires_at: self.expires_at.to_jiff(),
            device: self.device.map(DeviceId),
        })
    }
}

fn checkpoint(
    row: &RowOf,
    name: Option<String>,
    lat: Option<i16>,
    lon: Option<i16>,
) -> Result<Option<Checkpoint>, StoreError> {
    let place = row.place(lat, lon)?;
    Ok(name.map(|name| Checkpoint { name, place }))
}
